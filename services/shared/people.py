"""Who acts: staff roles, the actor of an action, and the machine itself when a timer or a message acts."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from uuid import UUID


class Role(enum.StrEnum):
    """Staff roles of the procedure, and ``system`` for timers and messages from another service."""

    CLERK = "clerk"
    SECTION_HEAD = "section_head"
    CAMAT = "camat"
    TEAM = "team"
    REGISTRAR = "registrar"
    ADMIN = "admin"
    AUDITOR = "auditor"
    SYSTEM = "system"


ROLE_LABELS = {
    Role.CLERK: "Petugas loket",
    Role.SECTION_HEAD: "Kasi Pelayanan Umum",
    Role.CAMAT: "Camat",
    Role.TEAM: "Tim Pengaduan",
    Role.REGISTRAR: "Petugas registrasi",
    Role.ADMIN: "Administrator",
    Role.AUDITOR: "Auditor",
    Role.SYSTEM: "Sistem",
}


@dataclass(frozen=True)
class Actor:
    """A person (or the system) doing something now, from an address."""

    account_id: UUID | None
    username: str
    name: str
    roles: frozenset[Role]
    address: str = ""

    @property
    def role_label(self) -> str:
        """The roles in Indonesian, as shown in the page header."""
        return ", ".join(ROLE_LABELS[role] for role in Role if role in self.roles)

    def is_any(self, *roles: Role) -> bool:
        """Whether the actor holds at least one of the roles."""
        return bool(self.roles.intersection(roles))


SYSTEM = Actor(account_id=None, username="system", name="Sistem", roles=frozenset({Role.SYSTEM}))

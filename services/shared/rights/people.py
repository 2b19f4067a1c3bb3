"""Who acts: staff roles, the actor of an action, and the machine itself when a timer or a message acts."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
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


STAFF = frozenset(Role) - {Role.SYSTEM}

ROLE_LABELS = {
    Role.CLERK: "Petugas Layanan",
    Role.SECTION_HEAD: "Kasi",
    Role.CAMAT: "Camat",
    Role.TEAM: "Tim Pengaduan",
    Role.REGISTRAR: "Petugas registrasi",
    Role.ADMIN: "Administrator",
    Role.AUDITOR: "Auditor",
    Role.SYSTEM: "Sistem",
}


ACTING_KINDS = {"plt": "Plt.", "plh": "Plh.", "an": "a.n."}


@dataclass(frozen=True)
class Acting:
    """An appointment by decree to act in another's office: Plt. (vacant), Plh. (absent) or a.n. (on behalf).

    ``position`` is the acting person's own office, ``rank`` and ``nip`` stand under the signature.
    """

    role: Role
    kind: str
    position: str
    rank: str
    nip: str
    decree: str
    decree_on: date

    def title(self, office: str) -> str:
        """In one line: ``Plh. Camat Kumelembuai``, or ``a.n. Camat Kumelembuai, Sekretaris Kecamatan``."""
        return ", ".join(self._lines(office))

    def signature(self, office: str) -> list[str]:
        """The lines above the signature, as on an official letter."""
        first, *rest = self._lines(office)
        mark, _, name = first.partition(" ")
        return [f"{mark} {name.upper()},", *(f"{line.upper()}," for line in rest)]

    def _lines(self, office: str) -> list[str]:
        first = f"{ACTING_KINDS[self.kind]} {office}"
        return [first, self.position] if self.kind == "an" else [first]

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Acting:
        """The appointment that was recorded by ``as_dict``."""
        return cls(**data | {"role": Role(data["role"]), "decree_on": date.fromisoformat(data["decree_on"])})

    def as_dict(self) -> dict[str, Any]:
        """As it is recorded beside what the person decides."""
        return {**vars(self), "role": str(self.role), "decree_on": self.decree_on.isoformat()}


@dataclass(frozen=True)
class Actor:
    """A person (or the system) doing something now, from an address.

    ``acting`` is the appointment that is valid today; its role is among ``roles``. ``new_since``: since when today the
    account is as others made it (a role, a password, an appointment); it sees no hidden identity before tomorrow.
    """

    account_id: UUID | None
    username: str
    name: str
    roles: frozenset[Role]
    address: str = ""
    acting: Acting | None = None
    new_since: datetime | None = None

    @property
    def role_label(self) -> str:
        """The roles in Indonesian, as shown in the page header."""
        acting = {self.acting.role: f"{ACTING_KINDS[self.acting.kind]} "} if self.acting else {}
        return ", ".join(f"{acting.get(role, '')}{ROLE_LABELS[role]}" for role in Role if role in self.roles)

    def is_any(self, *roles: Role) -> bool:
        """Whether the actor holds at least one of the roles."""
        return bool(self.roles.intersection(roles))


# Who is not signed in: a visitor of the public pages.
CITIZEN = Actor(account_id=None, username="citizen", name="Warga", roles=frozenset())
SYSTEM = Actor(account_id=None, username="system", name="Sistem", roles=frozenset({Role.SYSTEM}))

"""What an installation is, a demonstration or a real office: noted once beside its secrets, and the one never becomes
the other. Else a restored office that somebody starts as a newcomer would (``make run``) gets accounts with known
passwords and invented complaints in its book.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from deploy import kept_secrets
from deploy.errors import Told

DEMO_PASSWORD = "peragaan-sigap"  # noqa: S105 -- of the demonstration only, shown on every page of it


class Kind(StrEnum):
    """What a run folder holds."""

    DEMONSTRATION = "demonstration"
    OFFICE = "office"


class OtherKind(Told):
    """A real office was to be started as a demonstration, or the other way round."""


def noted(run: Path) -> Kind | None:
    """What the run folder says it is; None where there is nothing yet, or only an older version's."""
    found = kept_secrets.known(run).get("kind")
    return Kind(found) if found else None


def settle(run: Path, admin_url: str, asked: Kind) -> None:
    """Note what this installation is, by its accounts where nothing is noted. Raises OtherKind: not what is asked."""
    found = noted(run) or of_accounts(admin_url) or asked
    note(run, found)
    if found is not asked:
        way = "without SIGAP_DEMO" if found is Kind.OFFICE else "with SIGAP_DEMO=1"
        raise OtherKind(f"{run} holds {_WORDS[found]} and cannot become {_WORDS[asked]}. Start it {way}.")


def note(run: Path, kind: Kind) -> None:
    """Write it beside the secrets, which are there."""
    file = kept_secrets.file_in(run)
    kept = kept_secrets.read(file)
    if kept.get("kind") != kind:
        kept_secrets.write(file, kept | {"kind": str(kind)})


def of_accounts(admin_url: str) -> Kind | None:
    """What a database holds: somebody still has the demonstration's password, or nobody; None without any account."""
    from services.shared.staff import passwords

    hashes = _oldest_hashes(admin_url)
    if not hashes:
        return None
    return Kind.DEMONSTRATION if any(passwords.verify(one, DEMO_PASSWORD) for one in hashes) else Kind.OFFICE


def _oldest_hashes(admin_url: str) -> list[str]:
    """The passwords of the first ten accounts; none where there are no tables yet."""
    # What `make run` asks of a folder, for as long as it runs, needs neither of these.
    from psycopg import errors

    from deploy.backup.database import connect

    asked = "select password_hash from staff.account order by created_at limit 10"
    with connect(admin_url) as connection:
        try:
            return [row[0] for row in connection.execute(asked)]
        except (errors.UndefinedTable, errors.InvalidSchemaName):
            return []


_WORDS = {Kind.DEMONSTRATION: "a demonstration", Kind.OFFICE: "a real office"}

"""What a real office still has to do before real complaints come in: administrator, passphrase, its own facts."""

from __future__ import annotations

from sqlalchemy import any_, literal, select

from deploy import office_file, signers
from deploy.installation import STAFF, Installation
from services.shared.config.office import load
from services.shared.rights.people import Role
from services.shared.staff.tables import account

FIRST_ADMIN = 'sigap user add NAME --name "Full name" --role admin'


def next_steps(installation: Installation) -> list[str]:
    """One line each, with the command; empty where nothing is left to do. Raises SettingsError."""
    settings = installation.settings("letters")
    lines = [] if _has_admin(installation) else [f"The first administrator: {FIRST_ADMIN}"]
    if settings.keys_dir and signers.slip_of(settings.keys_dir).exists():
        lines.append(
            f"The Camat's passphrase lies in {signers.slip_of(settings.keys_dir)}: hand it over; the Camat changes it "
            "by `sigap signer passphrase`, which deletes the file."
        )
    left = office_file.of_the_demonstration(load(settings.office_file))
    if left:
        lines.append(f"Still the demonstration's in {settings.office_file}: {', '.join(left)}.")
    return lines


def _has_admin(installation: Installation) -> bool:
    held = select(account.c.id).where(literal(str(Role.ADMIN)) == any_(account.c.roles), account.c.active).limit(1)
    with installation.database(STAFF) as staff, staff.transaction() as session:
        return session.execute(held).first() is not None

"""``sigap signer``: who may sign letters beside the Camat, with a key of their own from the office's authority."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer

from deploy.commands.options import DEFAULT_ROOT, Root, fail, installation, secret
from deploy.installation import STAFF
from services.shared.calendar import clock
from services.shared.config import office
from services.shared.data.database import Database
from services.shared.rights.people import Acting, Role
from services.shared.signing.authority import ActingHead, add_acting
from services.shared.staff.appointments import Appointments

app = typer.Typer(no_args_is_help=True, help="Who signs letters beside the Camat.")
SHORTEST = 8  # characters of a passphrase


@app.callback()
def main() -> None:
    """Who signs letters beside the Camat."""


@app.command()
def acting(
    username: Annotated[str, typer.Argument(help="The acting head's user name; the appointment is noted already.")],
    passphrase_file: Annotated[
        Path | None, typer.Option(help="Read the passphrase from this file's first line instead of asking.")
    ] = None,
    root: Root = DEFAULT_ROOT,
) -> None:
    """Make a key for whoever acts in the Camat's office (Plt., Plh., a.n.); it ends with the appointment.

    The acting head types the passphrase: it opens the key at each signing, and is kept nowhere.
    """
    ours = installation(root)
    settings = ours.settings("letters")
    facts = office.load(settings.office_file)
    with ours.database(STAFF) as staff:
        head = acting_head(staff, facts, username.strip().lower())
    passphrase = secret("Passphrase of the acting head", passphrase_file)
    if len(passphrase) < SHORTEST:
        fail(f"The passphrase needs at least {SHORTEST} characters.")
    if settings.keys_dir is None:
        fail("SIGAP_KEYS_DIR is missing: there is no authority to make a key with.")
    add_acting(settings.keys_dir, facts.name, facts.government, head, passphrase, clock.now())
    typer.echo(f"{head.name} ({head.title}) can sign letters until {clock.date_time(head.until)}.")


def acting_head(staff: Database, facts: office.Office, username: str) -> ActingHead:
    """The appointment that counts today; ends with a sentence where there is none."""
    today = clock.local(clock.now()).date()
    counts = (row for row in Appointments(staff).all() if row.ended_at is None and row.confirmed_at is not None)
    valid = [row for row in counts if row.starts_on <= today <= row.ends_on]
    found = [row for row in valid if row.username == username and row.role == Role.CAMAT]
    if not found:
        fail(f"{username} does not act in the Camat's office today. Note the appointment first (Pejabat pelaksana).")
    row = found[0]
    names = ("kind", "position", "rank", "nip", "decree", "decree_on")
    appointment = Acting(Role.CAMAT, **{name: getattr(row, name) for name in names})
    end = datetime.combine(row.ends_on + timedelta(days=1), time(), tzinfo=clock.local(clock.now()).tzinfo)
    return ActingHead(username, row.name, appointment.title(facts.official("camat").title), row.nip, end)

"""``sigap signer``: who signs letters, each with a key of their own from the office's authority."""

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
from services.shared.signing.keys import acting_key
from services.shared.staff.appointments import Appointments

app = typer.Typer(no_args_is_help=True, help="Who signs letters: the Camat, and who acts for the Camat.")
PassphraseFile = Annotated[
    Path | None, typer.Option("--passphrase-file", help="Read it from this file's first line instead of asking.")
]
Whose = Annotated[str, typer.Argument(help="`camat`, or an acting head's user name.")]
SHORTEST = 8  # characters of a passphrase


@app.command()
def new(passphrase_file: PassphraseFile = None, root: Root = DEFAULT_ROOT) -> None:
    """Make a key for the Camat whom the office's file names now: a new Camat, or a lost passphrase.

    The Camat types the passphrase; it is kept nowhere. The former key is gone, its letters stay genuine.
    """
    from deploy import signers

    name = signers.new_camat(installation(root), _long_enough(secret("Passphrase of the Camat", passphrase_file)))
    typer.echo(f"{name} can sign letters. The former key is gone; what it signed stays genuine.")
    typer.echo("Letters that wait with the former name get the new one by a press on their page.")


@app.command()
def renew(passphrase_file: PassphraseFile = None, root: Root = DEFAULT_ROOT) -> None:
    """Give the same Camat the next certificate, before the present one ends; the passphrase stays."""
    from deploy import signers

    name = signers.renew_camat(installation(root), _known("Passphrase of the Camat", passphrase_file))
    typer.echo(f"{name} signs with a new certificate, for five years, under the same passphrase.")


@app.command()
def passphrase(
    whose: Whose = "camat",
    old_file: Annotated[Path | None, typer.Option(help="The present passphrase, from this file.")] = None,
    passphrase_file: PassphraseFile = None,
    root: Root = DEFAULT_ROOT,
) -> None:
    """Put a key under another passphrase. Whoever signs types both."""
    from deploy import signers

    office, old = installation(root), _known("Present passphrase", old_file)
    signers.change_passphrase(office, _key(whose), old, _long_enough(secret("New passphrase", passphrase_file)))
    typer.echo("The new passphrase counts from now on.")


@app.command()
def retire(whose: Whose, root: Root = DEFAULT_ROOT) -> None:
    """End a key now: somebody left before the time, or the key was seen. What it signed stays genuine."""
    from deploy import signers

    name = signers.retire(installation(root), _key(whose))
    typer.echo(f"{name} signs no more. Make the next key: `sigap signer new`, or `sigap signer acting USERNAME`.")


@app.command()
def acting(
    username: Annotated[str, typer.Argument(help="The acting head's user name; the appointment is noted already.")],
    passphrase_file: PassphraseFile = None,
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
    from deploy import signers

    typed = _long_enough(secret("Passphrase of the acting head", passphrase_file))
    add_acting(signers.folder_of(settings), facts.name, facts.government, head, typed, clock.now())
    until = f" until {clock.date_time(head.until)}" if head.until else ""
    typer.echo(f"{head.name} ({head.title}) can sign letters{until}.")


@app.command()
def section_head(
    username: Annotated[str, typer.Argument(help="The section head's user name.")],
    passphrase_file: PassphraseFile = None,
    root: Root = DEFAULT_ROOT,
) -> None:
    """Make a key for the section head, who signs the kinds that [letters.at_once] gives them, a.n. Camat.

    The section head types the passphrase; it is kept nowhere. End it with `sigap signer retire USERNAME`.
    """
    from deploy import signers

    typed = _long_enough(secret("Passphrase of the section head", passphrase_file))
    title = signers.section_head(installation(root), username.strip().lower(), typed)
    typer.echo(f"{username} can sign as {title}.")


def _known(prompt: str, file: Path | None) -> str:
    """A passphrase that exists already: typed once."""
    return secret(prompt, file) if file else str(typer.prompt(prompt, hide_input=True))


def _long_enough(typed: str) -> str:
    if len(typed) < SHORTEST:
        fail(f"The passphrase needs at least {SHORTEST} characters.")
    return typed


def _key(whose: str) -> str:
    name = whose.strip().lower()
    return name if name == "camat" else acting_key(name)


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

"""``sigap deadletters``: handoffs that their receiver refused; the same as on the operations page."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deploy.commands.options import DEFAULT_ROOT, Root, fail, installation

if TYPE_CHECKING:
    from sqlalchemy import Row

    from services.shared.data.database import Database

app = typer.Typer(no_args_is_help=True, help="Handoffs that their receiver refused.")


@app.command("list")
def show(settings: Root = DEFAULT_ROOT) -> None:
    """Every refused handoff with its reason, newest last."""
    office, count = installation(settings), 0
    for name in office.services:
        with office.database(name) as database:
            for row in _dead(database):
                count += 1
                typer.echo(f"{name} {row.id}  {row.kind} v{row.version} -> {row.receiver}  {row.case_no}")
                typer.echo(f"    {row.dead_at:%Y-%m-%d %H:%M} UTC, replayed {row.replays} times: {row.dead_reason}")
    if not count:
        typer.echo("None: every handoff was taken, or waits.")


def _dead(database: Database) -> Sequence[Row[Any]]:
    from sqlalchemy import select

    from services.handoffs.tables import outbox

    with database.transaction() as session:
        return session.execute(select(outbox).where(outbox.c.dead_at.is_not(None)).order_by(outbox.c.dead_at)).all()


@app.command()
def replay(
    sender: Annotated[str, typer.Argument(help="The service that sent it.")],
    message: Annotated[uuid.UUID, typer.Argument(help="Its id, as `list` prints it.")],
    settings: Root = DEFAULT_ROOT,
) -> None:
    """Send one again, under the same id: it cannot have its effect twice."""
    from services.handoffs import outbox
    from services.shared.config import office as facts
    from services.shared.rights.people import SYSTEM
    from services.shared.unit_of_work import build

    office = installation(settings)
    if sender not in office.services:
        fail(f"there is no service {sender}; there are: {', '.join(office.services)}.")
    values = office.settings(sender)
    service = build(sender, values, facts.load(values.office_file))
    with service.work(SYSTEM) as work:
        if not outbox.replay(work.session, message):
            fail("this handoff is not refused (any more).")
        work.audit("replay", str(message), "Pesan yang ditolak dikirim ulang dari baris perintah", story=False)
    service.database.dispose()
    typer.echo("It is sent again within a second.")

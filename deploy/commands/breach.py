"""``sigap breach-report``: whose personal data a breach touched, and a draft of what they have to be told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from deploy.commands.options import DEFAULT_ROOT, Root, fail, installation


def breach_report(
    first: Annotated[datetime, typer.Option("--from", help="Begin, on the office's clock.")],
    last: Annotated[datetime, typer.Option("--to", help="End, on the office's clock.")],
    out: Annotated[Path, typer.Option(help="The folder that gets terdampak.csv and pemberitahuan.txt.")],
    account: Annotated[str, typer.Option(help="Only what was seen through this account.")] = "",
    service: Annotated[list[str] | None, typer.Option(help="Only these services; may be given several times.")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="All that the services held: a stolen copy.")] = False,
    settings: Root = DEFAULT_ROOT,
) -> None:
    """List the people and the data that a breach touched, and draft the notice (3 x 24 hours, UU 27/2022)."""
    from deploy import breach, breach_notice

    office = installation(settings)
    chosen = tuple(service or office.services)
    if unknown := set(chosen) - set(office.services):
        fail(f"there is no service {', '.join(sorted(unknown))}; there are: {', '.join(office.services)}.")
    if first >= last:
        fail("--to must be later than --from.")
    if whole and account:
        fail("--whole is about stolen copies, --account about what somebody saw: give one of them.")
    zone = ZoneInfo(office.facts.office.timezone)
    period = (first.replace(tzinfo=zone), last.replace(tzinfo=zone))
    found = breach.report(office, breach.Asked(*period, chosen, account, whole))
    people, letter = breach_notice.write(office, found, out)
    typer.echo(f"{len(found.cases)} complaints are touched: {people}")
    if found.downloads:
        typer.echo(f"{len(found.downloads)} downloads have to be looked through by hand: they are listed in {letter}")
    typer.echo(f"Draft of the notice: {letter}. Both files hold personal data: delete them when they are used.")

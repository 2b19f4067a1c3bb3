"""``sigap doctor`` and ``sigap office check``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from deploy.commands.options import DEFAULT_ROOT, Root, installation
from deploy.commands.practice import clear_practice
from deploy.local.run import ROOT

office = typer.Typer(no_args_is_help=True, help="The office's own facts (office.toml).")


def doctor(
    settings: Root = DEFAULT_ROOT,
    quiet: Annotated[bool, typer.Option(help="Only what is wrong.")] = False,
    metrics: Annotated[
        str | None, typer.Option(help="Tell the findings: a file for node_exporter, or a Pushgateway's http address.")
    ] = None,
) -> None:
    """Look at everything the office needs, and say what to do. Exit code: 0 well, 1 warnings only, 2 failures."""
    from deploy.doctor import told
    from deploy.doctor.examine import examine
    from deploy.doctor.finding import Level

    worst, seen = 0, []
    place = installation(settings)
    for finding in examine(place):
        seen.append(finding)
        worst = max(worst, list(Level).index(finding.level))
        if quiet and finding.level is Level.GOOD:
            continue
        typer.echo(f"{finding.level.value:>4}  {finding.subject:<12} {finding.found}")
        if finding.advice:
            typer.echo(f"{'':>18} -> {finding.advice}")
    if metrics:
        told.tell(metrics, seen, place.slug)
    raise typer.Exit(worst)


office.command("clear-practice")(clear_practice)


@office.command()
def preset(zone: Annotated[str, typer.Argument(help="wib, wita or wit.")]) -> None:
    """Print an office file to begin with: the zone, and what villages and their heads are usually called there."""
    from deploy import office_file

    if zone not in office_file.PRESETS:
        raise typer.BadParameter(f"one of {', '.join(office_file.PRESETS)}")
    typer.echo(office_file.preset(zone))


@office.command()
def schema() -> None:
    """Print the JSON Schema of an office file, for editors that check TOML while it is typed."""
    from services.shared.config.office import Office

    typer.echo(json.dumps(Office.model_json_schema(), ensure_ascii=False, indent=1))


@office.command()
def check(
    file: Annotated[Path, typer.Argument(envvar="SIGAP_OFFICE_FILE", help="The file.")] = ROOT
    / "deploy"
    / "office.toml",
) -> None:
    """Read an office file as the services would; name every entry that is missing or wrong, or still invented."""
    from deploy import office_file

    found = office_file.examined(file)
    for entry in office_file.of_the_demonstration(found):
        typer.echo(f"{entry} is still the demonstration's: give the office's own before real complaints come in.")
    typer.echo(f"{file} is right: {found.name}, {len(found.villages)} villages, {len(found.partners)} partners.")

"""``sigap archive verify``: whether an archive package is whole, and whose, checked without any server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deploy.commands.options import fail
from services.registry.archiving import opening, verifying
from services.registry.archiving.report import Report, plain
from services.registry.archiving.tags import POSITION, REVISION

if TYPE_CHECKING:
    from services.registry.archiving.judging import Judgement

app = typer.Typer(no_args_is_help=True, help="Archive packages.")
SHOWN = 50  # problems that are printed
UNSEALED = 3  # how the command ends for a package that is whole and bears no seal


@app.callback()
def main() -> None:
    """Archive packages."""


@app.command()
def verify(
    bag: Annotated[Path, typer.Argument(help="The package: a folder, its zip, or the zip exported for a court.")],
    keys: Annotated[
        Path | None,
        typer.Option(help="The office's public folder (trust.json), got from the office itself: is it the office's?"),
    ] = None,
) -> None:
    """Check an archive package (BagIt): every file against every list, then, with --keys, whose it is. No server.

    Ends with 0 for what was asked and holds, 1 for what does not, 3 for a whole package that bears no seal.
    """
    if not bag.exists():
        fail(f"There is nothing at {plain(str(bag))}.")
    try:
        files = opening.opened(bag)
        report = verifying.verify(files)
        judgement = judged(files, report, keys) if keys and report.whole else None
    except opening.NoPackage as error:
        fail(f"{plain(str(bag))} is no archive package: {plain(str(error))}")
    name = report.info.get("External-Identifier") or report.root or bag.name
    typer.echo(f"{plain(name)}: {report.files} files, {report.size} bytes")
    problems = [*report.problems, *(judgement.problems if judgement else [])]
    for problem in problems[:SHOWN]:
        typer.echo(f"  {plain(problem)}", err=True)
    if not report.whole:
        fail(f"{len(problems)} problem(s): the package is NOT whole.")
    if problems:
        fail(f"{len(problems)} problem(s): the package is NOT genuine.")
    _say(report, judgement)


def judged(files: opening.Files, report: Report, keys: Path) -> Judgement:
    """Whose the package is, by the office's own folder."""
    from services.registry.archiving.judging import judge
    from services.shared.signing.trust import TrustAnchors

    try:
        return judge(files, report, TrustAnchors.load(keys))
    except FileNotFoundError:
        fail(f"There is no trust.json in {keys}.")


def _say(report: Report, found: Judgement | None) -> None:
    typer.echo("  Every file fits every list.")
    if found is None:
        typer.echo("  That proves only that the files fit each other: give --keys to ask whose they are.")
        return
    if found.seal is None:
        typer.echo("  UNSEALED: it proves only itself. Ask the office anew: it seals older packages.", err=True)
        raise typer.Exit(UNSEALED)
    seal = found.seal
    stamp = f", time stamp {seal.stamped_at:%Y-%m-%d %H:%M} UTC" if seal.stamped_at else ""
    at = f" {seal.signed_at:%Y-%m-%d %H:%M} UTC" if seal.signed_at else ""
    typer.echo(f"  Sealed by the office{at}{stamp}; seal {seal.certificate}.")
    _say_edition(report, found.manifest)
    typer.echo(f"  Genuine. {found.letters} letter(s) genuine.")


def _say_edition(report: Report, manifest: str) -> None:
    if report.edition:
        whole = plain(report.whole_sealed) or "not sealed yet"
        typer.echo(f"  A COPY FOR A READER: files were left out. The whole package in the office's chain: {whole}.")
    else:
        said = plain(f"revision {report.info.get(REVISION)}, number {report.info.get(POSITION)}")
        typer.echo(f"  The whole package, {said} of the office's chain, named there {manifest}.")

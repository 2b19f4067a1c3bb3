"""``sigap archive verify``: whether an archive package is whole, checked from its files alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deploy.commands.options import fail
from services.registry.archiving import opening, verifying
from services.registry.archiving.report import Report

app = typer.Typer(no_args_is_help=True, help="Archive packages.")
SHOWN = 50  # problems that are printed


@app.callback()
def main() -> None:
    """Archive packages."""


@app.command()
def verify(
    bag: Annotated[Path, typer.Argument(help="The package: a folder, its zip, or the zip exported for a court.")],
    keys: Annotated[
        Path | None,
        typer.Option(help="The office's keys folder (trust.json): the letters' signatures are checked, too."),
    ] = None,
) -> None:
    """Check an archive package (BagIt): every file against every manifest. Needs no server."""
    if not bag.exists():
        fail(f"There is nothing at {bag}.")
    try:
        files = opening.opened(bag)
        report = verifying.verify(files)
    except opening.NoPackage as error:
        fail(f"{bag} is no archive package: {error}")
    name = report.info.get("External-Identifier") or report.root or bag.name
    typer.echo(f"{name}: {report.files} files, {report.size} bytes")
    genuine = _check_letters(files, report, keys) if keys and report.whole else 0
    for problem in report.problems[:SHOWN]:
        typer.echo(f"  {problem}", err=True)
    if not report.whole:
        fail(f"{len(report.problems)} problem(s): the package is NOT whole.")
    typer.echo("  Every file is as it was archived." + (f" {genuine} letter(s) genuine." if keys else ""))


def _check_letters(files: opening.Files, report: Report, keys: Path) -> int:
    from services.registry.rules.letters import way_of
    from services.shared.signing.trust import TrustAnchors
    from services.shared.signing.verdict import Expected, verify

    try:
        trust = TrustAnchors.load(keys)
    except FileNotFoundError:
        fail(f"There is no trust.json in {keys}.")
    genuine = 0
    for letter, pdf in opening.letters(files, report.root):
        # packages that were made before these two were written down hold letters of the office's own keys
        way = way_of(letter.get("signing", "internal"), letter.get("numbering", "after"))
        expected = Expected(letter["number"], letter["sealed_sha256"], way, opening.signer_named(letter))
        verdict = verify(pdf, trust.knowing(letter.get("certificate")), expected)
        genuine += verdict.genuine
        if not verdict.genuine:
            report.problems.append(f"letter {letter['number']} is not genuine: {', '.join(verdict.failed)}")
    return genuine

"""Options and endings that the commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from deploy.local.run import ROOT

if TYPE_CHECKING:
    from deploy.installation import Installation

DEFAULT_RUN = ROOT / "run"
RunPath = Annotated[Path, typer.Option("--run-dir", envvar="SIGAP_RUN_DIR", help="Where data and logs lie.")]
Root = Annotated[
    Path,
    typer.Option("--settings", envvar="SIGAP_INSTALLATION", help="The folder of the installation's settings."),
]
DEFAULT_ROOT = DEFAULT_RUN / "settings"


def fail(sentence: str) -> NoReturn:
    """End with one sentence and exit code 1."""
    typer.echo(f"sigap: {sentence}", err=True)
    raise typer.Exit(1)


def installation(root: Path) -> Installation:
    """The installation at ``root``, or the end with a sentence."""
    from deploy.installation import Installation, NotSetUp  # takes a second to load, which `up` and `down` need not

    try:
        return Installation.of(root)
    except NotSetUp as error:
        fail(str(error))

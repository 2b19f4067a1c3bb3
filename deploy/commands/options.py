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
    Path, typer.Option("--settings", envvar="SIGAP_INSTALLATION", help="The folder of the installation's settings.")
]
DEFAULT_ROOT = DEFAULT_RUN / "settings"


def fail(sentence: str) -> NoReturn:
    """End with one sentence and exit code 1."""
    typer.echo(f"sigap: {sentence}", err=True)
    raise typer.Exit(1)


def secret(prompt: str, file: Path | None) -> str:
    """A password: the first line of ``file``, or typed twice where there is none. Raises OSError."""
    if file is None:
        return str(typer.prompt(prompt, hide_input=True, confirmation_prompt=True))
    return (file.read_text(encoding="utf-8").splitlines() or [""])[0]


def installation(root: Path) -> Installation:
    """The installation at ``root``; raises NotSetUp."""
    from deploy.installation import Installation  # takes a second to load, which `up` and `down` need not

    return Installation.of(root)

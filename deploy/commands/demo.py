"""``sigap demo``: the stories of the demonstration."""

from __future__ import annotations

import subprocess
import sys
from typing import Annotated

import typer

from deploy.commands.options import fail
from deploy.local.run import ROOT


def demo(
    url: Annotated[str, typer.Option(help="The office's address.")] = "http://127.0.0.1:8000",
    only: Annotated[str, typer.Option(help="One story, such as K03.")] = "",
) -> None:
    """Play the demonstration cases into an office that has the demonstration's accounts."""
    from deploy.demo.stories import STORIES

    stories = [story.case["id"] for story in STORIES]
    if only and only not in stories:
        fail(f"there is no story {only}; there are: {', '.join(stories)}.")
    command = [sys.executable, "-m", "deploy.demo", "--url", url, *(["--only", only] if only else [])]
    raise typer.Exit(subprocess.run(command, cwd=ROOT, check=False).returncode)

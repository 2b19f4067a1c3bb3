"""Copies of the project: as it is here, or as the release before left it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTS = ("services", "deploy", "pyproject.toml", "uv.lock")  # what an installation takes of the project's folder
# What stands for the release before: two migrations, the libraries of the same lock file (a machine without a network
# gets no others). Move it on when a release is made.
BEFORE = "60cea159dba4d52a35c60923dc0de72cfa3dc388"


def missing(commit: str = BEFORE) -> str:
    """Why that commit cannot be had here (a shallow clone); empty where it can."""
    if shutil.which("git") is None:
        return "git"
    asked = ["git", "-C", str(ROOT), "cat-file", "-e", f"{commit}^{{commit}}"]
    known = subprocess.run(asked, check=False, capture_output=True).returncode == 0
    return "" if known else f"the commit {commit[:8]} (git fetch --unshallow)"


def take(target: Path, commit: str = "") -> None:
    """The project's parts into a new folder."""
    target.mkdir(parents=True)
    if commit:
        found = subprocess.run(["git", "-C", ROOT, "archive", commit, *PARTS], check=True, capture_output=True)
        subprocess.run(["tar", "-x", "-C", target], check=True, input=found.stdout)
        return
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, target / part)

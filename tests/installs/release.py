"""Copies of the project: as it is here, or as the release before left it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTS = ("services", "deploy", "pyproject.toml", "uv.lock")  # what an installation takes of the project's folder
# What stands for the release before: a commit of this history with the libraries of the same lock file (a machine
# without a network gets no others). Move it on when a release is made.
BEFORE = "b21c9a51aa8ae5e92baf393fea5e1a8c62c17bde"
MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "{number:04d}", "{before:04d}"


def upgrade() -> None:
    op.add_column("letter", sa.Column("of_a_release_to_come", sa.Text(), nullable=True))
"""


def missing(commit: str = BEFORE) -> str:
    """Why that commit cannot be had here (a shallow clone); empty where it can."""
    if shutil.which("git") is None:
        return "git"
    asked = ["git", "-C", str(ROOT), "cat-file", "-e", f"{commit}^{{commit}}"]
    known = subprocess.run(asked, check=False, capture_output=True).returncode == 0
    return "" if known else f"the commit {commit[:8]} (git fetch --unshallow)"


def shallow() -> bool:
    """Whether this clone has not the whole history, or none."""
    asked = ["git", "-C", str(ROOT), "rev-parse", "--is-shallow-repository"]
    return subprocess.run(asked, check=False, capture_output=True, text=True).stdout.strip() != "false"


def migrated(target: Path) -> Path:
    """A copy of the project gets one migration more, as the next release may have it; its file."""
    folder = target / "services" / "letters" / "migrations"
    before = len(list(folder.glob("[0-9]*.py")))
    text = MIGRATION.format(number=before + 1, before=before)
    file = folder / f"{before + 1:04d}_of_a_release_to_come.py"
    file.write_text(text)
    return file


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

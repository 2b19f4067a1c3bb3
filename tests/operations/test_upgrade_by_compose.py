"""deploy/containers/upgrade.sh: the pages of one part after the other; what fails leaves the others as they are."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "deploy" / "containers" / "upgrade.sh"
PARTS = ("sign-in", "intake", "review", "letters", "registry")
# What stands for `docker compose`: it notes what it is asked, and fails where the test says so.
COMPOSE = """#!/bin/sh
echo "$*" >> "$NOTED"
case "$*" in $FAILING) exit 1 ;; esac
"""


@pytest.fixture
def noted(tmp_path: Path) -> Path:
    for name, text in {"compose": COMPOSE, "sleep": "#!/bin/sh\n"}.items():
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    return tmp_path / "noted"


def upgrade(noted: Path, *words: str, failing: str = "-", code: int = 0) -> list[str]:
    """What compose was asked for, without the health of a part that is waited for."""
    env = os.environ | {
        "PATH": f"{noted.parent}:{os.environ['PATH']}", "COMPOSE": str(noted.parent / "compose"),
        "NOTED": str(noted), "FAILING": failing,
    }  # fmt: skip
    done = subprocess.run(["bash", SCRIPT, *words], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    return [line for line in noted.read_text().splitlines() if "deploy.health" not in line]


def test_one_part_after_the_other_and_then_all_else(noted: Path) -> None:
    asked = upgrade(noted, "-p", "sigap-amurang")
    assert [line.removeprefix("-p sigap-amurang ") for line in asked] == [
        "run --rm -T migrate", *(f"up -d --no-deps {part}" for part in PARTS), "up -d",
    ]  # fmt: skip
    before = noted.read_text().index("up -d --no-deps intake")
    assert noted.read_text().index("exec -T sign-in python -m deploy.health web sign-in") < before


def test_a_set_up_that_fails_replaces_nothing(noted: Path) -> None:
    assert upgrade(noted, failing="run --rm -T migrate", code=1) == ["run --rm -T migrate"]


def test_a_part_that_does_not_answer_is_the_last_that_is_replaced(noted: Path) -> None:
    asked = upgrade(noted, failing="exec -T review *", code=1)
    assert asked[-1] == "up -d --no-deps review"

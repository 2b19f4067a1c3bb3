"""The README's way, from a fresh clone by an ordinary user to a restored office, by its own commands."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest

from tests.installs.clone import Clone, cloned

WHY = ", ".join(name for name in ("git", "make", "setpriv") if shutil.which(name) is None)
pytestmark = [
    pytest.mark.release,
    pytest.mark.slow,
    pytest.mark.skipif(bool(WHY), reason=f"THE FRESH CLONE IS NOT TRIED: {WHY} is missing here"),
]
PYTHON, SIGAP = ".venv/bin/python", ".venv/bin/sigap"
PASSWORD = "empat kata yang panjang"
ARCHIVED = """
import sys
from deploy.demo.staff import Staff
found = Staff(sys.argv[1]).clerk.wait(f"/intake/api/complaints/{sys.argv[2]}", lambda case: case["archive_no"])
print(found["archive_no"])
"""
QUIET = {"SIGAP_DEMO_STORIES": "0"}  # the stories have tests of their own


@pytest.fixture(scope="module")
def clone() -> Iterator[Clone]:
    """One clone with its libraries, which the first `make run` installs."""
    with cloned() as made:
        yield made


def test_a_demonstration_comes_back(clone: Clone) -> None:
    with clone.running("shown", **QUIET):
        case_no = played(clone)
        number = archived(clone, case_no)
        backed_up(clone, "shown")
    lost_and_restored(clone, "shown")
    with clone.running("shown", **QUIET):
        assert archived(clone, case_no) == number
        played(clone)
        assert "FAIL" not in found_by_doctor(clone, "shown")


def test_a_real_office_comes_back_as_one(clone: Clone) -> None:
    """Plain `make run`, as the guide says after a restore: it had become a demonstration, with ten known passwords."""
    with clone.running("real", SIGAP_DEMO="0"):
        words = (
            SIGAP,
            "user",
            "add",
            "kepala",
            "--name",
            "Kepala TI",
            "--role",
            "admin",
            "--settings",
            settings(clone),
        )
        assert "Added kepala" in clone.type(*words, given=f"{PASSWORD}\n{PASSWORD}\n")
        backed_up(clone, "real")
    lost_and_restored(clone, "real")
    with clone.running("real"):
        rows = clone.type(SIGAP, "user", "list", "--settings", settings(clone)).splitlines()
        assert [row.split()[0] for row in rows] == ["kepala"]
        assert "loket1" not in (clone.folder / "real.log").read_text()


def settings(clone: Clone, run: str = "real") -> str:
    """Where the settings of an installation lie."""
    return str(clone.folder / run / "settings")


def played(clone: Clone) -> str:
    """A case with a letter, from the desk to the archive; its number."""
    said = clone.type(PYTHON, "-m", "deploy.demo", "--url", clone.address, "--only", "K03")
    assert re.match(r"K03 \S+", said), said
    return said.split()[1]


def archived(clone: Clone, case_no: str) -> str:
    """The number under which the case lies in the archive, as the desk reads it."""
    return clone.type(PYTHON, "-c", ARCHIVED, clone.address, case_no).strip()


def found_by_doctor(clone: Clone, run: str) -> str:
    """What doctor says, however the office is."""
    return clone.type(SIGAP, "doctor", "--settings", settings(clone, run), code=1)


def backed_up(clone: Clone, run: str) -> None:
    """With a key of its own, and opened once."""
    target, key = clone.folder / f"{run}-backup", clone.folder / f"{run}-key"
    recipient = clone.type(SIGAP, "backup", "key", "--temporary", key).split()[-1]
    words = ("--to", target, "--settings", settings(clone, run))
    clone.type(SIGAP, "backup", *words, "--recipient", recipient)
    assert "is whole" in clone.type(SIGAP, "backup", "verify", *words, "--identity", key)


def lost_and_restored(clone: Clone, run: str) -> None:
    """All that the folder held is gone; another office is refused a place that holds one."""
    target, key, folder = clone.folder / f"{run}-backup", clone.folder / f"{run}-key", clone.folder / run
    words = (SIGAP, "restore", "--from", target, "--identity", key, "--run-dir", folder)
    assert "holds an office already" in clone.type(*words, code=1)
    shutil.rmtree(folder)
    assert "is restored and equal" in clone.type(*words)

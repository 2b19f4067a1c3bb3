"""Two offices on one server by systemd: one more beside the first, one restored alone, both upgraded in turn.

What is typed stands in docs/operations/install.md, *Several offices*. While the second comes back and while both are
upgraded, people work in the first.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installs import release
from tests.installs.desk import Desk
from tests.installs.guide import guide
from tests.installs.machine import Machine, missing
from tests.installs.units import BEFORE, NOW, counted, desk, failing

WHY = missing() or release.missing()
pytestmark = [
    pytest.mark.release,
    pytest.mark.slow,
    pytest.mark.skipif(bool(WHY), reason=f"SEVERAL OFFICES BY SYSTEMD ARE NOT TRIED: {WHY} is missing here"),
]
KEY = "/media/sigap.key"
SECOND = "https://127.0.0.1"
OFFICES = "deploy/systemd/offices.sh"
FIRST = guide(
    "install.md",
    "SIGAP_HOST=pengaduan.example.go.id deploy/systemd/install.sh",
    {"pengaduan.example.go.id": "localhost"},
)
MORE = guide(
    "install.md", f"SIGAP_HOST=amurang.example.go.id {OFFICES} install amurang", {"amurang.example.go.id": "127.0.0.1"}
)
LOST = {"FOLDER": "/var/backups/sigap-amurang", "KEYFILE": KEY}
RESTORE = guide("install.md", f"{OFFICES} restore amurang FOLDER KEYFILE", LOST)
BACKUP, UPGRADE, HEALTH, LIST = (
    guide("install.md", f"{OFFICES} {what}") for what in ("backup", "upgrade", "health", "list")
)
# What must go on as it is while another office comes back: the first office's processes, and what both share.
PIDS = (
    "systemctl show -p Id -p MainPID 'sigap-web@*' 'sigap-worker@*' sigap-checks sigap-beat sigap-gateway sigap-store "
    "redis-server 'postgresql@*'"
)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """With the code on its disk, switched on; the backups' key is made."""
    made = Machine(tmp_path / "machine")
    made.bootstrap()
    made.take(BEFORE, release.BEFORE)
    made.take(NOW)
    release.migrated(made.root / NOW.lstrip("/"))
    made.prepare(f"{BEFORE}/deploy/systemd/install.sh --code")
    made.boot()
    try:
        yield made
    finally:
        made.cut()
        shutil.rmtree(made.root, ignore_errors=True)


def test_two_offices_one_restored_alone_both_upgraded(machine: Machine) -> None:
    recipient = machine.run(f"/opt/sigap/venv/bin/sigap backup key {KEY}").split()[-1]
    given = f"SIGAP_DEMO=1 SIGAP_BACKUP_RECIPIENT={recipient}"
    machine.run(f"cd {BEFORE} && {given} {FIRST}")
    machine.run(f"cd {BEFORE} && {given} {MORE}")
    first, second = (
        desk(machine, BEFORE),
        Desk(SECOND, desk(machine).root, machine.root / BEFORE.lstrip("/"), machine.beside),
    )
    first.play()
    case_no = second.play()
    number, kept = second.archived(case_no), counted(machine, "sigap_amurang")
    machine.run(f"cd {BEFORE} && {BACKUP}")

    restored(machine, first)
    assert (second.archived(case_no), counted(machine, "sigap_amurang")) == (number, kept)
    upgraded(machine, first)
    assert second.archived(case_no) == number


def restored(machine: Machine, first: Desk) -> None:
    """The second alone, as the script says; the first one's people go on, none of its processes is another one."""
    rows, processes, typing = counted(machine), machine.run(PIDS), first.type()
    refused = machine.run(f"cd {BEFORE} && {RESTORE}", code=1)
    for line in re.findall(r"^  (.+)$", refused, re.M):
        machine.run(line)
    assert "sigap-amurang is restored and runs." in machine.run(f"cd {BEFORE} && {RESTORE}")
    print("longest pauses of the first while the second came back, in seconds:", first.paused(typing))
    assert (counted(machine), machine.run(PIDS)) == (rows, processes)
    healthy(machine)


def upgraded(machine: Machine, first: Desk) -> None:
    """One after the other, while a case goes through in the first."""
    begun = first.begin()
    said = machine.run(f"cd {NOW} && {UPGRADE}")
    assert re.findall(r"^=== (.+)$", said, re.M) == ["sigap", "sigap-amurang"]
    now = Desk(first.address, first.root, machine.root / NOW.lstrip("/"), machine.beside)
    assert all(now.archived(case_no) for case_no in now.ended(begun))
    healthy(machine)


def healthy(machine: Machine) -> None:
    """All units of both run, and the one page of health names no failure in either."""
    listed = machine.run(f"cd {NOW} && {LIST}")
    assert re.findall(r"^(\S+) .* up$", listed, re.M) == ["sigap", "sigap-amurang"], listed
    machine.wait(lambda: failing(machine.run(f"cd {NOW} && {HEALTH}", code=None)) == [])
    page = machine.run(f"cd {NOW} && {HEALTH}", code=None)
    assert re.findall(r"^(sigap\S*) +(?:well|warnings)$", page, re.M) == ["sigap", "sigap-amurang"], page

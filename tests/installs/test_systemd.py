"""The guide's way by systemd: from nothing, upgraded while people work, lost, restored, taken back by one release.

A Debian 12 by debootstrap; ``install.sh`` of the release before and of this one (packages and libraries with this
machine's network, all else without one); a case through all steps by TLS. What is typed stands in docs/operations.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installs import release
from tests.installs.guide import guide
from tests.installs.machine import Machine, missing
from tests.installs.units import ADDRESS, BEFORE, NOW, counted, desk, failing, rung, well

WHY = missing() or release.missing()
pytestmark = [
    pytest.mark.release,
    pytest.mark.slow,
    pytest.mark.skipif(bool(WHY), reason=f"THE INSTALLATION BY SYSTEMD IS NOT TRIED: {WHY} is missing here"),
]
HOST = {"pengaduan.example.go.id": "localhost"}
AGAIN = guide("upgrade.md", "deploy/systemd/install.sh")
FIRST = f"SIGAP_DEMO=1 {guide('install.md', f'SIGAP_HOST=pengaduan.example.go.id {AGAIN}', HOST)}"
ADMIN = guide("install.md", 'sigap user add NAME --name "Full name" --role admin', {"NAME": "kepala"})
LOST = {"amurang": "sigap", "FOLDER": "/mnt/backup", "KEYFILE": "/media/sigap.key"}
RESTORE = guide("install.md", "deploy/systemd/offices.sh restore amurang FOLDER KEYFILE", LOST)
VERIFY = guide("backup.md", "sigap backup verify --to /mnt/backup --identity -", {"/mnt/backup": "/var/backups/sigap"})
PASSWORD = "empat kata yang panjang"
SETTINGS = "cat /etc/sigap/setup.env /etc/sigap/gateway.env /etc/sigap/backup.env /etc/sigap/ports/*"
GATEWAY = "systemctl show -p MainPID sigap-gateway"
FACTS = "cat /etc/sigap/office.toml"
# Seconds for which a part keeps nothing that is typed: twice what one takes to load on two busy cores (7 to 13). All
# started at once took a minute; a token that parts not yet replaced refuse took half of one.
PAUSE = 30
NEWER = r"^warn  migrations   .*which this release does not know"


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    """Two with the code on their disks, switched off: the office's, and the one that comes after it."""
    first = Machine(tmp_path / "first")
    first.bootstrap()
    first.take(BEFORE, release.BEFORE)
    first.take(NOW)
    release.migrated(first.root / NOW.lstrip("/"))
    first.prepare(f"{BEFORE}/deploy/systemd/install.sh --code")
    second = first.copied(tmp_path / "second")
    try:
        yield first, second
    finally:
        for machine in (first, second):
            machine.cut()
            shutil.rmtree(machine.root, ignore_errors=True)


def test_from_nothing_upgraded_lost_restored_and_taken_back(machines: tuple[Machine, Machine]) -> None:
    first, second = machines
    first.boot()
    installed(first)
    case_no = desk(first, BEFORE).play()
    upgraded(first)
    set_up_failed(first)
    power_cut(first, case_no)
    first.run("echo '# Kantor ini' >> /etc/sigap/office.toml")
    number, counts, key = desk(first).archived(case_no), counted(first), backed_up(first)
    first.cut()

    shutil.copytree(first.root / "var/backups/sigap", second.root / "mnt/backup")
    second.boot()
    restored(second, key)
    assert (desk(second).archived(case_no), counted(second)) == (number, counts)
    assert second.run("sigap user list").count("kepala") == 1
    assert second.run(FACTS).endswith("# Kantor ini\n")

    taken_back(second)
    assert desk(second, BEFORE).archived(case_no) == number


def installed(machine: Machine) -> None:
    """The script of the release before, twice: it is repeatable; then the first administrator; doctor is content."""
    assert f"sigap is installed: {ADDRESS}" in machine.run(f"cd {BEFORE} && {FIRST}")
    settings = machine.run(SETTINGS)
    machine.run(f"cd {BEFORE} && {AGAIN}")
    assert machine.run(SETTINGS) == settings
    assert "Added kepala" in machine.run(ADMIN, given=f"{PASSWORD}\n{PASSWORD}\n")
    assert re.match(r"404 .*<title>", desk(machine, BEFORE).page("/tidak-ada"), re.S)
    well(machine)


def set_up_failed(machine: Machine) -> None:
    """A set-up that fails, as with a migration, ends nobody; it is tried again by itself."""
    machine.run("chmod 000 /var/lib/sigap/secrets")
    assert "fail" in machine.run("systemctl restart sigap-migrate", code=None)
    assert re.search(rf"^sigap +{ADDRESS} +up$", machine.run(f"{NOW}/deploy/systemd/offices.sh list"), re.M)
    machine.run("chmod 700 /var/lib/sigap/secrets")
    machine.wait(lambda: machine.run("systemctl is-active sigap-migrate", code=None).strip() == "active")
    well(machine)


def upgraded(machine: Machine) -> None:
    """This release's script, while a case is played with the pages of the one before: nothing that is typed is lost."""
    cases = counted(machine)["intake.complaint"]
    begun, typing = desk(machine, BEFORE).begin(), desk(machine, BEFORE).type()
    machine.run(f"cd {NOW} && {AGAIN}")
    pauses = desk(machine, BEFORE).paused(typing)
    print("longest pauses of the upgrade, in seconds:", pauses)
    assert max(pauses.values()) < PAUSE, pauses
    played = desk(machine).ended(begun)
    assert all(desk(machine).archived(case_no) for case_no in played)
    assert counted(machine)["intake.complaint"] == cases + len(played)
    assert not re.search(NEWER, well(machine), re.M)
    assert rung(machine) <= {"backup"}


def power_cut(machine: Machine, case_no: str) -> None:
    """While a case is played; switched on again, everything comes up by itself and all of before is there."""
    before = counted(machine)
    begun = desk(machine).begin()
    machine.wait(lambda: counted(machine)["review.cases"] > before["review.cases"])
    machine.cut()
    begun.kill()
    begun.wait()
    machine.boot()
    machine.wait(lambda: not failing(machine.run("sigap doctor", code=None)))
    after = counted(machine)
    assert {name: after[name] - before[name] for name in ("intake.complaint", "review.cases", "staff.account")} == {
        "intake.complaint": 1, "review.cases": 1, "staff.account": 0,
    }  # fmt: skip
    assert desk(machine).archived(case_no)
    desk(machine).play()


def backed_up(machine: Machine) -> str:
    """The key is shown and typed, the timer comes with the recipient, a backup is made and opened; the private key."""
    shown = machine.run(guide("backup.md", "sigap backup key"))
    recipient = re.findall(r"^age1\w+$", shown, re.M)[0]
    key = "".join("".join(line.split()[1:]) for line in re.findall(r"^ +\d  .*$", shown, re.M))
    machine.run(f"echo SIGAP_BACKUP_RECIPIENT={recipient} >> /etc/sigap/backup.env")
    gateway = machine.run(GATEWAY)
    machine.run(f"cd {NOW} && {AGAIN}")
    assert machine.run(GATEWAY) == gateway, "nothing new for it: it is not started anew"
    assert machine.run("systemctl is-active sigap-backup.timer").strip() == "active"
    machine.run(guide("backup.md", "systemctl start sigap-backup"))
    assert "is whole" in machine.run(VERIFY, given=f"{key}\n")
    said = machine.run("sigap doctor", code=None)
    assert "FAIL" not in said, said
    assert rung(machine) == set()
    return key


def restored(machine: Machine, key: str) -> None:
    """On the next machine: the script, then what it says where an office is there already, then the restore."""
    machine.run(f"cd {NOW} && {FIRST}")
    machine.run(guide("backup.md", "chown -R sigap: /mnt/backup"))
    (machine.root / "media/sigap.key").write_text(f"{key}\n")
    refused = machine.run(f"cd {NOW} && {RESTORE}", code=1)
    assert "holds an office. To restore in its place, first:" in refused
    for line in re.findall(r"^  (.+)$", refused, re.M):
        machine.run(line)
    assert "sigap is restored and runs." in machine.run(f"cd {NOW} && {RESTORE}")
    well(machine)


def taken_back(machine: Machine) -> None:
    """The release before, on tables that this one has changed: it runs, doctor says so, and a case goes through."""
    machine.run(f"cd {BEFORE} && {AGAIN}")
    assert re.search(NEWER, well(machine), re.M)
    desk(machine, BEFORE).play()

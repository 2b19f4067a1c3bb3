"""deploy/systemd/offices.sh over three offices: one page of health, one after the other, who fails stops nobody else.

The script as it is, in a folder that stands for the machine; what it calls (systemctl, install.sh, doctor) only notes
that it was called, and ends as the test says.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "deploy" / "systemd" / "offices.sh"
RIGHTS = SCRIPT.parents[1] / "rights" / "broker.acl"
OFFICES = ("sigap", "sigap-amurang", "sigap-tareran")
PLACES = ("/etc/sigap", "/etc/$name/", "/usr/local/bin/", "/var/lib/$name")
NOTES = """#!/bin/sh
echo "$(basename "$0")${1:+ }$*" >> "$NOTED"
case "$(basename "$0") $*" in %s) exit ${CODE:-1} ;; esac
"""


class Machine:
    """Three offices below a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.noted = folder, folder / "noted"
        text = SCRIPT.read_text()
        for place in PLACES:
            assert place in text
            text = text.replace(place, f"{folder}{place}")
        self.script = self.program("deploy/systemd/offices.sh", text)
        self.program("deploy/rights/broker.acl", RIGHTS.read_text())
        for name in OFFICES:
            (folder / "etc" / name).mkdir(parents=True)
            (folder / "etc" / name / "setup.env").write_text(f"SIGAP_PUBLIC_URL=https://{name}.example.go.id\n")
        self.program("programs/id", "#!/bin/sh\necho 0\n")
        self.program("programs/journalctl", "#!/bin/sh\n")
        self.program("programs/sleep", "#!/bin/sh\n")
        self.failing("")

    def failing(self, calls: str, code: int = 1) -> None:
        """Which calls end with that code; the others are well. ``calls``: a pattern of the shell."""
        for place in (
            "programs/systemctl",
            "deploy/systemd/install.sh",
            *(f"usr/local/bin/{name}" for name in OFFICES),
        ):
            self.program(place, NOTES.replace("%s", calls or "-").replace("${CODE:-1}", str(code)))

    def doctor(self, name: str, code: int, said: str = "") -> None:
        """What an office's doctor finds."""
        self.program(f"usr/local/bin/{name}", f"#!/bin/sh\nprintf '{said}'\nexit {code}\n")

    def run(self, *words: str, code: int = 0) -> str:
        """What the script says; ``noted`` has what it called."""
        env = os.environ | {"PATH": f"{self.folder / 'programs'}:{os.environ['PATH']}", "NOTED": str(self.noted)}
        done = subprocess.run(
            ["bash", self.script, *words],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout
        return done.stdout

    def called(self, name: str) -> list[str]:
        """With what a program was called, in order."""
        return re.findall(rf"^{name} ?(.*)$", self.noted.read_text(), re.M)

    def program(self, place: str, text: str) -> Path:
        """A program of the machine."""
        path = self.folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
        return path


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_one_page_has_the_health_of_all_and_ends_as_the_worst_does(machine: Machine) -> None:
    machine.doctor("sigap", 0)
    machine.doctor("sigap-amurang", 2, "FAIL  workers   letters gives no sign\\nwarn  backup   none\\n")
    machine.doctor("sigap-tareran", 1, "warn  backup   none\\n")
    assert re.sub(" +", " ", machine.run("health", code=2)).splitlines() == [
        "sigap well",
        "sigap-amurang FAILURES",
        " FAIL workers letters gives no sign",
        " warn backup none",
        "sigap-tareran warnings",
        " warn backup none",
    ]
    machine.doctor("sigap-amurang", 0)
    machine.run("health", code=1)
    machine.doctor("sigap-tareran", 127)
    machine.run("health", code=2)


def test_all_are_listed_with_what_is_down(machine: Machine) -> None:
    assert machine.run("list").count(" up\n") == 3
    machine.failing("'systemctl is-active --quiet sigap-amurang-web@letters'")
    said = re.sub(" +", " ", machine.run("list")).splitlines()
    assert said[1] == "sigap-amurang https://sigap-amurang.example.go.id down: sigap-amurang-web@letters"
    assert [line.split()[-1] for line in said] == ["up", "sigap-amurang-web@letters", "up"]


def test_they_are_upgraded_one_after_the_other(machine: Machine) -> None:
    machine.run("upgrade")
    assert machine.called("install.sh") == ["--code", "", "--office amurang", "--office tareran"]
    order = [line.split()[0] for line in machine.noted.read_text().splitlines()]
    assert order == ["install.sh", "install.sh", "sigap", "install.sh", "sigap-amurang", "install.sh", "sigap-tareran"]


@pytest.mark.parametrize(
    ("calls", "code", "ends", "says"),
    [
        ("'install.sh --office amurang'", 1, 1, "sigap-amurang failed; the others work on with what they have"),
        ("'sigap-amurang doctor --quiet'", 2, 2, "look at sigap-amurang first"),
    ],
    ids=["the upgrade fails", "doctor finds a failure after it"],
)
def test_an_upgrade_stops_at_the_first_that_fails(
    machine: Machine, calls: str, code: int, ends: int, says: str
) -> None:
    machine.failing(calls, code)
    assert says in machine.run("upgrade", code=ends)
    assert machine.called("install.sh") == ["--code", "", "--office amurang"]


def test_processes_that_are_still_loaded_are_waited_for(machine: Machine) -> None:
    """A worker's first sign of life comes up to a minute after its start: the upgrade of all stopped at the first."""
    machine.doctor("sigap", 2, "FAIL  worker   letters: last seen 90 s ago\\n")
    machine.program(
        "programs/sleep", f"#!/bin/sh\nprintf '#!/bin/sh\\nexit 1' > {machine.folder}/usr/local/bin/sigap\n"
    )
    assert "FAIL" not in machine.run("upgrade")
    assert machine.called("install.sh")[-1] == "--office tareran"


def test_code_that_cannot_be_had_touches_no_office(machine: Machine) -> None:
    machine.failing("'install.sh --code'")
    machine.run("upgrade", code=1)
    assert machine.called("install.sh") == ["--code"]


def test_a_backup_that_fails_holds_up_no_others(machine: Machine) -> None:
    machine.failing("'systemctl start sigap-backup'")
    machine.run("backup", code=1)
    assert machine.called("systemctl") == [f"start {name}-backup" for name in OFFICES]


def test_a_restore_over_an_office_changes_nothing_and_names_what_is_that_offices_alone(machine: Machine) -> None:
    (machine.folder / "backups" / "sets").mkdir(parents=True)
    kept = machine.folder / "var/lib/sigap-amurang/secrets/application.json"
    kept.parent.mkdir(parents=True)
    kept.write_text("{}")
    said = machine.run("restore", "amurang", str(machine.folder / "backups"), "/no/key", code=1)
    assert not machine.noted.exists(), "nothing was stopped, nothing called"
    assert not re.search(r"sigap-tareran|\bsigap-(web|worker|migrate|intake)", said)
    (users,) = re.findall(r"acl deluser (.+)$", said, re.M)
    assert set(users.split()) >= {"sigap-amurang-intake", "sigap-amurang-beat"}
    assert all(name.startswith("sigap-amurang-") for name in users.split())

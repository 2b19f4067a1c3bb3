"""What an installation by systemd is asked: a desk that reaches it, what doctor and the units say, its rows."""

from __future__ import annotations

import re
from pathlib import Path

from tests.installs.desk import Desk
from tests.installs.machine import Machine

ADDRESS = "https://localhost"
BEFORE, NOW = "/root/sigap-before", "/root/sigap"
ROWS = "runuser -u postgres -- psql -d {} -XAtc 'select count(*) from {}'"
COUNTED = ("intake.complaint", "review.cases", "letters.letter", "registry.letter", "staff.account")


def desk(machine: Machine, tree: str = NOW) -> Desk:
    """A desk that reaches the machine, with the pages of one of the releases."""
    machine.wait(lambda: bool(_roots(machine)))  # the gateway makes it at its first start
    (root,) = _roots(machine)
    return Desk(ADDRESS, root, machine.root / tree.lstrip("/"), machine.beside)


def _roots(machine: Machine) -> list[Path]:
    return list(machine.root.glob("var/lib/private/sigap-gateway/**/root.crt"))


def well(machine: Machine) -> str:
    """All units run, and doctor has nothing that fails but a backup that is not there yet; what it says.

    A worker gives its first sign of life a minute after its unit has started, on a busy machine.
    """
    listed = machine.run(f"{NOW}/deploy/systemd/offices.sh list")
    assert re.search(rf"^sigap +{ADDRESS} +up$", listed, re.M), listed
    assert machine.run("systemctl --failed --no-legend --plain") == ""
    machine.wait(lambda: not failing(machine.run("sigap doctor", code=None)))
    return machine.run("sigap doctor", code=None)


def failing(said: str) -> list[str]:
    """What fails, by doctor's words, but the backup."""
    return [line for line in re.findall(r"^ *FAIL .*$", said, re.M) if " backup " not in line]


def rung(machine: Machine) -> set[str]:
    """What fails where the timer's doctor looks, behind the walls of its unit: each of it rings."""
    machine.run("systemctl start sigap-doctor")
    return set(re.findall(r'level="FAIL",subject="([^"]+)"} 1', machine.run("cat /var/lib/sigap-doctor/sigap.prom")))


def counted(machine: Machine, database: str = "sigap") -> dict[str, int]:
    """Rows of what must be there again."""
    return {table: int(machine.run(ROWS.format(database, table))) for table in COUNTED}

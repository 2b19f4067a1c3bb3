"""The guide's way by compose, for an office with a slug: upgraded while people work, lost, restored, taken back.

From nothing by the image and the files of the release before; what is typed stands in docs/operations.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.containers.derived import USER
from tests.containers.engine import docker, wait_for
from tests.containers.stack import Stack
from tests.installs import release
from tests.installs.desk import Desk
from tests.installs.guide import guide

IMAGE, BASE = os.environ.get("SIGAP_TEST_IMAGE", ""), os.environ.get("SIGAP_TEST_BASE", "")
WHY = "" if IMAGE and BASE else "a container engine (`make containers` prepares one)"
WHY = WHY or release.missing()
pytestmark = [
    pytest.mark.release,
    pytest.mark.slow,
    pytest.mark.skipif(bool(WHY), reason=f"THE OFFICE IN CONTAINERS IS NOT LOST AND RESTORED: {WHY} is missing here"),
]
SLUG = "amurang"
OLD, NEW = "sigap:before", "sigap:next"
UP = guide("install.md", "docker compose up -d")
ADMIN = 'docker compose run --rm migrate sigap user add NAME --name "Full name" --role admin'
DOCTOR = guide("install.md", "docker compose run --rm doctor sigap doctor")
KEY = guide("backup.md", "docker compose run --rm --no-deps migrate sigap backup key")
BACKUP = guide("backup.md", "docker compose run --rm backup sigap backup")
VERIFY = guide("backup.md", "docker compose run --rm backup sigap backup verify --identity -")
SERVERS = guide("backup.md", "docker compose up -d postgres redis store")
RESTORE = (
    "docker compose run --rm -v /mnt/backup:/backups -v /media/stick:/key migrate "
    "sigap restore --from /backups --identity /key/sigap.key --run-dir /office"
)
PASSWORD = "empat kata yang panjang"
PAUSE = 60  # seconds for which a part keeps nothing that is typed: all replaced at once it was 97 on two busy cores
COUNTED = ("intake.complaint", "review.cases", "letters.letter", "registry.letter", "staff.account")


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the release before; its image is built from them."""
    tree = tmp_path_factory.mktemp("before") / "sigap"
    release.take(tree, release.BEFORE)
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple")
    given = ["--build-arg", f"BASE_IMAGE={BASE}", "--build-arg", f"PIP_INDEX_URL={index}"]
    dockerfile = str(tree / "deploy" / "containers" / "Dockerfile")
    docker("build", "--quiet", "--network", "host", *given, "--tag", OLD, "--file", dockerfile, str(tree))
    return tree


@pytest.fixture(scope="module", autouse=True)
def _next(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The image of this release, with a migration that the one before has not."""
    tree = tmp_path_factory.mktemp("next")
    release.take(tree / "sigap")
    file = release.migrated(tree / "sigap").relative_to(tree)
    place = f"/opt/sigap/app/{file.parent.relative_to('sigap')}/"
    (tree / "Dockerfile").write_text(f"FROM {IMAGE}\nCOPY {file} {place}\n")
    docker("build", "--quiet", "--tag", NEW, str(tree))


@pytest.fixture
def media(tmp_path: Path) -> Iterator[Path]:
    """Where the backups lie, and the key: folders of the user of the containers. At the end no container runs."""
    for name in ("backup", "stick"):
        (tmp_path / name).mkdir()
        os.chown(tmp_path / name, USER, USER)
    yield tmp_path
    numbers = docker("ps", "-a", "-q", "--filter", "label=com.docker.compose.project=sigaptest").split()
    for number in numbers:
        docker("rm", "-f", "-v", number)


def test_from_nothing_upgraded_lost_restored_and_taken_back(media: Path, before: Path) -> None:
    own = {"SIGAP_OFFICE_SLUG": SLUG, "SIGAP_BACKUP_FOLDER": str(media / "backup")}
    first = Stack(media / "first", OLD, before, own)
    first.type(UP)
    first.type(guide("install.md", ADMIN, {"NAME": "kepala"}), given=f"{PASSWORD}\n{PASSWORD}\n")
    case_no = desk(first, before).play()

    first = upgraded(first, before)
    number, counts, key = desk(first).archived(case_no), counted(first), backed_up(first)
    lost(first)

    second = Stack(media / "second", NEW, own=own)
    restored(second, media, key)
    assert (desk(second).archived(case_no), counted(second)) == (number, counts)

    taken_back(second, before)
    assert desk(second, before).archived(case_no) == number


def desk(stack: Stack, tree: Path = release.ROOT) -> Desk:
    """A desk that reaches the office, with the pages of one of the releases."""
    return Desk(stack.address, stack.root_certificate(), tree)


def upgraded(stack: Stack, before: Path) -> Stack:
    """SIGAP_IMAGE is the new one, while a case is played with the pages of the one before: nothing typed is lost."""
    cases, begun = counted(stack)["intake.complaint"], desk(stack, before).begin()
    typing = desk(stack, before).type()
    stack = stack.released(NEW)
    assert guide("upgrade.md", "./upgrade.sh")
    stack.upgrade()
    pauses = desk(stack, before).paused(typing)
    print("longest pauses of the upgrade, in seconds:", pauses)
    assert max(pauses.values()) < PAUSE, pauses
    played = desk(stack).ended(begun)
    assert all(desk(stack).archived(case_no) for case_no in played)
    assert counted(stack)["intake.complaint"] == cases + len(played)
    assert stack.inspect("intake")["Config"]["Image"] == NEW
    well(stack)
    return stack


def counted(stack: Stack) -> dict[str, int]:
    """Rows of what must be there again, in the database of the slug."""
    secret = (stack.folder / "secrets" / "postgres").read_text()
    address = f"postgresql://sigap_admin:{secret}@127.0.0.1:{stack.ports['postgres']}/sigap_{SLUG}"
    with psycopg.connect(address) as connection:
        return {name: connection.execute(f"select count(*) from {name}").fetchone()[0] for name in COUNTED}  # type: ignore[index]


def well(stack: Stack, line: str = DOCTOR) -> str:
    """Doctor looked, and has nothing that fails but a backup that is not there yet; what it says.

    On a busy machine what it asks takes longer than the time that it gives.
    """
    found: list[str] = []

    def looked() -> bool:
        found.append(stack.type(line, check=False))
        fails = [line for line in re.findall(r"^FAIL .*$", found[-1], re.M) if " backup " not in line]
        return " ok  gateway " in found[-1] and not fails

    wait_for(looked)
    return found[-1]


def backed_up(stack: Stack) -> str:
    """The key is shown and typed, a backup is made and opened; the private key."""
    shown = stack.type(KEY)
    recipient = re.findall(r"^age1\w+$", shown, re.M)[0]
    key = "".join("".join(line.split()[1:]) for line in re.findall(r"^ +\d  .*$", shown, re.M))
    stack = stack.edited(SIGAP_BACKUP_RECIPIENT=recipient)
    stack.type(UP)
    stack.type(BACKUP)
    assert "is whole" in stack.type(VERIFY, given=f"{key}\n")
    said = stack.type(DOCTOR, check=False)
    assert "FAIL" not in said, said
    return key


def lost(stack: Stack) -> None:
    """The machine with its disk, secrets and volumes."""
    stack.compose("down", "-v", "-t", "1")
    shutil.rmtree(stack.folder)


def restored(stack: Stack, media: Path, key: str) -> None:
    """On a machine with secrets of its own; a second restore is refused."""
    (media / "stick" / "sigap.key").write_text(f"{key}\n")
    os.chown(media / "stick" / "sigap.key", USER, USER)
    places = {"/mnt/backup": str(media / "backup"), "/media/stick": str(media / "stick")}
    restore = guide("backup.md", RESTORE, places)
    stack.type(SERVERS)
    assert "is restored and equal" in stack.type(restore)
    stack.type(UP)
    well(stack)
    assert stack.type("docker compose run --rm migrate sigap user list").count("kepala") == 1
    with pytest.raises(AssertionError, match="holds an office already"):
        stack.type(restore)


def taken_back(stack: Stack, before: Path) -> None:
    """The image of before, on tables that this one has changed: it runs, doctor says so, and a case goes through."""
    stack = stack.released(OLD, before)
    stack.type(UP)
    said = well(stack, "docker compose run --rm migrate sigap doctor")
    assert re.search(r"^warn +migrations +.*which this release does not know", said, re.M), said
    desk(stack, before).play()

"""``sigap doctor`` finds what is wrong, and each line says what to do; ``deadletters`` and ``office check``."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from deploy import settings_files
from deploy.doctor import databases, store
from deploy.doctor.finding import Level
from deploy.installation import Installation
from deploy.local.servers import Servers
from deploy.setup import OFFICE_FILE
from services.handoffs.envelope import Acknowledgement
from services.shared.calendar import clock
from services.shared.config.processes import SERVICES
from services.shared.data import migration
from services.shared.signing.authority import create_authority
from services.shared.signing.certificates import LEAF_YEARS
from tests.support.doctor import alive, backed_up, gateway, sigap
from tests.support.messages import Pair, new_case
from tests.support.office import TestOffice

ROOT = Path(__file__).parents[2]
DEMONSTRATION = "warn  office       a demonstration: its passwords are known"


@pytest.fixture
def pair(office: TestOffice) -> Pair:
    return Pair(office.service("intake"), office.service("review"))


@pytest.fixture
def root(processes: dict[str, dict[str, str]], servers: Servers, tmp_path: Path) -> Iterator[Path]:
    with gateway() as address:
        public = {name: env | {"SIGAP_PUBLIC_URL": address} for name, env in processes.items()}
        settings_files.write(tmp_path, public | {settings_files.ADMIN: servers.env()})
        yield tmp_path


def test_an_office_without_workers_and_with_an_old_backup(office: TestOffice, root: Path) -> None:
    alive(office, timedelta(minutes=5))
    backed_up(office, timedelta(days=3))
    code, said = sigap("doctor", "--settings", root)
    assert code == 2
    assert "FAIL  worker       intake: last seen" in said
    assert "Start `intake-worker`" in said
    assert "FAIL  backup       the newest is of" in said
    assert "ok  migrations" in said
    assert "ok  bucket       evidence" in said


LOADED = """
import sys
from pathlib import Path
from deploy.doctor import examine
from deploy.installation import Installation
examine.together = lambda *_: print(*(name for name in sys.modules if name.endswith(".tables"))) or []
list(examine.examine(Installation.of(Path(sys.argv[1]))))
"""


def test_what_is_compared_is_loaded_before_the_time_of_the_looks_runs(root: Path) -> None:
    """On two busy cores loading took four of the seven seconds, and doctor said to restart PostgreSQL."""
    done = subprocess.run([sys.executable, "-c", LOADED, root], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) >= {f"services.{name}.tables" for name in SERVICES}


def test_a_healthy_office(office: TestOffice, root: Path) -> None:
    alive(office)
    backed_up(office, timedelta(hours=1))
    _, said = sigap("doctor", "--settings", root)
    trouble = [line for line in said.splitlines() if line.startswith(("FAIL", "warn"))]
    assert [line for line in trouble if not re.search("disk|handoffs|jobs|notices", line)] == [DEMONSTRATION]
    assert "intake and the beat show signs of life" in said
    assert "archive has no object lock; Sigap itself removes nothing from it" in said
    backed_up(office, timedelta(), "the disk is full")
    assert "the last try failed: the disk is full" in sigap("doctor", "--settings", root)[1]


def test_migrations_that_are_pending(office: TestOffice, servers: Servers, root: Path) -> None:
    (chain,) = (chain for chain in migration.chains("letters") if not chain.part)
    newest, before = chain.revision(chain.length), chain.revision(chain.length - 1)
    change = "update letters.alembic_version set version_num = %s where version_num = %s"
    with psycopg.connect(servers.postgres.dsn(), autocommit=True) as admin:
        admin.execute(change, [before, newest])
        try:
            code, said = sigap("doctor", "--settings", root)
        finally:
            admin.execute(change, [newest, before])
    assert code == 2
    assert f"letters is at {before}, the code at {newest}" in said
    assert "Run `sigap migrate`" in said


@pytest.mark.parametrize(
    ("days", "line"), [(-1, "FAIL  certificate  the seal"), (10, "warn  certificate"), (900, "  ok  certificate")]
)
def test_certificates_that_expire(office: TestOffice, root: Path, tmp_path: Path, days: int, line: str) -> None:
    made = clock.now() - timedelta(days=365 * LEAF_YEARS - days)
    create_authority(
        tmp_path / "keys", office_name="Contoh", camat_name="Contoh", camat_nip="1" * 18,
        camat_passphrase="rahasia-camat-contoh", seal_passphrase="rahasia-segel-contoh", now=made,
    )  # fmt: skip
    keys = {"SIGAP_KEYS_DIR": str(tmp_path / "keys"), "SIGAP_SEAL_PASSPHRASE": "rahasia-segel-contoh"}
    settings_files.write(root, {"registry": settings_files.read(root, "registry") | keys})
    assert line in sigap("doctor", "--settings", root)[1]


@pytest.mark.parametrize("hours", [-72, -1, 1, 72])
def test_a_clock_that_was_set(office: TestOffice, hours: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own; the database has another."""
    real, away = clock.now, timedelta(hours=hours)
    monkeypatch.setattr(databases.clock, "now", lambda: real() + away)
    found = list(databases.answer(Installation(Path("/none")), {"intake": office.settings["intake"]}))
    assert [(one.level, one.subject) for one in found] == [(Level.FAILURE, "clock")]
    assert re.match(r"\d+ s away from the database of intake", found[0].found)
    assert abs(int(found[0].found.split()[0]) - abs(hours) * 3600) < 5
    assert "NTP" in found[0].advice


@pytest.mark.parametrize(
    ("free", "level", "advice"),
    [(1, Level.FAILURE, "Make room now"), (5, Level.WARNING, "Order a larger disk"), (50, Level.GOOD, "")],
)
def test_a_disk_that_fills(
    root: Path, office: TestOffice, free: int, level: Level, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = SimpleNamespace(total=100 * 1024**3, free=free * 1024**3)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    found = list(store.disks(Installation.of(root), {"intake": office.settings["intake"]}))
    assert {(one.level, one.subject) for one in found} == {(level, "disk")}
    assert all(one.advice.startswith(advice) for one in found)


def test_settings_and_places_that_are_missing(root: Path, tmp_path: Path) -> None:
    (root / "review" / "sigap_broker_url").write_text("amqp://elsewhere")
    code, said = sigap("doctor", "--settings", root)
    assert code == 2
    assert "SIGAP_BROKER_URL" in said
    shutil.rmtree(root / "intake")
    code, said = sigap("doctor", "--settings", root)
    assert code == 1
    assert "There is no installation in" in said


def test_a_dead_letter_is_listed_with_its_reason_and_replayed(office: TestOffice, pair: Pair, root: Path) -> None:
    case_no = new_case()
    message = pair.post(case_no, reason="x")
    pair.settle([Acknowledgement(message.id, "intake", "dead", "RuleBroken: aturan dilanggar")])
    sender = pair.sender.name
    said = sigap("deadletters", "list", "--settings", root)[1]
    assert message.id in said
    assert "aturan dilanggar" in said
    assert "were refused by their receiver" in sigap("doctor", "--settings", root)[1]
    assert sigap("deadletters", "replay", sender, message.id, "--settings", root) == (
        0,
        "It is sent again within a second.\n",
    )
    assert pair.states(case_no) == ["waiting"]
    code, said = sigap("deadletters", "replay", sender, message.id, "--settings", root)
    assert (code, "not refused (any more)" in said) == (1, True)
    code, said = sigap("deadletters", "replay", "kitchen", message.id, "--settings", root)
    assert (code, "there is no service kitchen" in said) == (1, True)


def test_office_check(tmp_path: Path) -> None:
    assert sigap("office", "check", OFFICE_FILE)[0] == 0
    file = tmp_path / "office.toml"
    file.write_text(OFFICE_FILE.read_text().replace("days = 3\n", "days = 0\n"))
    code, said = sigap("office", "check", file)
    assert (code, "limits.verification.days" in said) == (1, True)
    assert sigap("office", "check", tmp_path / "nothing")[0] == 1

"""``sigap doctor`` finds each of these within ten seconds, whatever else is frozen; and says what to do."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert

from deploy import settings_files
from deploy.backup.manifest import Manifest, Object, Part
from deploy.local.servers import Servers
from deploy.setup import OFFICE_FILE
from services.shared.calendar import clock
from services.shared.jobs.tables import timed_job_failure, timed_job_row
from services.shared.notices.tables import notice
from services.shared.signing import authority
from services.shared.unit_of_work import Service
from tests.support.doctor import alive, backed_up, frozen, gateway, sigap
from tests.support.office import TestOffice

SOON = timedelta(days=365 * 5 - 30)


@pytest.fixture
def sick(office: TestOffice, processes: dict[str, dict[str, str]], servers: Servers, tmp_path: Path) -> Iterator[Path]:
    """An office that has every trouble that can be had without ending a server of the other tests."""
    keys = shutil.copytree(processes["letters"]["SIGAP_KEYS_DIR"], tmp_path / "run" / "keys")
    authority.change_camat(keys, "Contoh", "Camat Lama, S.Sos.", "1" * 18, "kunci lama", clock.now() - SOON)
    (keys / "camat.p12").unlink()
    ours = (place for place in tmp_path.parents if place.name.startswith(("pytest-", "popen-")))
    for folder in (keys, tmp_path / "run", tmp_path, *ours):
        folder.chmod(0o755)
    (keys / "seal.p12").chmod(0o644)
    (tmp_path / "run" / "secrets").mkdir()
    (tmp_path / "run" / "secrets" / "camat-passphrase").write_text("rahasia")
    with ExitStack() as stack:
        address, store = stack.enter_context(gateway("/review/")), stack.enter_context(frozen())
        changed = {
            "SIGAP_PUBLIC_URL": address, "SIGAP_S3_ENDPOINT": f"http://{store}", "SIGAP_KEYS_DIR": str(keys),
            "SIGAP_SPOOL_DIR": str(tmp_path / "gone"), "SIGAP_OFFICE_FILE": str(OFFICE_FILE), "SIGAP_DEMO": "0",
        }  # fmt: skip
        settings = {name: env | changed for name, env in processes.items()}
        admin = servers.env() | {"SIGAP_BACKUP_DIR": str(tmp_path / "backups")}
        settings_files.write(tmp_path / "settings", settings | {settings_files.ADMIN: admin})
        alive(office, -timedelta(hours=3))
        backed_up(office, timedelta(hours=1))
        cut_off_backup(tmp_path / "backups")
        fail(office.service("letters"))
        yield tmp_path / "settings"
    alive(office)
    mend(office.service("letters"))


def cut_off_backup(target: Path) -> None:
    part = Part("objects/film", "ab", 1000, "cd")
    whole = Part("sets/20261125/database.age", "ab", 1, "cd")
    made = Manifest("20261125", clock.now(), "0", {}, {}, whole, whole, [Object("b", "k", "e", "t", "s", part)])
    (target / "objects").mkdir(parents=True)
    (target / "objects" / "film").write_bytes(b"x" * 999)
    (target / "sets" / "20261125").mkdir(parents=True)
    (target / whole.file).write_bytes(b"xx")
    made.write(target / "sets" / "20261125")


def fail(service: Service) -> None:
    now = clock.now()
    seen = {"since": now, "times": 7, "reason": "Rusak sekali"}
    with service.database.transaction() as session:
        session.execute(insert(timed_job_failure).values(job="letters.reminders", failed_at=now, **seen))
        session.execute(insert(timed_job_row).values(job="letters.files", subject="x", next_try_at=now, **seen))
        session.execute(
            insert(notice).values(
                id="00000000-0000-4000-8000-000000000001", kind="doctor", subject="x", recipient="x", occasion="x",
                channel="email", text="x", link="", created_at=now, next_at=now, failed_at=now, error="550 ditolak",
            )
        )  # fmt: skip


def mend(service: Service) -> None:
    with service.database.transaction() as session:
        session.execute(delete(timed_job_failure).where(timed_job_failure.c.job == "letters.reminders"))
        session.execute(delete(timed_job_row).where(timed_job_row.c.subject == "x"))
        session.execute(delete(notice).where(notice.c.kind == "doctor"))


FOUND = {
    "FAIL  web          review does not answer (502)": "Restart `review`",
    "FAIL  signer       the Camat's key is missing": "sigap signer new",
    "warn  certificate  the Camat's key ends on": "sigap signer renew",
    "warn  signer       the Camat's passphrase still lies in": "sigap signer passphrase",
    "FAIL  keys         everybody on this machine can read": "chmod -R o=",
    "FAIL  spool        the folder for uploads": "sigap migrate",
    "FAIL  beat         letters: a sign of life lies in the future": "Set it by NTP",
    "FAIL  backup       1 files of 20261125 are missing or cut off: objects/film": "sigap backup",
    "FAIL  jobs         letters: 1 fail, letters.reminders for the 7. time: Rusak sekali": "/intake/operations",
    "warn  jobs         letters: 1 things wait because letters.files fails": "/intake/operations",
    "FAIL  notices      1 of letters could not be sent, by email: 550 ditolak": "Mend the channel",
    "FAIL  office       the file that Sigap ships is in service": "SIGAP_OFFICE_FILE",
    "FAIL  store        does not answer within": "Restart the object store",
}


def test_all_at_once_beside_a_frozen_store(sick: Path) -> None:
    begun = time.monotonic()
    code, said = sigap("doctor", "--settings", sick)
    assert time.monotonic() - begun < 10
    assert code == 2
    lines = said.splitlines()
    for words, advice in FOUND.items():
        at = next((number for number, line in enumerate(lines) if line.startswith(words)), None)
        assert at is not None, f"{words!r} is not in\n{said}"
        assert advice in lines[at + 1]
    assert "ok  databases" in said, "what is well is seen beside what is frozen"


def test_a_frozen_gateway_and_a_frozen_database(sick: Path) -> None:
    with frozen() as place:
        for name in ("intake", "review", "letters", "registry"):
            values = settings_files.read(sick, name)
            database = values["SIGAP_DATABASE_URL"].split("@")[0] + f"@{place}/sigap"
            changed = {"SIGAP_PUBLIC_URL": f"http://{place}", "SIGAP_DATABASE_URL": database}
            settings_files.write(sick, {name: values | changed})
        begun = time.monotonic()
        said = sigap("doctor", "--settings", sick)[1]
        assert time.monotonic() - begun < 10
    assert f"FAIL  gateway      http://{place} does not answer" in said
    assert "FAIL  databases" in said
    assert "ok  broker" in said

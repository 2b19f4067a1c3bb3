"""Files that cost much, sent to the public check by strangers: no page waits for them, each has its budget and turn."""

from __future__ import annotations

import threading
import time
import uuid
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from deploy.backup.objects import Copier
from services.registry.actions import checking
from services.registry.queries import check as queries
from services.registry.rules import checks as rules
from services.registry.tables import LetterCheck
from services.registry.tasks import JOBS
from services.shared.calendar import clock
from services.shared.networks import network
from services.shared.rights.people import SYSTEM
from services.shared.signing import strangers
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest

SLOW_ROWS = 6_000_000  # of a table that is read row by row: half a minute of the processor


def slow_pdf(mark: int = 0) -> bytes:
    """A small file whose table of objects is long, and is undone row by row (PNG predictor)."""
    packed = zlib.compress((b"\x02" + bytes(4)) * SLOW_ROWS, 1)
    head = b"%PDF-1.7\n"
    words = (
        f"1 0 obj\n<</Type/XRef/Size {SLOW_ROWS}/W[1 2 1]/Root 2 0 R/Filter/FlateDecode"
        f"/DecodeParms<</Predictor 12/Columns 4>>/Length {len(packed)}>>\nstream\n"
    )
    return head + words.encode() + packed + f"\nendstream\nendobj\nstartxref\n{len(head)}\n%%EOF{mark}".encode()


SLOW = slow_pdf()


@pytest.fixture(autouse=True)
def _nobody_waits(office: TestOffice) -> None:
    service = office.service("registry")
    with service.database.transaction() as session:
        session.execute(delete(LetterCheck))
    service.store.destroy(service.settings.documents_bucket, f"{rules.FOLDER}/")


def stranger(office: TestOffice, address: str = "") -> FlaskClient:
    client = office.app("registry").test_client()
    client.environ_base["REMOTE_ADDR"] = address or f"127.{uuid.uuid4().int % 200 + 1}.{uuid.uuid4().int % 250}.11"
    return client


def send(client: FlaskClient, data: bytes, name: str = "surat.pdf") -> TestResponse:
    page = client.get("/registry/check").get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"csrf_token": token, "file": (BytesIO(data), name)}
    return client.post("/registry/check", data=form, content_type="multipart/form-data")


def rows(office: TestOffice) -> list[LetterCheck]:
    with office.service("registry").reading() as session:
        found = list(session.scalars(select(LetterCheck).order_by(LetterCheck.asked_at)))
        session.expunge_all()
    return found


def forget(office: TestOffice, moment: datetime) -> None:
    """What the timed job does; by itself, so that no other job's time is used up for other tests."""
    (job,) = (job for job in JOBS if job.name == "forget_checks")
    with office.service("registry").work(SYSTEM, moment) as work:
        job.run(work)


def files(office: TestOffice) -> list[str]:
    service = office.service("registry")
    return service.store.keys(service.settings.documents_bucket, f"{rules.FOLDER}/")


@contextmanager
def judging(office: TestOffice) -> Iterator[None]:
    """The process that judges, beside the pages."""
    over = threading.Event()

    def go_on() -> None:
        while not over.is_set():
            if not checking.judge_next(office.service("registry")):
                over.wait(0.05)

    process = threading.Thread(target=go_on)
    process.start()
    try:
        yield
    finally:
        over.set()
        process.join(60)


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        threading.Event().wait(0.05)


@pytest.mark.turns(3)
def test_ten_slow_files_hold_no_page_and_no_other_visitor(office: TestOffice) -> None:
    attacker, visitor = stranger(office), stranger(office)
    letter = LetterUnderTest(office)
    letter.walk()
    sealed = letter.sealed()
    with judging(office):
        begun = time.monotonic()
        statuses = [send(attacker, SLOW + bytes([n])).status_code for n in range(10)]
        assert statuses[: rules.MOST_OF_ONE] == [303] * rules.MOST_OF_ONE
        assert set(statuses[rules.MOST_OF_ONE + 2 :]) <= {422, 429}  # one or two were judged meanwhile
        assert office.app("registry").test_client().get("/registry/masuk").status_code == 200
        assert time.monotonic() - begun < 15, "pages waited for strangers' files"
        mine = send(visitor, sealed).location
        waiting = [row for row in rows(office) if row.answer is None]
        assert len(waiting) > 2, "the attacker's files were not all judged before"
        until(lambda: visitor.get(mine).status_code == 200)
        assert "Surat ini asli" in visitor.get(mine).get_data(as_text=True)
        assert [row for row in rows(office) if row.answer is None], "it was served before the rest of the crowd's"


@pytest.mark.turns(3)
def test_a_file_has_two_seconds_of_the_processor_and_a_cap_of_memory(office: TestOffice, tmp_path: Path) -> None:
    file = tmp_path / "slow.pdf"
    file.write_bytes(SLOW)
    trust = queries.trust(office.service("registry").settings)
    strangers.judge(file, "0" * 64, trust)  # the process that bears children is there now
    used = _of_all_children()
    assert strangers.judge(file, "0" * 64, trust).failed == ["readable"]
    assert _of_all_children() - used < strangers.PROCESSOR + 1.5


def _of_all_children() -> float:
    """Seconds of the processor that ended children of the nursery have used: what its process is told by the kernel."""
    from services.shared.confined import _nursery

    assert _nursery._process
    fields = Path(f"/proc/{_nursery._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / 100  # cutime, cstime in ticks of a hundredth


def test_one_at_a_time_of_a_network_and_everybodys_first_before_anybodys_second(office: TestOffice) -> None:
    crowd, other = stranger(office), stranger(office)
    first, second = send(crowd, b"%PDF-1.7 a").location, send(crowd, b"%PDF-1.7 b").location
    third = send(other, b"%PDF-1.7 c").location
    assert "1 berkas lain" in other.get(third).get_data(as_text=True)
    assert "2 berkas lain" in crowd.get(second).get_data(as_text=True)
    service, now = office.service("registry"), clock.now()
    claimed = [checking._claimed(service, now) for _ in range(3)]
    assert [str(row.id) if row else None for row in claimed] == [_key(first), _key(third), None]
    assert checking._claimed(service, now + rules.STALLED + timedelta(seconds=1)) is not None, "who died is replaced"


def _key(location: str) -> str:
    return location.rpartition("/")[2]


def test_an_ipv6_network_is_one_sender_and_so_is_a_mapped_address() -> None:
    assert network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff::9")
    assert network("2001:db8:1:2::1") != network("2001:db8:1:3::1")
    assert network("::ffff:192.0.2.1") == network("192.0.2.1") != network("192.0.2.2")
    assert network("unix") == "unix"


def test_nothing_of_the_visitor_is_kept(office: TestOffice) -> None:
    visitor = stranger(office, "203.0.113.99")
    location = send(visitor, b"%PDF-1.7 rahasia", "surat-untuk-budi.pdf").location
    (waiting,) = rows(office)
    assert "203.0.113.99" not in str(vars(waiting))
    assert len(files(office)) == 1
    assert checking.judge_next(office.service("registry"))
    (judged,) = rows(office)
    assert judged.line == ""
    assert "budi" not in str(vars(judged))
    assert files(office) == []
    assert "surat-untuk-budi.pdf" in visitor.get(location).get_data(as_text=True)  # by the visitor's own browser
    assert "surat-untuk-budi.pdf" not in stranger(office).get(location).get_data(as_text=True)
    forget(office, clock.now() + rules.LIFE + timedelta(minutes=1))
    assert rows(office) == []
    gone = visitor.get(location)
    assert gone.status_code == 404
    assert "Unggah berkasnya sekali lagi" in gone.get_data(as_text=True)


def test_a_file_that_nobody_judged_goes_with_its_row_or_without(office: TestOffice) -> None:
    visitor = stranger(office)
    service, now = office.service("registry"), clock.now()
    send(visitor, b"%PDF-1.7 x")
    service.store.put_bytes(
        service.settings.documents_bucket, rules.folder(uuid.uuid4(), now - rules.LIFE), b"x", "application/pdf"
    )
    fresh = service.store.put_bytes(
        service.settings.documents_bucket, rules.folder(uuid.uuid4(), now + rules.LIFE), b"y", "application/pdf"
    )
    assert len(files(office)) == 3
    forget(office, now + rules.LIFE + timedelta(minutes=2))
    assert (rows(office), files(office)) == ([], [fresh.key])
    service.store.remove(fresh.bucket, fresh.key)


def test_no_backup_holds_a_strangers_file(office: TestOffice, tmp_path: Path) -> None:
    send(stranger(office), b"%PDF-1.7 x")
    copied: list[str] = []

    class Noting(Copier):
        def _copy(self, bucket: str, key: str, etag: str) -> Any:
            copied.append(key)
            raise queries.Missing("")

    Noting(office.service("registry").store, tmp_path, None, {}).copy({})  # type: ignore[arg-type]
    assert len(files(office)) == 1
    assert not [key for key in copied if key.startswith(rules.FOLDER)]


def test_a_page_that_waits_asks_again_with_a_script_and_without(office: TestOffice) -> None:
    visitor = stranger(office)
    location = send(visitor, b"%PDF-1.7 x").location
    page = visitor.get(location)
    assert (page.status_code, page.headers["Retry-After"]) == (202, "2")
    text = page.get_data(as_text=True)
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in text
    script = text.split('<script src="/static/waiting.')[1].split('"')[0]
    assert visitor.get(f"/static/waiting.{script}").status_code == 200
    checking.judge_next(office.service("registry"))
    assert visitor.get(location).status_code == 200
    assert visitor.get(f"/registry/check/answers/{uuid.uuid4()}").status_code == 404


def test_the_judging_process_is_told_and_told_again(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once by the page; where that word was lost, by the timed job."""
    words: list[str] = []
    service = office.service("registry")
    monkeypatch.setattr(service, "waker", words.append)
    send(stranger(office), b"%PDF-1.7 x")
    assert words == ["checks"]
    forget(office, clock.now())
    assert words == ["checks", "checks"]
    checking.judge_next(service)
    forget(office, clock.now())
    assert words == ["checks", "checks"]


def test_a_store_that_is_away_costs_no_file(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file waits on, and is judged when the store answers again."""
    from services.shared.errors import Unavailable
    from services.shared.storage.object_store import ObjectStore

    visitor = stranger(office)
    location = send(visitor, b"%PDF-1.7 x").location
    service = office.service("registry")

    def away(*_: object, **__: object) -> Any:
        raise Unavailable("away")

    with monkeypatch.context() as broken:
        broken.setattr(ObjectStore, "stream", away)
        with pytest.raises(Unavailable):
            checking.judge_next(service)
    assert visitor.get(location).status_code == 202
    assert checking.judge_next(service)
    assert visitor.get(location).status_code == 200

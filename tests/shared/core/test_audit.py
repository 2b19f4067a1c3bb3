"""The trail is append-only for the service, and a changed, removed, inserted or reordered row is found."""

from __future__ import annotations

import time
from threading import Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from deploy.local.servers import Servers
from services.shared.audit import trail
from services.shared.calendar import clock
from services.shared.rights.people import SYSTEM
from tests.support.counting import statements
from tests.support.office import TestOffice

WAITING = text("select count(*) from pg_locks where locktype = 'advisory' and not granted")


def write(office: TestOffice, subject: str, count: int) -> None:
    for number in range(count):
        with office.service("letters").work(SYSTEM) as work:
            work.audit("try", subject, f"catatan {number}", number=number)


def test_the_chain_is_sound_and_the_story_is_in_order(office: TestOffice) -> None:
    write(office, "UJI-AUDIT-1", 3)
    with office.service("letters").reading() as session:
        assert trail.verify(session) == []
        assert [row["note"] for row in trail.story(session, "UJI-AUDIT-1")] == ["catatan 0", "catatan 1", "catatan 2"]


@pytest.mark.parametrize("statement", ["update audit set note = 'x'", "delete from audit", "truncate audit"])
def test_the_service_may_not_change_its_trail(office: TestOffice, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), office.service("letters").reading() as session:
        session.execute(text(statement))


@pytest.mark.parametrize(
    "tamper",
    [
        "update letters.audit set note = 'lain' where position = :p",
        "delete from letters.audit where position = :p",
        "update letters.audit set position = -position where position = :p",
        "update letters.audit set at = at + interval '1 second' where position = :p",
    ],
)
def test_tampering_is_found(office: TestOffice, servers: Servers, tamper: str) -> None:
    from sqlalchemy import create_engine, make_url

    write(office, "UJI-AUDIT-2", 3)
    with office.service("letters").reading() as session:
        newest = trail.newest(session)
    assert newest
    position = newest[0] - 1
    owner = create_engine(make_url(servers.env()["SIGAP_ADMIN_DATABASE_URL"]).set(database="sigap"))
    with owner.connect() as connection, connection.begin() as transaction:
        connection.execute(text(tamper), {"p": position})
        connection.execute(text("set search_path to letters"))
        assert trail.verify(Session(connection)) != []
        transaction.rollback()
    owner.dispose()


def test_a_failed_action_leaves_no_line(office: TestOffice) -> None:
    with pytest.raises(ZeroDivisionError), office.service("letters").work(SYSTEM) as work:
        work.audit("try", "UJI-AUDIT-3", "tidak jadi")
        raise ZeroDivisionError
    with office.service("letters").reading() as session:
        assert trail.story(session, "UJI-AUDIT-3") == []


def test_what_is_written_by_the_database_is_what_we_would_write(office: TestOffice) -> None:
    """One statement for a single line, whatever its words are; several lines are written by the other way."""
    words = "kutip \" dan ' \\ garis, %(note)s :note, é ☂ \U0001f600\n baris kedua"
    with statements(office.service("letters")) as sent, office.service("letters").work(SYSTEM) as work:
        work.audit("try", "UJI-AUDIT-4", words, sub={"b": [1, None, "x"], "a": 1.5}, text=words)
    assert len(sent) == 1
    with office.service("letters").work(SYSTEM) as work:
        work.audit("try", "UJI-AUDIT-4", words, story=False)
        work.audit("try", "UJI-AUDIT-4", "akhir")
    with office.service("letters").reading() as session:
        assert trail.verify(session) == []
        assert [row["note"] for row in trail.story(session, "UJI-AUDIT-4")] == [words, "akhir"]


def _waiting(office: TestOffice) -> int:
    with office.service("letters").reading() as session:
        return int(session.execute(WAITING).scalar_one())


def test_who_waited_for_the_chain_writes_behind_what_was_written_meanwhile(office: TestOffice) -> None:
    """One holds the chain with lines that are not committed, five wait; then each stands once, in a sound chain."""
    service = office.service("letters")
    waiting = [Thread(target=write, args=(office, "UJI-AUDIT-5", 3)) for _ in range(5)]
    with service.database.transaction() as session:
        entry = dict.fromkeys(("actor", "actor_name", "address", "correlation_id"), "uji")
        line = trail.Entry(**entry, at=clock.now(), verb="try", subject="UJI-AUDIT-5", note="dahulu", story=True)
        trail.append(session, [line])
        for thread in waiting:
            thread.start()
        until = time.monotonic() + 20
        while _waiting(office) < len(waiting) and time.monotonic() < until:
            time.sleep(0.05)
    for thread in waiting:
        thread.join()
    with service.reading() as session:
        assert trail.verify(session) == []
        notes = [row["note"] for row in trail.story(session, "UJI-AUDIT-5")]
    assert notes[0] == "dahulu"
    assert sorted(notes[1:]) == sorted(f"catatan {number}" for number in range(3) for _ in waiting)

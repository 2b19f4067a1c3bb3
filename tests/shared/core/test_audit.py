"""The trail is append-only for the service, and a changed, removed, inserted or reordered row is found."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from deploy.local.servers import Servers
from services.shared.audit import trail
from services.shared.rights.people import SYSTEM
from tests.support.office import TestOffice


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
        position = trail.last_position(session) - 1
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

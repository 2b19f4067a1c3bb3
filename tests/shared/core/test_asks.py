"""A route that only asks writes nothing, whatever its view does."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.exc import InternalError

from services.shared.data.reading import is_only_reading, only_reading
from services.shared.rights.people import SYSTEM
from services.shared.staff.tables import bell_notice
from services.shared.web.verbs import asks
from tests.support.office import TestOffice


def test_while_a_question_is_answered_nothing_can_be_written(office: TestOffice) -> None:
    service = office.service("letters")
    with only_reading():
        with service.reading() as session:
            assert session.execute(text("select 1")).scalar() == 1
        with service.staff.looking() as db:
            assert db.execute(text("select 1")).scalar() == 1
        with pytest.raises(InternalError, match="read-only"), service.work(SYSTEM) as work:
            work.audit("try", "UJI-TANYA", "tidak tertulis")
        with pytest.raises(InternalError, match="read-only"), service.staff.transaction() as session:
            session.execute(update(bell_notice).values(read_at=None))
        with pytest.raises(InternalError, match="read-only"), service.staff.looking() as db:
            db.execute(update(bell_notice).values(read_at=None))
        with pytest.raises(RuntimeError, match="stores nothing"):
            service.store.put_bytes(service.settings.documents_bucket, "letters/x", b"x", "text/plain")


def test_afterwards_the_same_connections_write_again(office: TestOffice) -> None:
    service = office.service("letters")
    with only_reading(), service.reading() as session, service.staff.looking() as db:
        session.execute(text("select 1"))
        db.execute(text("select 1"))
    with service.work(SYSTEM) as work:
        work.audit("try", "UJI-TANYA", "tertulis", story=False)
    with service.staff.looking() as db:
        db.execute(update(bell_notice).filter_by(username="nobody").values(read_at=None))


def test_a_route_that_asks_is_known_and_reads_only() -> None:
    app = Flask("x")
    app.add_url_rule("/ask", view_func=asks(lambda: str(is_only_reading())), endpoint="ask", methods=["POST"])
    assert app.view_functions["ask"].asks  # type: ignore[attr-defined]
    assert app.test_client().post("/ask").get_data(as_text=True) == "True"
    assert not is_only_reading()

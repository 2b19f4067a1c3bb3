"""Steps 1 and 2: gapless numbers, closed days, visits, the same press twice."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from services.intake.actions import opening
from services.intake.tables import BookEntry
from services.shared.errors import RuleBroken
from services.shared.rights.people import Actor, Role
from services.shared.unit_of_work import Service
from tests.support.intake import person
from tests.support.office import TestOffice

CLERK = Actor(None, "loket1", "Rina Wulandari", frozenset({Role.CLERK}))
SATURDAY = datetime(2031, 3, 1, 2, 0, tzinfo=UTC)


def request(**changes: object) -> dict:
    """What a visitor wants."""
    blank = {"purpose": "Melapor", "visitor": "", "nik": "", "override_reason": "", "request_id": None}
    return blank | changes


def open_in(service: Service, moment: datetime, fail: bool = False, **changes: object) -> str:
    with service.work(CLERK, moment) as work:
        case_no = opening.open_complaint(work, **request(**changes)).case_no
        if fail:
            raise RuntimeError("the power fails")
    return case_no


def test_numbers_have_no_gap_when_eight_desks_open_at_once(office: TestOffice) -> None:
    service, monday = office.service("intake"), datetime(2032, 3, 8, 2, 0, tzinfo=UTC)

    def one(turn: int) -> str | None:
        try:
            return open_in(service, monday, fail=turn % 5 == 0)
        except RuntimeError:
            return None

    with ThreadPoolExecutor(8) as desks:
        given = [case_no for case_no in desks.map(one, range(40)) if case_no]
    assert sorted(given) == [f"PGD-2032-{number:04d}" for number in range(1, 33)]
    with service.reading() as session:
        numbers = session.scalars(select(BookEntry.number).where(BookEntry.year == 2032).order_by(BookEntry.number))
        assert list(numbers) == list(range(1, 33))


def test_the_number_begins_anew_each_january_by_the_office_clock(office: TestOffice) -> None:
    service = office.service("intake")
    last_evening = datetime(2033, 12, 30, 15, 59, tzinfo=UTC)
    first = open_in(service, last_evening, override_reason="Uji")
    still = open_in(service, datetime(2033, 12, 31, 15, 59, tzinfo=UTC), override_reason="Uji")
    new_year = open_in(service, datetime(2033, 12, 31, 16, 1, tzinfo=UTC), override_reason="Uji")  # 00.01 WITA
    assert [first[:8], still[:8], new_year] == ["PGD-2033", "PGD-2033", "PGD-2034-0001"]


def test_on_a_closed_day_a_reason_is_needed_and_kept(office: TestOffice) -> None:
    service = office.service("intake")
    with pytest.raises(RuleBroken) as refused:
        open_in(service, SATURDAY)
    assert "Sabtu" in refused.value.fields["override_reason"][0]
    case_no = open_in(service, SATURDAY, override_reason="Keadaan mendesak")
    with service.reading() as session:
        entry = session.scalar(select(BookEntry).where(BookEntry.case_no == case_no))
        assert entry is not None
        assert entry.override_reason == "Keadaan mendesak"


def test_on_an_open_day_no_reason_is_kept(office: TestOffice) -> None:
    service = office.service("intake")
    case_no = open_in(service, datetime(2031, 3, 3, 2, 0, tzinfo=UTC), override_reason="Tidak perlu")
    with service.reading() as session:
        entry = session.scalar(select(BookEntry).where(BookEntry.case_no == case_no))
        assert entry is not None
        assert entry.override_reason == ""


def test_the_same_request_opens_once_also_at_the_same_moment(office: TestOffice) -> None:
    clerk, same = person(office), str(uuid.uuid4())
    body = {"purpose": "Melapor keributan", "override_reason": "Uji", "request_id": same}
    first = clerk.do("/intake/api/complaints", body, 201)
    assert clerk.do("/intake/api/complaints", body, 201)["case_no"] == first["case_no"]
    service, twin = office.service("intake"), uuid.uuid4()

    def again(_: int) -> str:
        return open_in(service, datetime(2035, 3, 5, 2, 0, tzinfo=UTC), request_id=twin)

    with ThreadPoolExecutor(4) as desks:
        assert set(desks.map(again, range(4))) == {"PGD-2035-0001"}


def test_a_visit_without_a_complaint_takes_a_number_too(office: TestOffice) -> None:
    clerk = person(office)
    body = {"purpose": "Bertanya syarat", "visitor": "Deky", "override_reason": "Uji"}
    visit = clerk.do("/intake/api/visits", body, 201)
    opened = clerk.do("/intake/api/complaints", body, 201)
    assert opened["case_no"] == f"PGD-{visit['year']}-{visit['number'] + 1:04d}"


def test_without_a_purpose_nothing_is_opened(office: TestOffice) -> None:
    answer = person(office).do("/intake/api/complaints", {"purpose": "  "}, 422)
    assert answer["errors"]["purpose"] == ["Wajib diisi."]
    person(office, "kasi").do("/intake/api/complaints", {"purpose": "Melapor"}, 403)

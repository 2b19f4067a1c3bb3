"""Who saw whose data: every look leaves a row for the hour, in all four services, that no service can take away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from services.shared.audit import access_log
from services.shared.calendar import clock
from services.shared.rights.people import SYSTEM
from tests.support.cases import PlayedCase
from tests.support.office import TestOffice


@pytest.fixture(scope="module")
def case(office: TestOffice) -> PlayedCase:
    return PlayedCase(office, "Penanda Dilihat Mewengkang")


def of(office: TestOffice, subject: str) -> set[tuple[str, str, str]]:
    with office.accounts.transaction() as session:
        return {(row.actor, row.service, row.what) for row in access_log.at(session, [subject])}


def test_each_service_notes_who_saw_a_case(office: TestOffice, case: PlayedCase) -> None:
    paths = {
        ("kasi", "intake", "case"): f"/intake/complaints/{case.case_no}",
        ("auditor", "intake", "masked"): f"/intake/complaints/{case.case_no}",
        ("kasi", "review", "case"): f"/review/cases/{case.case_no}",
        ("auditor", "review", "masked"): f"/review/api/cases/{case.case_no}",
        ("tim2", "letters", "letter"): f"/letters/letters/{case.letter_id}",
        ("admin", "letters", "masked"): f"/letters/api/letters/{case.letter_id}",
        ("camat", "registry", "letter"): f"/registry/letters/{case.letter_id}",
        ("registrasi", "registry", "masked"): f"/registry/api/letters/{case.letter_id}",
        ("auditor", "registry", "archive"): f"/registry/archive/{case.case_no}",
    }
    for (username, _, _), path in paths.items():
        answer = office.person(username).get(path)
        assert answer.status_code == 200, path
    assert paths.keys() <= of(office, case.case_no)


def test_files_and_the_full_number_are_looks_of_their_own(office: TestOffice, case: PlayedCase) -> None:
    kasi = office.person("kasi")
    card = next(
        file
        for file in kasi.ask(f"/intake/api/complaints/{case.case_no}")["evidence"]
        if file["role"] == "id_card"
    )  # fmt: skip
    assert kasi.get(card["url"]).status_code == 200
    kasi.do(f"/intake/api/complaints/{case.case_no}/unmask", {"reason": "Uji lihat NIK"})
    assert {("kasi", "intake", "file"), ("kasi", "intake", "nik")} <= of(office, case.case_no)


def test_a_refused_look_is_none(office: TestOffice, case: PlayedCase) -> None:
    assert office.person("tim3").get(f"/review/cases/{case.case_no}").status_code in {403, 404}
    assert not {row for row in of(office, case.case_no) if row[0] == "tim3"}


def test_an_hour_is_one_row_and_the_next_hour_another(office: TestOffice) -> None:
    service, now = office.service("review"), clock.now().replace(minute=5)
    kasi = office.person("kasi")
    me = kasi.ask("/review/api/me")
    actor = SYSTEM.__class__(None, me["username"], me["name"], frozenset())
    for moment in (now, now + timedelta(minutes=20), now + timedelta(hours=1)):
        service.looked(actor, "UJI-LIHAT", "case", moment)
        access_log._written.clear()  # as another process would
    service.looked(SYSTEM, "UJI-LIHAT", "case", now)
    with service.staff.transaction() as session:
        found = access_log.at(session, ["UJI-LIHAT"])
        assert [row.at for row in found] == [now + timedelta(hours=1), now]
        some = access_log.between(session, now, now + timedelta(minutes=1), actor=actor.username, service="review")
        assert [row.subject for row in some if row.subject == "UJI-LIHAT"] == ["UJI-LIHAT"]
        assert not access_log.between(session, now, now + timedelta(hours=2), actor="kosong")


@pytest.mark.parametrize("statement", ["update look set actor = 'x'", "delete from look", "truncate look"])
def test_no_service_may_change_what_was_noted(office: TestOffice, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):  # noqa: SIM117
        with office.accounts.transaction() as session:
            session.execute(text(statement))

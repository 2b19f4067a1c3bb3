"""Step 18: a link works once, for the applicant alone, and leads nowhere afterwards."""

from __future__ import annotations

import logging
import threading
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from services.intake.survey import actions, tasks
from services.intake.tables import SurveyAnswer, SurveyIssued, SurveyToken
from services.shared.audit import trail
from services.shared.calendar import clock
from services.shared.errors import Missing
from services.shared.rights.people import CITIZEN, SYSTEM
from services.shared.unit_of_work import Service
from services.shared.web.cookies import SESSION as COOKIE
from tests.support.office import TestOffice
from tests.support.survey import NOON, anonymous, answered, form_of, issue, questionnaire, staff, tracked
from tests.support.tokens import carry


def count(service: Service) -> int:
    with service.reading() as session:
        return session.execute(select(func.count()).select_from(SurveyAnswer)).scalar_one()


def test_an_answer_by_the_api_is_counted_once_and_the_link_is_used_up(desk: TestOffice, empty: Service) -> None:
    client, headers = anonymous(desk)
    token = issue(empty)
    body = questionnaire(4, "Tambah kursi tunggu.")
    assert client.post(f"/intake/api/survey/{token}", json=body, headers=headers).status_code == 201
    again = client.post(f"/intake/api/survey/{token}", json=body, headers=headers)
    unknown = client.post(f"/intake/api/survey/{'0' * 26}", json=body, headers=headers)
    assert again.status_code == unknown.status_code == 404
    assert again.get_json()["message"] == unknown.get_json()["message"]
    assert count(empty) == 1


def test_an_answer_by_the_form(desk: TestOffice, empty: Service) -> None:
    client, headers = anonymous(desk)
    token = issue(empty)
    page = client.get(f"/intake/survey/{token}")
    assert page.status_code == 200
    assert page.get_data(as_text=True).count('name="answers.') == 36
    done = client.post(f"/intake/survey/{token}", data=form_of(questionnaire(2, "Cepat")), headers=headers)
    assert done.headers["Location"] == "/intake/survey/thanks"
    assert client.get("/intake/survey/thanks").status_code == 200
    assert client.get(f"/intake/survey/{token}").status_code == 404
    with empty.reading() as session:
        row = session.scalars(select(SurveyAnswer)).one()
    assert (row.persyaratan, row.pengaduan, row.suggestion, row.gender) == (2, 2, "Cepat", "female")
    assert row.answered_on == clock.local(clock.now()).date()


def test_an_incomplete_form_keeps_every_value_and_the_link(desk: TestOffice, empty: Service) -> None:
    client, headers = anonymous(desk)
    token = issue(empty)
    data = form_of(questionnaire(3, "Ruang tunggu panas"))
    del data["answers.waktu"], data["occupation"]
    answer = client.post(f"/intake/survey/{token}", data=data, headers=headers)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#answer_survey-answers-waktu"' in page
    assert 'href="#answer_survey-occupation"' in page
    assert "Ruang tunggu panas" in page
    assert page.count(" checked") == 9  # eight answers and the gender
    assert client.get(f"/intake/survey/{token}").status_code == 200
    nothing = client.post(f"/intake/survey/{token}", data={}, headers=headers)
    assert nothing.get_data(as_text=True).count('href="#answer_survey-answers-') == 9
    assert count(empty) == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"answers": {}}, "answers.waktu"),
        ({"answers": questionnaire()["answers"] | {"waktu": 5}}, "answers.waktu"),
        ({"answers": questionnaire()["answers"] | {"waktu": 0}}, "answers.waktu"),
        ({"answers": questionnaire()["answers"] | {"nama": 1}}, "answers.nama"),
        ({"age_group": "150"}, "age_group"),
        ({"gender": None}, "gender"),
        ({"suggestion": "x" * 1001}, "suggestion"),
        ({"name": "Siti"}, "name"),
        ({"nik": "7105151203689901"}, "nik"),
    ],
)
def test_bad_input_is_named_by_field(desk: TestOffice, intake: Service, change: dict, field: str) -> None:
    client, headers = anonymous(desk)
    token = issue(intake)
    answer = client.post(f"/intake/api/survey/{token}", json=questionnaire() | change, headers=headers)
    assert answer.status_code == 422
    assert field in answer.get_json()["errors"]


def test_the_staff_cannot_answer(desk: TestOffice, empty: Service) -> None:
    token = issue(empty)
    clerk = staff(desk, "loket1")
    assert "milik pemohon" in clerk.get(f"/intake/survey/{token}").get_data(as_text=True)
    assert clerk.post(f"/intake/survey/{token}", data=form_of(questionnaire())).status_code == 403
    clerk.do(f"/intake/api/survey/{token}", questionnaire(), expect=403)
    assert count(empty) == 0


def test_the_clerk_hands_over_the_device_without_the_session(desk: TestOffice, empty: Service) -> None:
    token = issue(empty)
    clerk = desk.person("loket2")
    offer = clerk.get(f"/intake/survey/{token}/offer")
    assert offer.status_code == 200
    assert "<svg" in offer.get_data(as_text=True)
    session = clerk.client("intake").get_cookie(COOKIE)
    assert session
    left = clerk.post(f"/intake/survey/{token}/kiosk")
    assert left.headers["Location"] == f"/intake/survey/{token}"
    client = clerk.client("intake")
    assert 'name="answers.waktu"' in client.get(f"/intake/survey/{token}").get_data(as_text=True)
    assert client.get("/intake/api/me").status_code == 401
    carry(desk, client, session.value)  # whoever kept the cookie has nothing of it
    assert client.get("/intake/api/me").status_code == 401


def test_the_offer_is_the_clerks(desk: TestOffice, intake: Service) -> None:
    token = issue(intake)
    assert staff(desk, "camat").get(f"/intake/survey/{token}/offer").status_code == 403
    client, _ = anonymous(desk)
    assert client.get(f"/intake/survey/{token}/offer").status_code == 302
    assert staff(desk, "loket1").get(f"/intake/survey/{'0' * 26}/offer").status_code == 404


def test_one_link_per_case(intake: Service) -> None:
    token = issue(intake, "UJI-SATU")
    with intake.work(SYSTEM) as work:
        assert actions.issue_token(work, "UJI-SATU") is None
    with intake.reading() as session:
        assert session.get(SurveyToken, actions.rules.token_hash(token))


def test_a_link_ends_after_thirty_days(empty: Service) -> None:
    issued = date(2026, 10, 1)
    for days, works in ((30, True), (31, False)):
        token = issue(empty, on=issued)
        with empty.work(CITIZEN, at_noon(issued + timedelta(days=days))) as work:
            if works:
                actions.answer(work, token, **questionnaire())
            else:
                with pytest.raises(Missing):
                    actions.answer(work, token, **questionnaire())
    with empty.work(SYSTEM, at_noon(issued + timedelta(days=31))) as work:
        assert tasks.forget_expired(work).startswith("1 ")


def at_noon(day: date) -> datetime:
    return datetime.combine(day, NOON)


def test_two_answers_at_once_by_one_link_count_once(empty: Service) -> None:
    token = issue(empty)
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def answer() -> None:
        start.wait()
        try:
            with empty.work(CITIZEN) as work:
                actions.answer(work, token, **questionnaire())
            outcomes.append("taken")
        except Missing:
            outcomes.append("missing")

    threads = [threading.Thread(target=answer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["missing", "taken"]
    assert count(empty) == 1


def test_nothing_in_the_database_joins_an_answer_to_its_case(empty: Service) -> None:
    """Not by a value, not by PostgreSQL's own transaction numbers, not by the audit trail."""
    token = issue(empty, "UJI-RAHASIA")
    before = audit_lines(empty)
    with empty.work(CITIZEN) as work:
        actions.answer(work, token, **questionnaire())
    with empty.reading() as session:
        answer = session.execute(text("select xmin::text as xmin, a.* from survey_answer a")).one()._mapping
        issued = session.execute(text("select xmin::text as xmin, i.* from survey_issued i")).one()._mapping
        assert session.execute(select(func.count()).select_from(SurveyToken)).scalar_one() == 0
        assert session.get(SurveyIssued, "UJI-RAHASIA")
        assert answer["xmin"] != issued["xmin"]
        same = session.execute(text("select count(*) from audit where xmin::text = :x"), {"x": answer["xmin"]})
        assert same.scalar_one() == 0
    values = {str(value) for value in answer.values()}
    assert not values & {"UJI-RAHASIA", token, actions.rules.token_hash(token)}
    assert set(answer) - {"xmin"} == set(SurveyAnswer.__table__.c.keys())
    assert audit_lines(empty) == before


def audit_lines(service: Service) -> int:
    with service.reading() as session:
        return session.execute(text("select count(*) from audit")).scalar_one()


@pytest.mark.parametrize(
    ("state", "outcome", "expect"),
    [
        ("delivered", None, 201),
        ("closed_resolved_direct", "resolved_direct", 201),
        ("closed_declined", "declined", 201),
        ("closed_withdrawn", "withdrawn", 201),
        ("forwarded", None, 409),
        ("ready_for_handover", None, 409),
        ("draft_intake", None, 409),
    ],
)
def test_the_clerk_offers_the_survey_once_when_the_case_was_served(
    desk: TestOffice, intake: Service, state: str, outcome: str | None, expect: int
) -> None:
    case_no = f"UJI-TAWAR-{state}"
    tracked(intake, case_no=case_no, state=state, outcome=outcome)
    clerk = staff(desk, "loket1")
    offered = clerk.do("/intake/api/survey/offers", {"case_no": case_no}, expect)
    clerk.do("/intake/api/survey/offers", {"case_no": case_no}, 409)
    if expect == 201:
        assert offered["link"].endswith(f"/intake/survey/{offered['token']}")
        client, headers = anonymous(desk)
        path = f"/intake/api/survey/{offered['token']}"
        assert client.post(path, json=questionnaire(), headers=headers).status_code == 201


def test_offering_by_the_button_shows_the_link(desk: TestOffice, intake: Service) -> None:
    tracked(intake, case_no="UJI-TOMBOL", state="delivered")
    clerk = staff(desk, "loket1")
    offered = clerk.post("/intake/survey/offers/UJI-TOMBOL")
    assert offered.status_code == 302
    assert clerk.get(offered.headers["Location"]).status_code == 200
    assert clerk.post("/intake/survey/offers/UJI-TOMBOL").status_code == 409
    assert clerk.post("/intake/survey/offers/TIDAK-ADA").status_code == 404
    assert staff(desk, "camat").post("/intake/survey/offers/UJI-TOMBOL").status_code == 403
    with intake.reading() as session:
        notes = [line["note"] for line in trail.story(session, "UJI-TOMBOL")]
    assert notes == ["Pemohon ditawari mengisi survei kepuasan (SKM)"]


def test_nothing_in_the_logs_names_a_link_or_joins_it_to_a_case(
    desk: TestOffice, empty: Service, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    tracked(empty, case_no="UJI-LOG", state="delivered")
    offered = staff(desk, "loket1").do("/intake/api/survey/offers", {"case_no": "UJI-LOG"}, 201)
    client, headers = anonymous(desk)
    client.get(f"/intake/survey/{offered['token']}")
    client.post(f"/intake/api/survey/{offered['token']}", json=questionnaire(), headers=headers)
    assert count(empty) == 1
    said = " ".join(record.getMessage() for record in caplog.records)
    assert offered["token"] not in said
    assert actions.rules.token_hash(offered["token"]) not in said
    with empty.reading() as session:
        lines = session.execute(select(trail.audit.c.details, trail.audit.c.note)).all()
    assert not any(offered["token"] in str(row) for row in lines)


def test_after_a_night_nothing_tells_in_which_order_the_answers_came(empty: Service) -> None:
    days = [date(2026, 10, 1), date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 2)]
    for day in days:
        answered(empty, day)
    places = text("select id, xmin::text as xmin, answered_on from survey_answer order by ctid")
    with empty.reading() as session:
        before = session.execute(places).all()
    assert len({row.xmin for row in before}) == 4
    with empty.work(SYSTEM, at_noon(date(2026, 10, 3))) as work:
        assert tasks.forget_order(work) == "4 jawaban survei ditulis ulang"
    with empty.reading() as session:
        after = session.execute(places).all()
    assert len({row.xmin for row in after}) == 1
    assert [row.id for row in after] == sorted(row.id for row in before)
    assert {(row.id, row.answered_on) for row in after} == {(row.id, row.answered_on) for row in before}

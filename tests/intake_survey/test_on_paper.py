"""Step 18 on paper: a sheet goes out with a code, and somebody who had no part in the case types it in, once."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from services.intake.rules.questionnaire import CODES, ELEMENTS
from services.intake.survey import tasks
from services.intake.survey.on_paper import check_hands
from services.intake.survey.periods import semester
from services.intake.survey.queries import results
from services.intake.tables import SurveyAnswer, SurveySheet, SurveyToken
from services.shared.audit import trail
from services.shared.calendar import clock
from services.shared.errors import Forbidden
from services.shared.rights.people import SYSTEM, Actor, Role
from services.shared.unit_of_work import Service
from tests.support.intake import Desk, handed, picture
from tests.support.office import TestOffice
from tests.support.survey import issue, staff


def sheet(code: str, **changes: str) -> dict[str, str]:
    """A filled sheet as it is typed."""
    return {
        "code": code,
        "answered_on": clock.today().strftime("%d/%m/%Y"),
        "part_of_day": "morning",
        **dict.fromkeys(CODES, "3"),
        "age_group": "40_49",
        "gender": "male",
        "education": "smp",
        "occupation": "farmer",
        "suggestion": "Kursi di ruang tunggu kurang.",
    } | changes


def typed(
    office: TestOffice, who: str, data: dict[str, str], scan: bytes | None = b"", *, api: bool = False
) -> TestResponse:
    """Typed by this person, with its scan unless ``scan`` is None."""
    files = {} if scan is None else {"sheet": (io.BytesIO(scan or picture()), "lembar.jpg", "image/jpeg")}
    path = "/intake/api/survey/paper" if api else "/intake/survey/paper"
    return staff(office, who).post(path, data=data | files, content_type="multipart/form-data")


@pytest.fixture
def offered(desk: TestOffice) -> str:
    """A case that loket1 handled to its end, and the code of the sheet that he offered."""
    done = Desk(desk).forwarded()
    done.letter()
    done.do("hand-over", handed(received=True))
    token: str = staff(desk, "loket1").do("/intake/api/survey/offers", {"case_no": done.case_no}, 201)["token"]
    return token


def test_who_handled_the_case_is_refused_and_the_sheet_stays_good(
    desk: TestOffice, empty: Service, offered: str
) -> None:
    for who, why in (("loket1", 403), ("registrasi", 403), ("kasi", 403), ("tim1", 403)):
        assert typed(desk, who, sheet(offered)).status_code == why, who
    with empty.reading() as session:
        assert session.scalars(select(SurveyAnswer)).all() == []
    assert typed(desk, "loket2", sheet(offered)).status_code == 302
    with empty.reading() as session:
        (row,) = session.scalars(select(SurveyAnswer))
        (kept,) = session.scalars(select(SurveySheet))
        assert session.scalars(select(SurveyToken)).all() == []
        line = trail.audit.c
        told = session.execute(select(line.note, line.details).where(line.verb == "enter_paper_survey")).all()[-1]
    assert (row.on_paper, row.sheet_id, row.suggestion) == (True, kept.id, "Kursi di ruang tunggu kurang.")
    assert (kept.added_by, kept.case_no) == ("loket2", "survey")
    assert offered not in str(told)
    assert typed(desk, "loket2", sheet(offered)).status_code == 404, "a sheet counts once"


def test_whoever_handles_cases_in_review_is_barred_from_what_was_forwarded(
    desk: TestOffice, empty: Service, offered: str
) -> None:
    with empty.reading() as session:
        (token,) = session.scalars(select(SurveyToken))
    tim = Actor(None, "sekcam", "Sekretaris", frozenset({Role.CLERK, Role.TEAM}))
    with pytest.raises(Forbidden):
        check_hands(token, tim)
    check_hands(SurveyToken(token_hash="", handlers=["loket1"]), tim)  # it ended at the desk


def test_by_the_api_and_counted_apart(desk: TestOffice, empty: Service) -> None:
    code = issue(empty)
    assert typed(desk, "registrasi", sheet(code), api=True).status_code == 201, "without a letter they had no part"
    with empty.reading() as session:
        figures = results(session, semester(clock.today()))
    assert (figures.respondents, figures.on_paper) == (1, 1)
    answer = staff(desk, "kasi").ask("/intake/api/survey/results")
    assert (answer["respondents"], answer["on_paper"]) == (1, 1)
    assert "1 di kertas" in staff(desk, "kasi").get("/intake/survey/results").text
    assert staff(desk, "kasi").get("/intake/survey/results/report.pdf").status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"waktu": ""}, "waktu"),
        ({"part_of_day": ""}, "part_of_day"),
        ({"answered_on": "01/01/2199"}, "answered_on"),
        ({"answered_on": "01/01/2020"}, "answered_on"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_code_stays(
    desk: TestOffice, empty: Service, change: dict[str, str], field: str
) -> None:
    code = issue(empty)
    refused = typed(desk, "loket2", sheet(code) | change, api=True)
    wrong = [name.removeprefix("form.") for name in refused.get_json()["errors"]]
    assert (refused.status_code, wrong) == (422, [field])
    assert list(typed(desk, "loket2", sheet(code), None, api=True).get_json()["errors"]) == ["sheet"]
    assert list(typed(desk, "loket2", sheet(code), b"MZ\x90\x00 no scan", api=True).get_json()["errors"]) == ["sheet"]
    assert typed(desk, "loket2", sheet(code), api=True).status_code == 201


def test_only_the_auditor_opens_a_scan_and_the_trail_says_so(desk: TestOffice, empty: Service) -> None:
    typed(desk, "loket2", sheet(issue(empty)))
    with empty.reading() as session:
        (kept,) = session.scalars(select(SurveySheet).order_by(SurveySheet.added_at.desc()).limit(1))
    path = f"/intake/survey/sheets/{kept.id}"
    assert [staff(desk, who).get(path).status_code for who in ("loket2", "kasi", "admin", "auditor")] == [
        403,
        403,
        403,
        200,
    ]
    assert path in staff(desk, "auditor").get("/intake/survey/results").text
    assert path not in staff(desk, "kasi").get("/intake/survey/results").text


def test_the_sheet_has_every_question_and_the_code_of_its_offer(desk: TestOffice, empty: Service) -> None:
    code = issue(empty)
    clerk = staff(desk, "loket1")
    assert clerk.get("/intake/paper/survey.pdf").mimetype == "application/pdf"
    assert clerk.post(f"/intake/survey/{code}/sheet.pdf", data={}).mimetype == "application/pdf"
    assert clerk.post(f"/intake/survey/{'0' * 26}/sheet.pdf", data={}).status_code == 404
    page = staff(desk, "loket2").get("/intake/survey/paper").text
    assert all(element.question in page for element in ELEMENTS)
    assert "survey/paper" in staff(desk, "loket2").get("/intake/survey").text


def test_paper_loses_its_order_like_any_answer(desk: TestOffice, empty: Service) -> None:
    typed(desk, "loket2", sheet(issue(empty)))
    with empty.work(SYSTEM, clock.now() + timedelta(days=1)) as work:
        tasks.forget_order(work)
    with empty.reading() as session:
        (row,) = session.scalars(select(SurveyAnswer))
        assert session.get(SurveySheet, row.sheet_id)

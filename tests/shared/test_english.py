"""Citizens' pages and signing in, in English: nothing of them is left in Indonesian, and the visitor chooses."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from itertools import cycle, product
from typing import Any

import pytest
from flask import render_template
from flask.testing import FlaskClient
from sqlalchemy import delete

from services.handoffs.endings import BY_LAST_STEP, OUTCOME_OF, Ending
from services.handoffs.outcomes import MeetingKind, Outcome, Stage
from services.intake.tables import Invitation
from services.registry.tables import LetterCheck
from services.shared.calendar import clock
from services.shared.signing.explanations import EXPLANATIONS
from services.shared.web.forms import Forms
from services.shared.web.sign_in_verbs import CHOOSE_PASSWORD, ENROL, ENTER_CODE
from tests.support.browser import TOKEN
from tests.support.languages import left_in_indonesian, read
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest
from tests.support.survey import issue, tracked

INDONESIAN, ENGLISH = {"Accept-Language": "id-ID,id;q=0.9,en;q=0.8"}, {"Accept-Language": "en-GB,en;q=0.9,id;q=0.8"}
VERDICTS = ("genuine", "voided", "copy", "unsealed", "seal_gone", "voided_part", "altered", "foreign")
STEPS: dict[str, dict[str, Any]] = {
    "sign_in_code.html": {"enter": ENTER_CODE},
    "sign_in_password.html": {"choose": CHOOSE_PASSWORD},
    "sign_in_enrol.html": {"enrol": ENROL, "picture": "data:", "secret": "abc"},
    "recovery_codes.html": {},
}
ADDRESSES = (f"127.9.{n // 250}.{n % 250 + 1}" for n in cycle(range(5000)))


class Visitor:
    """Somebody whose browser prefers a language, from an address of their own (throttles do not add up)."""

    def __init__(self, office: TestOffice, service: str, **headers: str) -> None:
        self.office, self.service = office, service
        self.client: FlaskClient = office.app(service).test_client()
        self.headers = {**ENGLISH, "X-Forwarded-For": next(ADDRESSES), **headers}

    def get(self, path: str) -> Any:
        """Open a page."""
        return self.client.get(path, headers=self.headers)

    def post(self, path: str, page: str, **data: Any) -> Any:
        """Send a form with the token that a page holds."""
        found = TOKEN.search(self.get(page).text)
        assert found
        return self.client.post(path, data={"csrf_token": found.group(1)} | data, headers=self.headers)

    def is_english(self, answer: Any, status: int = 200) -> str:
        """The page says so, and nothing of it is left in Indonesian."""
        assert answer.status_code == status
        assert read(answer.text).language == answer.headers["Content-Language"] == "en"
        facts = self.office.service(self.service).office
        names = (facts.name, facts.office.service, facts.office.address, facts.office.regency.title())
        assert left_in_indonesian(answer.text, *names) == []
        return str(answer.text)


@pytest.fixture
def intake(office: TestOffice) -> Visitor:
    return Visitor(office, "intake")


@pytest.fixture
def registry(office: TestOffice) -> Visitor:
    return Visitor(office, "registry")


def test_tracking_in_every_state_stage_and_ending(office: TestOffice, intake: Visitor) -> None:
    service = office.service("intake")
    ended = datetime(2026, 11, 30, 1, tzinfo=UTC)
    cases: list[dict[str, Any]] = [{"stage": stage} for stage in Stage]
    states = ("draft_intake", "intake_check", "ready_for_handover", "delivered", "withdrawal_requested")
    cases += [{"state": state, "stage": None} for state in states]
    cases += [{"state": "awaiting_completion", "stage": None, "missing": ["KTP belum jelas"]}]
    branches = {ending: f"8c>{step}" for step, ending in BY_LAST_STEP.items()}
    for ending, words in product(Ending, ("", "Atas keputusan Camat.")):
        outcome = OUTCOME_OF.get(ending) or Outcome(ending)
        told = {"branch": branches.get(ending, "12a"), "outcome_message": words, "ended_at": ended}
        cases.append({"state": f"closed_{outcome}", "outcome": outcome} | told)
    for case in cases:
        page = intake.is_english(intake.get(f"/intake/track/{tracked(service, **case)}"))
        assert "24 November 2026" in page
    assert "30 November 2026" in page


@pytest.mark.parametrize("kind", MeetingKind)
def test_an_invitation(office: TestOffice, intake: Visitor, kind: MeetingKind) -> None:
    service, case_no = office.service("intake"), f"UJI-{uuid.uuid4().hex[:12]}"
    code = tracked(service, case_no=case_no, stage=Stage.MEETING)
    when = {"held_on": date(2026, 12, 1), "clock_time": "09.00", "place": "Ruang kerja Camat", "told_at": clock.now()}
    about = {"case_no": case_no, "kind": kind, "state": "planned", "purpose": "Konfirmasi", "papers": []}
    with service.database.transaction() as session:
        session.add(Invitation(meeting_id=uuid.uuid4(), **about, **when))
    assert "Tuesday, 1 December 2026 at 09:00 WIT" in intake.is_english(intake.get(f"/intake/track/{code}"))
    page = Visitor(office, "intake", **INDONESIAN).get(f"/intake/track/{code}").text
    assert "Selasa, 1 Desember 2026 pukul 09.00 WIT" in page


def test_the_tracking_form_and_a_withdrawal(office: TestOffice, intake: Visitor) -> None:
    code = tracked(office.service("intake"), stage=Stage.TEAM)
    here = f"/intake/track/{code}"
    for path, status in (("/intake/track", 200), ("/intake/track?code=7Q4F", 422), ("/intake/track/" + "A" * 26, 404)):
        intake.is_english(intake.get(path), status)
    long = intake.is_english(intake.post(f"{here}/withdraw-by-code", here, reason="x" * 501), 422)
    assert "At most 500 characters (now 501)." in long
    assert f'href="{here}?lang=id"' in long  # a form's own address is no page
    assert intake.post(f"{here}/withdraw-by-code", here).status_code == 302
    page = intake.is_english(intake.get(here))
    assert "Your withdrawal has been recorded." in page
    assert "This complaint has been withdrawn" in page
    intake.post(f"{here}/object-to-withdrawal", here)
    assert "We go on with your complaint." in intake.is_english(intake.get(here))


def test_the_survey(office: TestOffice, intake: Visitor) -> None:
    link = f"/intake/survey/{issue(office.service('intake'), on=clock.today())}"
    for path in ("/intake/survey", "/intake/survey/thanks", link):
        intake.is_english(intake.get(path))
    intake.is_english(intake.get("/intake/survey?code=7"), 422)
    intake.is_english(intake.post(link, link), 422)
    intake.is_english(intake.get("/intake/survey/" + "A" * 26), 404)


def test_the_check_of_a_letter_with_every_verdict(office: TestOffice, registry: Visitor) -> None:
    letter = LetterUnderTest(office)
    registry.is_english(registry.get(f"/registry/check/{letter.id}"))
    letter.walk()
    answers = [(result, letter.id, ok) for result in VERDICTS[:-1] for ok in (True, False)] + [("foreign", None, True)]
    for result, found, ok in answers:
        key = given_answer(office, result, str(found) if found else None, ok)
        registry.is_english(registry.get(f"/registry/check/answers/{key}"))
    registry.is_english(registry.get(f"/registry/check/{letter.id}"))
    letter.void()
    for path, status in ((f"/registry/check/{letter.id}", 200), (f"/registry/check/{uuid.uuid4()}", 404),
                         ("/registry/check", 200), (f"/registry/check/answers/{uuid.uuid4()}", 404)):  # fmt: skip
        registry.is_english(registry.get(path), status)
    registry.is_english(registry.get(f"/registry/check/answers/{given_answer(office, '', None, True)}"), 202)
    registry.is_english(registry.post("/registry/check", "/registry/check"), 422)
    with office.service("registry").database.transaction() as session:
        session.execute(delete(LetterCheck))  # no file lies where the one that waits says; the next to judge would look


def given_answer(office: TestOffice, result: str, letter: str | None, ok: bool) -> uuid.UUID:
    """A file at the public check that was judged so; without a result it waits."""
    empty = dict.fromkeys(("number", "date_text", "signer", "signed_at", "sealed_at"))
    verdict = {"checks": [[name, ok] for name in EXPLANATIONS], "compared": True, **empty}
    found = {"result": result, "letter": letter, "sha256": "", "verdict": verdict} if result else None
    row = LetterCheck(id=uuid.uuid4(), line="", turn=0, asked_at=clock.now(), answer=found)
    row.bucket, row.key, row.sha256, row.size = "-", "-", "-", 0
    with office.service("registry").database.transaction() as session:
        session.add(row)
        return row.id


def test_signing_in_step_by_step(office: TestOffice, intake: Visitor) -> None:
    page = "/intake/masuk"
    intake.is_english(intake.get(page))
    wrong = intake.is_english(intake.post(page, page, username="loket1", password="x"), 422)
    assert "After 10 wrong tries" in wrong
    assert intake.get("/intake/masuk/kode").status_code == 302  # nobody waits for a code
    assert "Start again with your user name and password." in intake.is_english(intake.get(page))
    with office.app("intake").test_request_context(headers=ENGLISH):
        for name, about in STEPS.items():
            shown = render_template(name, **about, forms=Forms(), next="/", codes=["a-b"], onward="/")
            assert left_in_indonesian(shown, office.service("intake").office.name) == [], name


def test_errors(intake: Visitor, registry: Visitor) -> None:
    intake.is_english(intake.get("/intake/track/x/nothing"), 404)
    intake.is_english(intake.client.post("/intake/masuk", headers=intake.headers), 400)
    intake.is_english(intake.client.post("/intake/track", headers=intake.headers), 405)
    registry.is_english(registry.get("/registry/check/123"), 404)


def test_the_visitor_chooses_and_else_the_browser_does(office: TestOffice) -> None:
    def language(visitor: Visitor) -> str:
        return read(visitor.get("/intake/track").text).language

    visitor = Visitor(office, "intake", **INDONESIAN)
    assert language(visitor) == "id"
    page = visitor.get("/intake/track?x=1&lang=id")
    assert page.location == "/intake/track?x=1"
    chosen = visitor.get("/intake/track?code=7Q4F&lang=en")
    assert (chosen.status_code, chosen.location) == (302, "/intake/track?code=7Q4F")
    assert "HttpOnly" in chosen.headers["Set-Cookie"]
    assert language(visitor) == "en"
    assert visitor.get("/intake/masuk").headers["Content-Language"] == "en"  # kept for all pages
    elsewhere = visitor.client.get("/?lang=id", environ_overrides={"PATH_INFO": "//example.org/"})
    assert elsewhere.location == "/example.org/"  # of this site
    assert len(left_in_indonesian(visitor.get("/intake/track").text)) > 30
    visitor.headers |= ENGLISH
    assert language(visitor) == "id"  # the choice wins over the browser
    for wanted, shown in (("en-US,en;q=0.9", "en"), ("in-ID,en;q=0.9", "id"), ("fr", "id"), ("", "id"), ("*", "id"),
                          ("id;q=0.5,en-GB;q=0.6", "en"), ("en,id", "id"), ("../../etc", "id")):  # fmt: skip
        assert language(Visitor(office, "intake", **{"Accept-Language": wanted})) == shown, wanted


def test_a_cache_knows_and_programs_and_staff_are_answered_in_indonesian(office: TestOffice, intake: Visitor) -> None:
    page = intake.get("/intake/track")
    assert {"Accept-Language", "Cookie"} <= set(page.vary.as_set(preserve_casing=True))
    assert "no-store" in page.headers["Cache-Control"]
    asked = intake.get(f"/intake/api/tracking/{'A' * 26}")
    assert asked.get_json()["status"] == "Tidak ditemukan"
    assert "lang=en" not in office.person("loket1").get("/intake/track").text
    staff = office.person("loket1").client("intake").get("/intake/track", headers=ENGLISH)
    assert (read(staff.text).language, "Cek status pengaduan" in staff.text) == ("id", True)

"""The survey in tests: filled questionnaires with sensible defaults, links, and answers of a given day."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time
from typing import Any

from flask.testing import FlaskClient

from services.intake.rules.codes import hash_code, make_code
from services.intake.rules.questionnaire import CODES
from services.intake.survey import actions
from services.intake.tables import Complaint, SurveyAnswer, SurveyIssued, SurveyPublication, SurveySheet, SurveyToken
from services.shared.rights.people import CITIZEN, SYSTEM
from services.shared.unit_of_work import Service
from tests.support.office import Person, TestOffice

TABLES = (SurveyIssued, SurveyToken, SurveyAnswer, SurveySheet, SurveyPublication)
_signed_in: dict[tuple[int, str], Person] = {}
NOON = time(4, 0, tzinfo=UTC)  # 12.00 WITA


def answers(value: int = 3, **changes: int) -> dict[str, int]:
    """Nine answers, all ``value`` but for ``changes`` by code."""
    return dict.fromkeys(CODES, value) | changes


def questionnaire(value: int = 3, suggestion: str = "", **changes: Any) -> dict[str, Any]:
    """A filled questionnaire as the API takes it."""
    return {
        "answers": answers(value),
        "age_group": "30_39",
        "gender": "female",
        "education": "sma",
        "occupation": "farmer",
        "suggestion": suggestion,
    } | changes


def form_of(data: dict[str, Any]) -> dict[str, str]:
    """The same as a browser's form posts it."""
    flat = {f"answers.{code}": str(value) for code, value in data["answers"].items()}
    return flat | {name: str(value) for name, value in data.items() if name != "answers"}


def issue(service: Service, case_no: str = "", on: date | None = None) -> str:
    """A link for a case, issued on a day; by default today, for a case of its own."""
    now = datetime.combine(on, NOON) if on else None
    with service.work(SYSTEM, now) as work:
        token = actions.issue_token(work, case_no or f"UJI-{uuid.uuid4().hex[:12]}")
    assert token
    return token


def answered(service: Service, on: date, data: dict[str, Any] | None = None) -> None:
    """An answer given on a day."""
    token = issue(service, on=on)
    with service.work(CITIZEN, datetime.combine(on, NOON)) as work:
        actions.answer(work, token, **(data or questionnaire()))


def tracked(service: Service, **changes: Any) -> str:
    """A forwarded complaint that can be tracked; returns its code."""
    code, now = make_code(), datetime.combine(date(2026, 11, 24), NOON)
    values: dict[str, Any] = {
        "case_no": f"UJI-{uuid.uuid4().hex[:12]}",
        "received_at": now,
        "purpose": "Melaporkan keributan",
        "clerk": "loket1",
        "clerk_name": "Rina Wulandari",
        "state": "forwarded",
        "moved_at": now,
        "stage": "verification",
        "deadline": date(2026, 12, 14),
        "tracking_hash": hash_code(code),
    }
    with service.database.transaction() as session:
        session.add(Complaint(**(values | changes)))
    return code


def anonymous(office: TestOffice, address: str = "") -> tuple[FlaskClient, dict[str, str]]:
    """A browser without a session, and the headers of its posts; from an address of its own where one is given."""
    client = office.app("intake").test_client()
    headers = {"X-Forwarded-For": address} if address else {}
    token = client.get("/intake/api/session", headers=headers).get_json()["csrf_token"]
    return client, headers | {"X-CSRFToken": token}


def staff(office: TestOffice, username: str) -> Person:
    """A member of the staff, signed in once for all tests (sign-ins per account are throttled)."""
    return _signed_in.setdefault((id(office), username), office.person(username))

"""The four OpenAPI documents, taken at their word: generated calls of every operation, as every role and as nobody.

Asked of each answer: never 5xx, and only statuses, content types and bodies that the document names. Calls build upon
one another: ids and versions that answers told are used again, so that they reach what exists. ``make fuzz`` asks more.
"""

from __future__ import annotations

import os
import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from services.handoffs.contract import SERVICES
from services.shared.web.cookies import SESSION as COOKIE
from services.shared.web.cookies import page_of
from tests.support.cases import PlayedCase
from tests.support.office import TestOffice
from tests.support.tokens import cookies_of

if TYPE_CHECKING:
    from schemathesis import Case

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "1"))  # of each operation; each is sent as every role
SEED = int(os.environ.get("FUZZ_SEED", "1"))
PEOPLE = ("", "loket2", "kasi", "camat", "tim1", "registrasi", "admin", "auditor")
KNOWN = 0.7  # how often a name whose values are known gets one of them


@dataclass
class Known:
    """Values by name, gathered from answers."""

    chance: random.Random
    values: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def note(self, answer: Any, under: str = "") -> None:
        """Remember every id and version in an answer, under the name that arguments of paths and bodies have."""
        if isinstance(answer, list):
            for item in answer:
                self.note(item, under)
        elif isinstance(answer, dict):
            for name, value in answer.items():
                self.note(value, f"{under[:-1]}_id" if name == "id" and under.endswith("s") else name)
        elif isinstance(answer, str | int) and (under.endswith(("_id", "_no", "code", "token")) or under == "version"):
            self.values[under].append(answer)

    def use(self, case: Case) -> None:
        """Put known values where the case has arguments of that name."""
        body = case.body if isinstance(case.body, dict) else {}
        for place in (case.path_parameters or {}, case.query or {}, body):
            for name in set(place) & set(self.values):
                if self.chance.random() < KNOWN:
                    place[name] = self.chance.choice(self.values[name][-50:])


class Caller:
    """Sends a case as a member of the staff, or as nobody."""

    def __init__(self, office: TestOffice, service: str) -> None:
        self._office, self._service = office, service
        self._headers = {"": self._nobody()}

    def _nobody(self) -> dict[str, str]:
        client = self._office.app(self._service).test_client()
        token = client.get(f"/{self._service}/api/session").get_json()["csrf_token"]
        page = client.get_cookie(page_of(self._service))
        assert page
        return {"Cookie": f"{page.key}={page.value}", "X-CSRFToken": token}

    def headers(self, username: str) -> dict[str, str]:
        """Cookies and token of a person; an address of the fuzz's own, so that its throttles are nobody else's."""
        if username not in self._headers:
            person = self._office.person(username)
            client = person.client(self._service)
            page, session = client.get_cookie(page_of(self._service)), client.get_cookie(COOKIE)
            assert page
            assert session
            pairs = [
                (page.key, page.value),
                *((name, value) for name, value, _ in cookies_of(self._office, session.value)),
            ]
            sent = "; ".join(f"{name}={value}" for name, value in pairs)
            self._headers[username] = {"Cookie": sent, "X-CSRFToken": person.token(self._service)}
        return self._headers[username] | {"X-Forwarded-For": "10.20.30.40"}


@pytest.fixture(scope="module")
def known(office: TestOffice) -> Known:
    found = Known(random.Random(SEED))
    played = PlayedCase(office, "Penanda Uji Acak")
    found.values |= {"case_no": [played.case_no], "letter_id": [played.letter_id], "code": [played.tracking_code]}
    return found


@pytest.mark.turns(4)
@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_answers_as_documented(office: TestOffice, service: str, known: Known) -> None:
    from tests.fuzz import generated  # only here: it takes seconds to load, and every process loads this file

    app = office.app(service)
    caller = Caller(office, service)
    asked = 0
    wrong_answers: dict[tuple[str, str, int], str] = {}

    def ask(case: Case) -> None:
        nonlocal asked
        known.use(case)
        for username in PEOPLE:
            answer = case.call(headers=caller.headers(username))
            asked += 1
            if wrong := generated.wrong_with(case, answer):
                wrong_answers[case.operation.label, username, answer.status_code] = wrong
            if answer.status_code < 300 and "json" in answer.headers.get("content-type", [""])[0]:
                known.note(answer.json())

    generated.each_operation(app, service, EXAMPLES, SEED, ask)
    assert not wrong_answers, "\n\n".join(f"{key}: {what}" for key, what in wrong_answers.items())
    assert asked >= len(PEOPLE) * 15 * EXAMPLES

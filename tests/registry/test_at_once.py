"""Steps 16a to 16c in one press: three lines, all or nothing, once; from wherever the three verbs left off."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from services.registry.tables import Counter
from services.shared.audit import trail
from services.shared.calendar import clock
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest, signed_pdf

PARTS = ["record_register", "assign_number", "stamp"]


def lines(office: TestOffice, letter: LetterUnderTest) -> list[str]:
    with office.service("registry").reading() as session:
        return [row["verb"] for row in trail.story(session, letter.id) if row["verb"] in PARTS]


def last_number(office: TestOffice, code: str) -> int:
    with office.service("registry").reading() as session:
        wanted = select(Counter.last).filter_by(name=f"letter:{code}", year=clock.today().year)
        return session.scalar(wanted) or 0


@pytest.mark.parametrize("state", ["received", "registered", "numbered"])
def test_one_press_does_what_is_left_and_twice_is_once(office: TestOffice, state: str) -> None:
    letter, registrar = LetterUnderTest(office), office.person("registrasi")
    if state != "received":
        letter.walk(state)
    seen = registrar.ask(letter.path)["version"]
    path = f"{letter.path}/register-at-once"
    done = registrar.do(path, {"version": seen})
    assert (done["state"], done["verdict"]["genuine"]) == ("stamped", True)
    assert registrar.do(path, {"version": seen})["version"] == done["version"], "pressed twice"
    registrar.do(path, {"version": done["version"]}, 409)
    office.person("loket2").do(path, {"version": seen}, 409)
    office.person("kasi").do(path, {"version": seen}, 403)
    assert lines(office, letter) == PARTS


def test_a_file_that_is_not_genuine_uses_up_no_number_and_no_row(office: TestOffice) -> None:
    forged = signed_pdf(office, uuid.uuid4()).replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    letter, registrar = LetterUnderTest(office, pdf=forged), office.person("registrasi")
    before = last_number(office, registrar.ask(letter.path)["classification"])
    answer = registrar.do(f"{letter.path}/register-at-once", {"version": 1}, 409)
    assert "tidak dibubuhi segel" in answer["message"]
    shown = registrar.ask(letter.path)
    assert (shown["state"], shown["version"], shown["register_entry"]) == ("received", 1, None)
    assert last_number(office, shown["classification"]) == before
    assert "tidak dibubuhi segel" in registrar.get(letter.page).get_data(as_text=True), "an incident, on its page"

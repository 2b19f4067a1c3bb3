"""The classification code of a letter: the office adds some, and one is chosen before the number."""

from __future__ import annotations

import uuid

from tests.support.agenda import API, CODE
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest


def test_the_registrar_adds_a_code_and_chooses_it_before_the_number(office: TestOffice) -> None:
    code = f"400.{uuid.uuid4().int % 10**6}"
    registrar = office.person("registrasi")
    registrar.do(f"{API}/add-classification", {"code": code, "label": "Kerja sama"})
    assert {"code": code, "label": "Kerja sama"} in registrar.ask("/registry/api/classifications")
    assert "code" in registrar.do(f"{API}/add-classification", {"code": CODE, "label": "Lain"}, 422)["errors"]
    office.pump()
    codes = office.person("tim1").ask("/letters/api/classifications")["items"]
    assert {"code": code, "label": "Kerja sama"} in codes, "the editor offers it, from the draft on"
    letter = LetterUnderTest(office)
    letter.walk("registered")
    assert letter.do("choose-classification", 422, classification="1.2.3.4.5")["errors"]["classification"]
    letter.do("choose-classification", classification=code)
    assert letter.walk("numbered")["number"].startswith(f"{code}/")
    letter.do("choose-classification", 409, classification=CODE)

"""What somebody looks for is found however it was typed, by whoever may know it and by nobody else."""

from __future__ import annotations

import unicodedata
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import text

from services.shared import folding
from services.shared.calendar import clock
from tests.support.intake import Desk, applicant, person
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest
from tests.support.review import Desk as ReviewDesk

TAIL = "Tumurangpelong"  # a family name that no other test has
TYPED = {
    f"José {TAIL}": (f"Jose {TAIL}", f"JOSE {TAIL}", f"Jose\u0301 {TAIL}", f"José {TAIL.upper()}"),
    f"Jose\u0301e {TAIL}": (f"Josée {TAIL}",),
    f"Nur'aini {TAIL}": (f"Nuraini {TAIL}", f"nur’aini {TAIL}", f"Nurʼaini {TAIL}", f"Nur Aini {TAIL}", f"aini {TAIL}"),
    f"Nurbaya Sitti {TAIL}": (f"Nur baya {TAIL}", f"Nurbayasitti {TAIL}"),
    f"Sitti Nur Aini {TAIL}": (f"Nuraini {TAIL}", f"Nur`aini {TAIL}", f"SITTINUR {TAIL}"),
    f"Al-Amin {TAIL}": (f"alamin {TAIL}", f"Al Amin {TAIL}"),
    f"Ma\u02bfruf {TAIL}": (f"Maruf {TAIL}", f"Ma'ruf {TAIL}", f"ma\u02beruf {TAIL}", f"Ma\u201bruf {TAIL}"),
    f"Þórunn {TAIL}": (f"thorunn {TAIL}",),
    f"ＭＡＲＩＡ {TAIL}": (f"maria {TAIL}",),
    f"Łukasz Øst {TAIL}": (f"lukasz ost {TAIL}",),
}
NUMBER = "081390417263"  # nor this number
ASKED = (
    NUMBER, f"{NUMBER[:4]}-{NUMBER[4:8]}-{NUMBER[8:]}", f"+62{NUMBER[1:]}", f"62 {NUMBER[1:4]} {NUMBER[4:]}",
    f"+62 {NUMBER[1:4]}-{NUMBER[4:8]}-{NUMBER[8:]}", f"\u202a{NUMBER[:4]}\u00a0{NUMBER[4:]}\u202c", NUMBER[-6:],
)  # fmt: skip
PAIRS = [(stored, asked) for stored, typed in TYPED.items() for asked in typed]


@pytest.mark.parametrize(("stored", "asked"), PAIRS)
def test_words_are_folded_alike_in_the_index_and_in_the_question(stored: str, asked: str) -> None:
    noted, words = folding.noted_name(stored), folding.asked(asked)
    also = folding.joined(words)
    for word in words:
        assert any(known.startswith(either) for known in noted for either in (word, *also.get(word, ()))), word
    assert folding.asked(unicodedata.normalize("NFD", asked)) == words
    assert folding.fold(folding.fold(stored)) == folding.fold(stored)


def test_vowel_signs_of_other_scripts_stay() -> None:
    assert folding.asked("ꦱꦸꦫꦠ ᬩᬮᬶ") == ["ꦱꦸꦫꦠ", "ᬩᬮᬶ"]


@pytest.fixture(scope="module")
def filled(office: TestOffice) -> dict[str, Desk]:
    """A complaint of each name, one with a number, and one with it whose applicant is confidential."""
    who = {name: {"name": name} for name in TYPED}
    who["number"] = {"name": "Empunya Nomor", "phone": f"(0430) 654321, {NUMBER}"}
    who["secret"] = {"name": f"Rahasia {TAIL}", "phone": NUMBER, "confidential": True}
    return {name: Desk(office).filled(who=applicant(**values)) for name, values in who.items()}


def found(office: TestOffice, words: str, who: str = "loket1", path: str = "/intake/api/complaints") -> set[str]:
    answer = person(office, who).get(path, query_string={"q": words, "limit": 100})
    assert answer.status_code == 200, answer.text
    return {item["case_no"] for item in answer.json["items"]}


@pytest.mark.parametrize("stored", TYPED)
def test_the_desk_finds_a_name_however_it_is_typed(office: TestOffice, filled: dict[str, Desk], stored: str) -> None:
    for asked in TYPED[stored]:
        assert filled[stored].case_no in found(office, asked), asked


def test_the_desk_finds_a_telephone_number_however_it_is_typed(office: TestOffice, filled: dict[str, Desk]) -> None:
    both = {filled["number"].case_no, filled["secret"].case_no}
    for asked in ASKED:
        assert found(office, asked) >= both, asked
    assert found(office, "(0430) 654321") == {filled["number"].case_no}
    assert found(office, f"Empunya {NUMBER}") == {filled["number"].case_no}


def test_a_hidden_number_is_found_by_nobody_who_may_not_know_it(office: TestOffice, filled: dict[str, Desk]) -> None:
    for asked in (*ASKED, f"rahasia {TAIL}"):
        assert filled["secret"].case_no not in found(office, asked, "auditor"), asked
    assert filled["number"].case_no in found(office, NUMBER, "auditor")


def test_words_of_a_story_are_found_with_and_without_marks(office: TestOffice) -> None:
    desk = Desk(office).filled(story=f"Setiap Jum'at malam di kafé{TAIL} Rp5.000.000 diminta, hubungi 0812-9999-1111.")
    for asked in (
        f"jumat kafe{TAIL}",
        f"Jum’at café{TAIL}".replace("café", "kafé"),
        f"rp5.000.000 kafe{TAIL}",
        f"+6281299991111 kafe{TAIL}",
    ):
        assert desk.case_no in found(office, asked), asked


def test_review_finds_names_and_numbers_for_those_who_may_know(office: TestOffice) -> None:
    desk = ReviewDesk(office)
    number = f"0822{uuid.uuid4().int % 10**8:08d}"
    said = {"applicant_name": f"Nur'aini José {TAIL}", "applicant_phone": number}
    open_case, secret = desk.case(**said), desk.case(applicant_confidential=True, **said)
    path = "/review/api/cases"
    for asked in (f"nuraini {TAIL}", f"JOSE\u0301 {TAIL}", number, f"+62 {number[1:4]}-{number[4:]}"):
        assert {open_case, secret} <= found(office, asked, "camat", path), asked
        assert found(office, asked, "auditor", path) == {open_case}, asked
    desk.do(open_case, "report_to_camat", confidential=True)
    assert found(office, f"nuraini {TAIL}", "auditor", path) == set(), "the section head hid the identity"


def test_the_register_book_finds_folded_words_and_a_letters_number(office: TestOffice) -> None:
    letter = LetterUnderTest(office, recipient=f"Jum'ati José {TAIL}", classification="336")
    letter.walk("registered")

    def entries(words: str) -> list[str]:
        answer = person(office, "registrasi").get("/registry/api/register", query_string={"q": words})
        return [entry["case_no"] for entry in answer.json["entries"]]

    for asked in (f"jumati {TAIL}", f"JOSE\u0301 {TAIL}", f"Jum’ati jose {TAIL}", f"{TAIL} josé"):
        assert entries(asked) == [letter.case_no], asked
    assert letter.case_no in entries(letter.walk("numbered")["number"])


SERVICES = {
    "intake": ("complaint_words", "words = to_tsvector('simple', 'lama')"),
    "review": ("cases", "search = 'lama', search_full = 'lama'"),
    "registry": ("register_words", "said = 'lama'"),
}


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("service", SERVICES)
def test_what_was_noted_before_is_noted_anew_a_portion_at_a_time(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch, service: str
) -> None:
    """As after an upgrade: each run takes a portion and the next goes on; at the end nothing waits."""
    (table, before), at = SERVICES[service], clock.now()
    count, portion = text(f"select count(*) from {table} where folding < {folding.VERSION}"), 3
    monkeypatch.setattr(folding, "AT_ONCE", portion)
    database = office.service(service).database
    key = "position" if service == "registry" else "case_no"
    with database.transaction() as session:
        newest = f"select {key} from {table} order by {key} desc limit 7"
        session.execute(text(f"update {table} set folding = 0, {before} where {key} in ({newest})"))
        waiting = [session.scalar(count)]
    while waiting[-1]:
        at += timedelta(seconds=20)
        office.run_jobs(service, at)
        with office.service(service).reading() as session:
            waiting.append(session.scalar(count))
        assert max(waiting[-2] - portion, 0) == waiting[-1]
    with office.service(service).reading() as session:
        old = "search_full = 'lama'" if service == "review" else before
        assert session.scalar(text(f"select count(*) from {table} where {old}")) == 0
        session.execute(text("set local enable_seqscan = off"))
        wanted = f"explain select {key} from {table} where folding < 1 order by folding, {key} limit 500"
        plan = session.scalars(text(wanted))
        assert f"ix_{table}_folding" in "".join(plan)

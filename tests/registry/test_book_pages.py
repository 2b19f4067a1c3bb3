"""The register book with more than a thousand rows: pages by key, search by index, paper, spreadsheet."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import openpyxl
import pytest
from sqlalchemy import text

from services.registry.actions import book
from services.registry.queries.book import PAGE
from services.shared.paper.preview import page_count, page_text
from services.shared.rights.people import SYSTEM
from tests.support.office import TestOffice
from tests.support.registry import CaseUnderTest, LetterUnderTest

ROWS = 1100
MONTH = datetime(2041, 5, 2, 3, 0, tzinfo=UTC)  # a month of its own
PATH = "/registry/register"


@pytest.fixture(scope="module")
def full(office: TestOffice) -> None:
    """A month with eleven hundred rows."""
    with office.service("registry").work(SYSTEM, MONTH) as work:
        for number in range(ROWS):
            book.append(
                work, kind="case", received_on=MONTH.date(), case_no=f"PGD-2041-{number:04d}",
                applicant_name=f"Pemohon {number}", service="Balap liar", summary=f"Balap liar ke-{number}",
                officer="Rina Wulandari", result="Selesai.",
            )  # fmt: skip


@pytest.mark.turns(3)
@pytest.mark.usefixtures("full")
def test_every_row_is_on_one_page_and_in_order(office: TestOffice) -> None:
    registrar, path, seen = office.person("registrasi"), f"{PATH}?year=2041&month=5", []
    for _ in range(ROWS // PAGE + 2):
        page = registrar.get(path).get_data(as_text=True)
        seen += re.findall(r"PGD-2041-\d{4}", page.split("<tbody>")[1])
        following = re.search(r'rel="next" href="([^"]+)"', page)
        if following is None:
            break
        path = following[1].replace("&amp;", "&")
    assert seen == [f"PGD-2041-{number:04d}" for number in range(ROWS)]


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize(
    ("words", "wanted"), [("PGD-2041-0777", 1), ("Pemohon 1042", 1), ("ke-109", 11), ("100%", 11), ("tidak ada ini", 0)]
)
def test_a_search_finds_parts_of_words(office: TestOffice, words: str, wanted: int) -> None:
    found = office.person("registrasi").ask(f"/registry/api/register?year=2041&q={words.replace('%', '%25')}")
    assert len(found["entries"]) == wanted


def test_a_letter_is_found_by_its_number(office: TestOffice) -> None:
    letter = LetterUnderTest(office, classification="336")
    number = letter.walk("numbered")["number"]
    entries = office.person("registrasi").ask(f"/registry/api/register?q={number}")["entries"]
    assert [entry["case_no"] for entry in entries] == [letter.case_no]


@pytest.mark.usefixtures("full")
def test_page_and_search_go_by_their_indexes(office: TestOffice) -> None:
    """On a planner that may not scan the table: where it must, no index fits the question."""
    questions = {
        "ix_register_book_entered_on": "select position from register_book where entered_on >= '2041-05-01' "
        "and (entered_on, position) > ('2041-05-02', 100) order by entered_on, position limit 26",
        "ix_register_words_said": "select position from register_book join register_words using (position) "
        "where said like '%pemohon%' and said like '%1042%'",
    }
    with office.service("registry").reading() as session:
        session.execute(text("set local enable_seqscan = off; set local enable_indexscan = off"))
        for index, question in questions.items():
            plan = "\n".join(row[0] for row in session.execute(text(f"explain {question}")))
            assert index in plan, plan


@pytest.mark.usefixtures("full")
def test_a_month_on_paper_and_as_a_spreadsheet_has_every_row(office: TestOffice) -> None:
    registrar = office.person("registrasi")
    pdf = registrar.get(f"{PATH}.pdf?year=2041&month=5").get_data()
    pages = page_count(pdf)
    assert pages > 20
    assert "PGD-2041-1099" in page_text(pdf, pages - 1).replace("\n", "") + page_text(pdf, pages - 2).replace("\n", "")
    assert "BUKU REGISTER PELAYANAN" in page_text(pdf, 1), "the page head is repeated"
    sheet = openpyxl.load_workbook(io.BytesIO(registrar.get(f"{PATH}.xlsx?year=2041&month=5").get_data())).active
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert [row[2] for row in rows] == [f"PGD-2041-{number:04d}" for number in range(ROWS)]
    assert list(next(sheet.iter_rows(min_row=2, max_row=2, values_only=True)))[-3:] == [
        "Tgl diserahkan", "Paraf penerima", "Ket",
    ]  # fmt: skip


def test_a_struck_row_says_so_in_the_spreadsheet_and_a_formula_stays_text(office: TestOffice) -> None:
    case = CaseUnderTest(office)
    case.end(title="=1+1")
    registrar = office.person("registrasi")
    (entry,) = registrar.ask(f"/registry/api/register?q={case.case_no}")["entries"]
    change = {"reason": "Salah tulis desa", "village": "Malola"}
    registrar.do(f"/registry/api/register/{entry['position']}/correct-entry", change)
    answer = registrar.get(f"{PATH}.xlsx?month=all&q={case.case_no}").get_data()
    struck, new = openpyxl.load_workbook(io.BytesIO(answer)).active.iter_rows(min_row=3, values_only=True)
    assert struck[-1].startswith("DICORET")
    assert (new[5], new[7]) == ("Malola", "=1+1")

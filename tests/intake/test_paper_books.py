"""The first day: this year's paper register and agenda wait, and stand in the registry's books once it is open."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select

from services.intake.rules.paper_books import AGENDA, BOOKS, REGISTER
from services.registry.queries.chains import CHAINS
from services.registry.tables import AgendaNumber, RegisterEntry
from services.shared.calendar import clock
from tests.intake.test_first_day import PATH, not_open, say, sheet
from tests.support.office import TestOffice

__all__ = ["not_open"]  # the fixture: each test begins before the first day
HIGH = 3000  # beyond what other tests of this office number


def row(kind: str, serial: int, **other: Any) -> dict[str, Any]:
    """A row as somebody copies it from the book."""
    today = clock.today().strftime("%d/%m/%Y")
    facts: dict[str, Any] = {
        REGISTER: {
            "serial": serial, "received_on": today, "applicant_name": "Zefanya Kertas", "service": "Pengaduan",
            "summary": "Patok kebun dipindahkan", "officer": "Rina Wulandari", "note": "Halaman 12",
        },
        AGENDA: {
            "serial": serial, "number": f"{serial}/UJI/KERTAS", "dated": today, "classification": "000.9.9",
            "subject": "Undangan rapat kertas", "recipient": "Para kepala desa",
        },
    }[kind]  # fmt: skip
    return facts | other


def bring(office: TestOffice, kind: str, *rows: dict[str, Any], expect: int = 200, who: str = "admin") -> Any:
    file = sheet(*rows, heads=BOOKS[kind].heads)
    answer = office.person(who).post(f"{PATH}/import-{kind}", data={"file": (file, "buku.xlsx")})
    assert answer.status_code == expect, answer.get_data(as_text=True)[:2000]
    return answer.get_json()


def opened(office: TestOffice) -> None:
    say(office, "admin", "ask-open", last_number=0)
    say(office, "auditor", "confirm-open")
    office.pump()


def test_rows_of_both_books_wait_then_stand_in_the_registry_as_from_paper_and_numbers_go_on(
    office: TestOffice,
) -> None:
    registry, year = office.service("registry"), clock.today().year
    many = [row(REGISTER, HIGH + n) for n in range(1, 121)]  # more than one message holds
    bring(office, REGISTER, *many)
    bring(office, AGENDA, row(AGENDA, HIGH + 9), row(AGENDA, HIGH + 10))
    with registry.reading() as session:
        written = select(func.count()).select_from(RegisterEntry).where(RegisterEntry.kind == "paper")
        assert session.scalar(written) == 0, "nothing is in the books before the office is open"
    opened(office)
    with registry.reading() as session:
        found = session.scalars(select(RegisterEntry).where(RegisterEntry.kind == "paper")).all()
        assert sorted(entry.serial for entry in found) == [HIGH + n for n in range(1, 121)]
        letter = session.scalars(select(AgendaNumber).where(AgendaNumber.number == f"{HIGH + 9}/UJI/KERTAS")).one()
        assert (letter.source, letter.serial) == ("paper", HIGH + 9)
        assert [name for name, chain in CHAINS.items() if chain.broken(session)] == []
    registrar = office.person("registrasi")
    page = registrar.get("/registry/register?q=Zefanya+Kertas&month=all").text
    assert "Dari buku kertas. Halaman 12" in page
    assert "Dari buku kertas" in registrar.get(f"/registry/agenda?source=paper&month=all&year={year}").text
    for path in (f"/registry/register.xlsx?month=all&year={year}", "/registry/agenda.xlsx"):
        made = openpyxl.load_workbook(io.BytesIO(registrar.get(path).data))
        assert any("Dari buku kertas" in str(cell) for line in made.active.iter_rows(values_only=True) for cell in line)
    code = registry.office.default_classification
    facts = {"classification": code, "subject": "Surat pertama", "recipient": "Bupati", "signer_title": "Camat"}
    assert registrar.do("/registry/api/agenda/book-letter", facts)["serial"] > HIGH + 10, "numbers go on"
    bring(office, REGISTER, row(REGISTER, 1), expect=409)


def test_a_number_that_was_given_here_before_the_opening_loses_no_row_of_the_paper_book(office: TestOffice) -> None:
    bring(office, REGISTER, row(REGISTER, HIGH + 500, applicant_name="Pertama Kertas"))
    bring(office, AGENDA, row(AGENDA, HIGH + 500))
    opened(office)
    for kind in (REGISTER, AGENDA):  # as if practice had taken these numbers
        _again(office, kind, HIGH + 500)
    with office.service("registry").reading() as session:
        entry = session.scalars(select(RegisterEntry).order_by(RegisterEntry.position.desc())).first()
        assert entry is not None
        assert entry.serial > HIGH + 500
        assert entry.note.startswith(f"Nomor {HIGH + 500} di buku kertas")
        wanted = select(AgendaNumber.number).where(AgendaNumber.number.startswith(f"{HIGH + 500}/UJI/KERTAS"))
        assert set(session.scalars(wanted)) == {f"{HIGH + 500}/UJI/KERTAS", f"{HIGH + 500}/UJI/KERTAS (buku kertas)"}


def _again(office: TestOffice, kind: str, serial: int) -> None:
    from services.handoffs.intake_to_registry import PAPER_BOOKS
    from services.registry.tasks import HANDLERS
    from services.shared.rights.people import SYSTEM

    contract = PAPER_BOOKS[kind]
    said = BOOKS[kind].schema().load(row(kind, serial))
    body = {"year": clock.today().year, "last": serial, "entered_by": "Olga", "rows": [BOOKS[kind].schema().dump(said)]}
    with office.service("registry").work(SYSTEM) as work:
        HANDLERS[contract.kind](work, None, contract.load(body))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [REGISTER, AGENDA])
def test_all_mistakes_of_a_book_are_told_at_once_and_a_list_is_taken_back(office: TestOffice, kind: str) -> None:
    book = BOOKS[kind]
    day, words, once = ("received_on", "summary", "serial") if kind == REGISTER else ("dated", "subject", "number")
    rows = [row(kind, 1), row(kind, 1), row(kind, 2, **{day: "31/12/2199", words: ""}),
            row(kind, 3, **{day: "31/12/2199"}), row(kind, 4, **{words: "KTP 7105012345678901"})]  # fmt: skip
    told = bring(office, kind, *rows, expect=422)["errors"]["file"]
    starts = [line.split(":")[0] for line in told]
    assert f"Baris 3, {book.heads[once]}" in starts
    assert f"Baris 4, {book.heads[words]}" in starts
    assert f"Baris 5, {book.heads[day]}" in starts
    assert any(line.startswith("Baris 6") and "NIK lengkap" in line for line in told)
    assert office.person("admin").ask(PATH)["rows"] == 0
    bring(office, kind, row(kind, 1), expect=403, who="registrasi")
    waiting = bring(office, kind, row(kind, 1))
    assert waiting["rows"] == 1
    bring(office, kind, row(kind, 1), expect=422)
    key = waiting["imports"][0]["id"]
    assert office.person("admin").do(f"{PATH}/{key}/drop-paper", {})["rows"] == 0
    template = office.person("admin").get(f"/intake/first-day/{kind}.xlsx").data
    lines = list(openpyxl.load_workbook(io.BytesIO(template)).active.iter_rows(values_only=True))
    assert list(lines[0]) == list(book.heads.values())

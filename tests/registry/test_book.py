"""The register book: gapless numbers, corrections, the chain, and what the database role may not do."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from services.registry.actions.numbering import assign_number
from services.registry.actions.registering import record_register
from services.registry.queries import chains
from services.registry.tables import LetterNumber, RegisterEntry
from services.shared.rights.people import Actor, Role
from tests.support.office import TestOffice
from tests.support.registry import STATES, CaseUnderTest, LetterUnderTest

REGISTRAR = Actor(None, "registrasi", "Contoh Lumentut", frozenset({Role.REGISTRAR}))


class _GoneWrong(Exception):
    pass


def _serials(office: TestOffice, classification: str, year: int) -> list[int]:
    with office.service("registry").reading() as session:
        wanted = select(LetterNumber.serial).filter_by(classification=classification, year=year)
        return sorted(session.scalars(wanted))


def test_eight_at_once_with_rollbacks_leave_no_gap_and_no_repeat(per_class: TestOffice) -> None:
    office = per_class
    service = office.service("registry")
    letters = [LetterUnderTest(office, classification="300.9") for _ in range(24)]
    for letter in letters:
        letter.walk("registered")
    errors: list[BaseException] = []

    def assign(mine: list[LetterUnderTest]) -> None:
        for turn, letter in enumerate(mine):
            try:
                if turn % 2 == 0:
                    with pytest.raises(_GoneWrong), service.work(REGISTRAR) as work:
                        assign_number(work, _id(letter), None)
                        raise _GoneWrong
                with service.work(REGISTRAR) as work:
                    assign_number(work, _id(letter), None)
            except BaseException as error:
                errors.append(error)

    threads = [threading.Thread(target=assign, args=(letters[i::8],)) for i in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert not errors
    year = datetime.now(UTC).year
    assert _serials(office, "300.9", year) == list(range(1, 25))
    assert len({letter.now()["number"] for letter in letters}) == 24


def test_numbers_count_for_each_classification_by_itself(per_class: TestOffice) -> None:
    first = LetterUnderTest(per_class, classification="331.1").walk("numbered")["number"]
    second = LetterUnderTest(per_class, classification="332").walk("numbered")["number"]
    assert re.fullmatch(r"331\.1/001/KEC-KMB/[IVX]+/\d{4}", first)
    assert re.fullmatch(r"332/001/KEC-KMB/[IVX]+/\d{4}", second)


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (datetime(2030, 12, 31, 15, 59, tzinfo=UTC), "900/001/KEC-KMB/XII/2030"),  # 23.59 WITA
        (datetime(2030, 12, 31, 16, 1, tzinfo=UTC), "900/001/KEC-KMB/I/2031"),  # 00.01 WITA, still 2030 in UTC
        (datetime(2031, 1, 1, 3, 0, tzinfo=UTC), "900/002/KEC-KMB/I/2031"),
    ],
)
def test_the_year_changes_at_midnight_of_the_office(office: TestOffice, moment: datetime, number: str) -> None:
    letter = LetterUnderTest(office, classification="900")
    service = office.service("registry")
    with service.work(REGISTRAR, moment) as work:
        entry_year = (
            record_register(work, _id(letter), None)
            and work.session.scalars(select(RegisterEntry.year).filter_by(letter_id=_id(letter))).one()
        )
    with service.work(REGISTRAR, moment) as work:
        shown = assign_number(work, _id(letter), None)
    assert shown.number == number
    assert entry_year == int(number[-4:])
    assert shown.dated is not None
    assert shown.dated.year == entry_year


@pytest.mark.parametrize("state", STATES)
def test_void_in_each_state_keeps_a_given_number_as_batal(office: TestOffice, state: str) -> None:
    letter = LetterUnderTest(office)
    number = letter.walk(state)["number"]
    letter.void("Pengaduan dicabut pemohon.")
    shown = letter.now()
    assert (shown["state"], shown["number"]) == ("voided", number)
    rows = office.person("registrasi").ask(f"/registry/api/register?q={letter.case_no}")["entries"]
    if state == "received":
        assert rows == []
        return
    struck, new = rows
    assert struck["struck_by"] == new["position"]
    assert new["result"] == "BATAL"
    assert "dicabut pemohon" in new["note"]
    assert new["letter_number"] == (number or "")
    for verb in ("record-register", "assign-number", "stamp", "copy", "archive-copy"):
        letter.do(verb, expect=409)
    if number:
        following = LetterUnderTest(office).walk("numbered")["number"]
        assert following != number, "a voided number is never used again"


def test_void_told_twice_is_one_row(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    letter.walk("numbered")
    letter.void()
    letter.void()
    rows = office.person("registrasi").ask(f"/registry/api/register?q={letter.case_no}")["entries"]
    assert len(rows) == 2


@pytest.mark.parametrize("table", ["register_book", "letter_number", "audit"])
@pytest.mark.parametrize("statement", ["delete from {}", "update {} set hash = 'x'", "truncate {}"])
def test_the_database_role_may_not_change_what_is_written(office: TestOffice, table: str, statement: str) -> None:
    LetterUnderTest(office).walk("numbered")
    column = "number" if table == "letter_number" else "hash"
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with refused, office.service("registry").database.transaction() as session:
        session.execute(text(statement.format(table).replace("hash", column)))


def test_a_correction_strikes_the_old_row_and_both_stay(office: TestOffice) -> None:
    case = CaseUnderTest(office)
    case.end()
    registrar = office.person("registrasi")
    (row,) = registrar.ask(f"/registry/api/register?q={case.case_no}")["entries"]
    path = f"/registry/api/register/{row['position']}/correct-entry"
    body = {"reason": "Nama desa salah tulis", "village": "Makasili Dua"}
    new = registrar.do(path, body)
    assert (new["village"], new["strikes"], new["summary"]) == ("Makasili Dua", row["position"], row["summary"])
    assert registrar.do(path, body)["position"] == new["position"], "pressed twice, written once"
    assert registrar.do(path, body | {"village": "Malola"}, 409)
    old, _ = registrar.ask(f"/registry/api/register?q={case.case_no}")["entries"]
    assert (old["village"], old["struck_by"]) == ("Makasili", new["position"])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"village": "Malola"}, "reason"),
        ({"reason": "ya", "village": "Malola"}, "reason"),
        ({"reason": "salah tulis", "finished_on": "31/02/2026"}, "finished_on"),
    ],
)
def test_a_wrong_correction_is_told_at_its_field(office: TestOffice, body: dict[str, str], field: str) -> None:
    case = CaseUnderTest(office)
    case.end()
    (row,) = office.person("registrasi").ask(f"/registry/api/register?q={case.case_no}")["entries"]
    answer = office.person("registrasi").do(f"/registry/api/register/{row['position']}/correct-entry", body, 422)
    assert field in answer["errors"]


def test_only_the_registrar_corrects_and_a_correction_must_change_something(office: TestOffice) -> None:
    case = CaseUnderTest(office)
    case.end()
    (row,) = office.person("kasi").ask(f"/registry/api/register?q={case.case_no}")["entries"]
    path = f"/registry/api/register/{row['position']}/correct-entry"
    body = {"reason": "salah tulis", "village": row["village"]}
    for who in ("loket1", "kasi", "camat", "auditor", "admin", "tim1"):
        office.person(who).do(path, body, 403)
    assert "Belum ada" in office.person("registrasi").do(path, body, 422)["message"]
    office.person("registrasi").do("/registry/api/register/99999999/correct-entry", body, 404)


def test_the_chain_is_sound_and_a_changed_row_is_found(office: TestOffice) -> None:
    CaseUnderTest(office).end()
    service = office.service("registry")
    with service.reading() as session:
        assert chains.REGISTER.broken(session) == []
        rows = [dict(r._mapping) for r in session.execute(select(RegisterEntry.__table__).limit(1))]
    assert chains.REGISTER.digest(rows[0]) == rows[0]["hash"]
    assert chains.REGISTER.digest(rows[0] | {"summary": "lain"}) != rows[0]["hash"]


def test_running_numbers_of_the_book_have_no_gap(office: TestOffice) -> None:
    with office.service("registry").reading() as session:
        for year in session.scalars(select(RegisterEntry.year).distinct()).all():
            rows = session.execute(select(RegisterEntry.serial, RegisterEntry.kind).filter_by(year=year)).all()
            serials = [row.serial for row in rows]
            assert len(serials) == len(set(serials))
            given = {row.serial for row in rows if row.kind != "paper"}  # a row of the paper book keeps its number
            assert {serial - 1 for serial in given} <= {0, *serials}, "what was given here follows the row before it"


def test_the_book_is_paged_by_month_in_its_own_order(office: TestOffice) -> None:
    rows = office.person("registrasi").ask("/registry/api/register?year=2030&month=12")["entries"]
    assert all(row["entered_on"].startswith("2030-12") for row in rows)
    everything = office.person("registrasi").ask("/registry/api/register")
    positions = [row["position"] for row in everything["entries"]]
    assert positions == sorted(positions)
    if everything["after"]:
        more = office.person("registrasi").ask(f"/registry/api/register?after={everything['after']}")["entries"]
        assert more[0]["position"] > positions[-1]


def _id(letter: LetterUnderTest):  # type: ignore[no-untyped-def]
    import uuid

    return uuid.UUID(letter.id)

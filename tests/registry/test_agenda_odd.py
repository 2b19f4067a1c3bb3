"""What one registrar, two at once, and a change of sources in mid-year may try with numbers: none is given twice."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from services.registry.actions import agenda, blocks, booking, chained, reserving
from services.registry.tables import AgendaNumber, NumberRequest
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.unit_of_work import Service
from tests.support.agenda import API, CODE, FACTS, REGISTRAR, at, on, outside, use_up, year
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest, new_case_no
from tests.support.ways import other_office

OTHER = "700.1.2.4"


def typed_at(service: Service, moment: Any, number: str, code: str = CODE) -> AgendaNumber:
    with service.work(REGISTRAR, moment) as work:
        return booking.record_outside(
            work, key=None, number=number, dated=moment.date(), classification=code, **FACTS
        )  # fmt: skip


@pytest.mark.parametrize("again", ["B/7/Setda/2026-{0}", "b / 007 /SETDA/2026–{0}", "B/07/SETDA\u200b/2026-{0}"])
def test_a_number_of_somebody_elses_shape_is_the_same_however_it_is_filled_up(typed: TestOffice, again: str) -> None:
    tail = uuid.uuid4().hex[:6]
    outside(typed, f"B/007/SETDA/2026-{tail}", subject="Laporan bulanan")
    assert "Laporan bulanan" in outside(typed, again.format(tail), 422)["errors"]["number"][0]


def test_a_running_number_of_the_one_series_is_had_once_whatever_its_classification(
    office: TestOffice, per_class: TestOffice
) -> None:
    moment = year(2064)
    own = at(office.service("registry"), moment)
    double = f"{OTHER}/{own.serial}/KEC-KMB/II/2064"
    with pytest.raises(RuleBroken) as refused:
        typed_at(office.service("registry"), moment, double, OTHER)
    said = refused.value.fields["number"][0]
    assert own.number in said
    assert "number_series" in said, "the way out of an office that is counted otherwise"
    line = typed_at(per_class.service("registry"), moment, double, OTHER)
    with office.service("registry").work(REGISTRAR, moment) as work:  # what stands so is corrected all the same
        changed = booking.correct_line(work, line.id, line.position, reason="Tujuan keliru", recipient="Polsek")
    assert changed.number == double


def test_the_year_in_a_number_is_the_years_of_its_date(office: TestOffice) -> None:
    number = f"{CODE}/901/KEC-KMB/XII/{clock.today().year - 1}"
    assert "tahun" in outside(office, number, 422)["errors"]["number"][0]
    line = outside(office, f"B/{uuid.uuid4().hex[:6]}/X")
    assert "number" in on(office, line, "correct-line", reason="Salah ketik", number=number, expect=422)["errors"]


def test_a_cancelled_number_is_neither_corrected_nor_typed_again(office: TestOffice) -> None:
    line = outside(office, f"C/{uuid.uuid4().hex[:6]}/2026")
    on(office, line, "cancel-number", reason="Tidak jadi dikirim")
    on(office, line, "correct-line", reason="Ternyata dipakai", recipient="Polsek", expect=409)
    assert "sudah batal" in outside(office, line["number"], 422)["errors"]["number"][0]


# ------------------------------------------------------------------------------------------------------ at once


def beside(service: Service, first: Callable[[Any], Any], second: Callable[[Any], Any]) -> tuple[Any, Any]:
    """One registrar is in the middle of ``first`` as another presses ``second``, which waits for the book."""

    def press() -> Any:
        with service.work(REGISTRAR) as work:
            return second(work)

    with ThreadPoolExecutor(1) as pool:
        with service.work(REGISTRAR) as work:
            chained.lock(work.session)
            waits: Future[Any] = pool.submit(press)
            _until_it_waits(service)
            done = first(work)
        return done, waits.result(timeout=30)


def _until_it_waits(service: Service) -> None:
    pause = threading.Event()
    wanted = text("select count(*) from pg_locks where locktype = 'advisory' and not granted")
    for _ in range(400):
        with service.reading() as session:
            if session.scalar(wanted):
                return
        pause.wait(0.02)
    raise AssertionError("nobody waits for the book")


def test_one_form_sent_twice_at_the_same_moment_books_once(office: TestOffice) -> None:
    facts: dict[str, Any] = FACTS | {"classification": CODE, "key": uuid.uuid4()}
    one, other = beside(
        office.service("registry"),
        lambda work: booking.book_letter(work, **facts).id,
        lambda work: booking.book_letter(work, **facts).id,
    )
    assert one == other


def test_of_two_who_type_one_number_at_the_same_moment_the_second_hears_of_the_first(office: TestOffice) -> None:
    facts: dict[str, Any] = FACTS | {"classification": CODE, "key": None, "dated": clock.today()}
    number = uuid.uuid4().hex[:6]
    with pytest.raises(RuleBroken) as refused:
        beside(
            office.service("registry"),
            lambda work: booking.record_outside(work, number=f"D/0{number}/1", **facts),
            lambda work: booking.record_outside(work, number=f"d/0{number} / 01", **facts),
        )
    assert FACTS["subject"] in refused.value.fields["number"][0]


def test_one_code_added_twice_at_the_same_moment_is_one(office: TestOffice) -> None:
    code = {"code": f"500.{uuid.uuid4().int % 10**6}", "label": "Kerja sama desa"}
    beside(
        office.service("registry"),
        lambda work: blocks.add_classification(work, **code).code,
        lambda work: blocks.add_classification(work, **code).code,
    )


def test_a_line_is_corrected_while_its_letter_goes_on(office: TestOffice) -> None:
    """Whoever numbers has the book and wants the row; whoever corrects must not have the row and want the book."""
    letter = LetterUnderTest(office, classification=CODE)
    letter.walk("numbered")
    with office.service("registry").reading() as session:
        line = session.scalars(select(AgendaNumber).where(AgendaNumber.letter_id == letter.id)).one()
    _, changed = beside(
        office.service("registry"),
        lambda work: agenda.of_letter(work, uuid.UUID(letter.id)),
        lambda work: booking.correct_line(work, line.id, line.position, reason="Lupa dicatat", note="x").id,
    )
    assert changed == line.id


def test_a_letter_that_waits_is_answered_while_a_block_comes(block: TestOffice) -> None:
    letter_id, waiting = uuid.uuid4(), select(NumberRequest).with_for_update()
    asked = {"letter_id": letter_id, "letter_kind": "tanggapan", "classification": CODE, "requested_by": "Camat"}
    with block.service("registry").work(REGISTRAR) as work:
        work.session.add(NumberRequest(**asked, case_no=new_case_no(), requested_at=work.now))
    _, row = beside(
        block.service("registry"),
        lambda work: work.session.scalars(waiting).all(),  # as the block's import serves them
        lambda work: (
            reserving.answer_request(work, letter_id, number=f"T/{letter_id.hex[:9]}/1", dated=clock.today()).letter_id
        ),
    )
    assert row == letter_id


# ------------------------------------------------------------------------------------------------- sources change


def test_an_office_that_comes_back_from_typed_numbers_goes_on_behind_them(office: TestOffice, tmp_path: Path) -> None:
    moment = year(2065)
    assert [at(office.service("registry"), moment).serial for _ in range(2)] == [1, 2]
    back = other_office(office, tmp_path, number_start="{ year = 2065, number = 213 }").service("registry")
    assert [at(back, moment).serial for _ in range(2)] == [213, 214], "what the secretariat gave meanwhile is not"
    assert at(office.service("registry"), moment).serial == 215, "and the entry is not needed again"


def test_no_number_of_a_block_is_lost_behind_one_that_is_held(block: TestOffice, tmp_path: Path) -> None:
    moment = year(2066)
    before = other_office(block, tmp_path, number_source='"block"', number_pattern='"{number}/{code}/{year}"')
    typed_at(before.service("registry"), moment, f"{CODE}/101/KEC-KMB/III/2066")  # another shape then: no serial known
    with block.service("registry").work(REGISTRAR, moment) as work:
        blocks.import_block(work, year=2066, first=101, last=101, allotted_by="Setda")
        blocks.import_block(work, year=2066, first=51, last=52, allotted_by="Setda")
    assert [at(block.service("registry"), moment).serial for _ in range(2)] == [51, 52]


def test_a_block_that_ends_while_numbers_are_reserved_says_how_many_are_left(block: TestOffice) -> None:
    service, moment = block.service("registry"), year(2067)
    with service.work(REGISTRAR, moment) as work:
        blocks.import_block(work, year=2067, first=1, last=2, allotted_by="Setda")
    asked = {"key": None, "classification": CODE, "note": "Surat tugas"}
    with pytest.raises(RuleBroken) as refused, service.work(REGISTRAR, moment) as work:
        booking.reserve_numbers(work, count=3, **asked)
    assert "tinggal 2" in refused.value.fields["count"][0]
    with service.work(REGISTRAR, moment) as work:
        assert booking.reserve_numbers(work, count=2, **asked).serial == 1, "nothing was taken by the press before"


def test_a_block_that_ends_in_the_middle_of_one_press_keeps_the_rest_for_the_registrar(
    block: TestOffice, tmp_path: Path
) -> None:
    """Three letters of one meeting are signed by one press, and two numbers are left."""
    own = other_office(block, tmp_path, number_source='"block"', block_notice="2")
    case_no, code = new_case_no(), CODE
    with own.service("registry").work(REGISTRAR) as work:
        use_up(work)
        blocks.import_block(work, year=clock.today().year, first=910_001, last=910_002, allotted_by="Setda")
    about = {"letter_kind": "invitation", "step": "8b", "classification": code, "at_once": True}
    letters = [LetterUnderTest(own, case_no, **about) for _ in range(3)]
    shown = [one.now() for one in letters]
    assert [one["state"] for one in shown] == ["ready_for_handover", "ready_for_handover", "received"]
    assert (shown[2]["register_entry"], shown[2]["number"]) == (None, None), "neither half a row nor half a number"
    assert "habis" in letters[2].do("register-at-once", 422)["message"]
    body = {"year": clock.today().year, "first": 910_003, "last": 910_004, "allotted_by": "Setda"}
    own.person("registrasi").do(f"{API}/import-block", body)
    assert letters[2].do("register-at-once")["number"].startswith(f"{CODE}/910003/")

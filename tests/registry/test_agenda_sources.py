"""Where numbers come from: the office's series, blocks of the secretariat, typed ones; a change, and a new year."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from services.handoffs.letters_to_registry import NUMBER_RELEASED, NUMBER_REQUESTED
from services.registry.actions import allotted, blocks, booking
from services.registry.queries import agenda as queries
from services.registry.tables import AgendaNumber, LetterNumber
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.notices.tables import notice
from services.shared.rights.people import SYSTEM
from services.shared.unit_of_work import Service
from tests.support.agenda import API, CODE, FACTS, PAGE, REGISTRAR, at, book, on, outside, use_up, year
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest, deliver, new_case_no, posted
from tests.support.ways import other_office


def test_a_typed_number_is_unique_and_the_refusal_names_who_has_it(office: TestOffice, typed: TestOffice) -> None:
    number = f"B/{uuid.uuid4().hex[:6]}/SETDA/2026"
    line = outside(typed, number, subject="Laporan bulanan")
    for again in (number, number.lower(), number.replace("/", " / ")):
        message = outside(typed, again, 422)["errors"]["number"][0]
        assert "Laporan bulanan" in message
        assert "Contoh Lumentut" in message
        assert clock.short_date(clock.today()) in message
    later = (clock.today() + timedelta(days=1)).isoformat()
    assert "dated" in outside(typed, number + "X", 422, dated=later)["errors"]
    right = on(typed, line, "correct-line", reason="Salah ketik nomor", number=number + "A")
    assert right["number"] == number + "A"
    outside(typed, number)  # which nobody has any more
    assert "SRIKANDI" in book(typed, 422)["message"], "no number is taken where they are given elsewhere"


def test_with_typed_numbers_the_letter_waits_for_the_registrar_on_its_own_page(typed: TestOffice) -> None:
    letter, registrar = LetterUnderTest(typed), typed.person("registrasi")
    letter.walk("registered")
    assert "SRIKANDI" in letter.do("assign-number", expect=422)["message"]
    page = registrar.get(letter.page).get_data(as_text=True)
    assert 'name="number"' in page
    taken = outside(typed, f"S/{uuid.uuid4().hex[:6]}/2026")
    body = {"number": taken["number"], "dated": clock.today().isoformat()}
    assert taken["subject"] in letter.do("type-number", 422, **body)["errors"]["number"][0]
    own = f"S/{uuid.uuid4().hex[:6]}/2026"
    form = {"version": letter.now()["version"], "number": own, "dated": clock.today().strftime("%d/%m/%Y")}
    assert registrar.post(f"{letter.page}/type-number", data=form).status_code in {302, 303}
    assert letter.now()["number"] == own
    letter.do("stamp")
    assert letter.now()["verdict"]["genuine"], "the typed number stands on the sealed file"
    (line,) = [one for one in registrar.ask(f"{API}?q={own}")["lines"] if one["number"] == own]
    assert (line["source"], line["case_no"]) == ("typed", letter.case_no)


def test_a_letter_that_is_numbered_before_its_signature_waits_until_the_number_is_typed(typed: TestOffice) -> None:
    case_no, letter_id, registrar = new_case_no(), uuid.uuid4(), typed.person("registrasi")
    asked = {"letter_id": letter_id, "letter_kind": "tanggapan", "classification": CODE, "requested_by": "Camat"}
    deliver(typed, NUMBER_REQUESTED, case_no, asked)
    assert posted(typed, case_no, "number_reserved") == []
    assert case_no in registrar.get(PAGE).get_data(as_text=True)
    number = f"T/{uuid.uuid4().hex[:6]}/2026"
    body = {"number": number, "dated": clock.today().isoformat()}
    registrar.do(f"{API}/requests/{letter_id}", body)
    (told,) = posted(typed, case_no, "number_reserved")
    assert told["number"] == number
    registrar.do(f"{API}/requests/{letter_id}", body, 404)
    deliver(typed, NUMBER_RELEASED, case_no, {"letter_id": letter_id, "number": number, "reason": "Dicabut pemohon."})
    lines = {one["number"]: one["state"] for one in registrar.ask(f"{API}?q={number}")["lines"]}
    assert lines[number] == "cancelled"
    other = asked | {"letter_id": uuid.uuid4()}
    deliver(typed, NUMBER_REQUESTED, case_no, other)
    gone = {"letter_id": other["letter_id"], "number": "", "reason": "Surat dibatalkan"}
    deliver(typed, NUMBER_RELEASED, case_no, gone)
    registrar.do(f"{API}/requests/{other['letter_id']}", body, 404)


def test_a_block_is_used_up_in_order_and_the_registrar_is_told_in_time(block: TestOffice) -> None:
    service, moment = block.service("registry"), year(2061)
    with pytest.raises(RuleBroken, match="habis"):
        at(service, moment)
    with service.work(REGISTRAR, moment) as work:
        blocks.import_block(work, year=2061, first=101, last=103, allotted_by="Sekretariat Daerah")
        blocks.import_block(work, year=2061, first=51, last=52, allotted_by="Sekretariat Daerah")
    given = [at(service, moment) for _ in range(5)]
    assert [line.serial for line in given] == [101, 102, 103, 51, 52]
    assert {line.source for line in given} == {"block"}
    with service.reading() as session:
        told = session.execute(select(notice.c.text).where(notice.c.subject == "agenda-2061")).scalars().all()
    assert sorted(told) == [
        "Nomor surat dari sekretariat untuk tahun 2061 habis. Minta blok baru",
        "Nomor surat dari sekretariat untuk tahun 2061 tinggal 2. Minta blok baru",
    ]
    with pytest.raises(RuleBroken, match="habis"):
        at(service, moment)
    assert waiting(service) == {"numbers:2061"}
    with service.work(REGISTRAR, moment + timedelta(hours=1)) as work:
        blocks.import_block(work, year=2061, first=201, last=203, allotted_by="Sekretariat Daerah")
    assert waiting(service) == set(), "what is done need not be told"
    with service.work(SYSTEM, moment + timedelta(days=300)) as work:
        assert allotted.look_after(work) == "1 tahun kekurangan nomor dari sekretariat", "the next year has none yet"
    assert waiting(service) == {"numbers:2062"}
    body = {"year": 2061, "first": 103, "last": 110, "allotted_by": "Sekretariat Daerah"}
    assert "first" in block.person("registrasi").do(f"{API}/import-block", body, 422)["errors"]


def waiting(service: Service) -> set[str]:
    """What the registrar is told of numbers and nobody has done yet."""
    wanted = select(notice.c.about).where(notice.c.kind == "numbers_low", notice.c.done_by.is_(None))
    with service.reading() as session:
        return {about for about in session.scalars(wanted) if about.startswith("numbers:206")}


def test_what_was_typed_meanwhile_is_passed_over_and_what_is_left_is_counted_no_further(block: TestOffice) -> None:
    service, moment = block.service("registry"), year(2063)
    with service.work(REGISTRAR, moment) as work:
        blocks.import_block(work, year=2063, first=1, last=9_999, allotted_by="Sekretariat Daerah")
        assert booking.book_letter(work, key=None, classification=CODE, **FACTS).serial == 1
        for serial in range(2, 70):  # more than are looked up at once
            number = f"{CODE}/{serial:03d}/KEC-KMB/III/2063"
            booking.record_outside(
                work, key=None, number=number, dated=moment.date(), classification=CODE, **FACTS
            )  # fmt: skip
        assert allotted.left(work, 2063) == 4, "no further than the office's mark, and two"
    assert at(service, moment).serial == 70


def test_a_letter_that_waits_gets_its_number_when_the_block_comes(block: TestOffice) -> None:
    case_no, letter_id, now = new_case_no(), uuid.uuid4(), clock.today()
    with block.service("registry").work(REGISTRAR) as work:
        use_up(work)
    asked = {"letter_id": letter_id, "letter_kind": "tanggapan", "classification": CODE, "requested_by": "Camat"}
    deliver(block, NUMBER_REQUESTED, case_no, asked)
    assert posted(block, case_no, "number_reserved") == []
    body = {"year": now.year, "first": 900_001, "last": 900_009, "allotted_by": "Surat Setda 12/2026"}
    block.person("registrasi").do(f"{API}/import-block", body)
    block.person("registrasi").do(f"{API}/import-block", body)  # sent twice
    (told,) = posted(block, case_no, "number_reserved")
    assert told["number"].startswith(f"{CODE}/900001/")
    number = LetterUnderTest(block, classification=CODE).walk("numbered")["number"]
    assert number.startswith(f"{CODE}/900002/")


def test_a_change_of_the_source_in_the_middle_of_a_year_loses_and_doubles_nothing(
    office: TestOffice, per_class: TestOffice, block: TestOffice, tmp_path: Any
) -> None:
    moment, other = year(2071), "700.1.2.4"
    begun = other_office(office, tmp_path / "start", number_start="{ year = 2071, number = 5 }").service("registry")
    own, each, allotted = (one.service("registry") for one in (office, per_class, block))
    given = [at(begun, moment), at(begun, moment)]  # 5, 6
    with each.work(REGISTRAR, moment) as work:  # 1 of one classification, 1 of the other
        given += [booking.book_letter(work, key=None, classification=code, **FACTS) for code in (CODE, other)]
    with allotted.work(REGISTRAR, moment) as work:
        blocks.import_block(work, year=2071, first=8, last=9, allotted_by="Setda")
        given.append(booking.book_letter(work, key=None, classification=CODE, **FACTS))  # 8
        typed = f"{CODE}/010/KEC-KMB/I/2071"
        day = moment.date()
        given.append(booking.record_outside(work, key=None, number=typed, dated=day, classification=CODE, **FACTS))
    given += [at(own, moment) for _ in range(3)]  # 7, 9, 11: 8 and 10 are held
    with pytest.raises(RuleBroken, match="habis"):
        at(allotted, moment)  # 9 of the block was taken as an own one meanwhile
    assert [line.serial for line in given] == [5, 6, 1, 1, 8, 10, 7, 9, 11]
    assert len({line.number for line in given}) == len(given)
    double = {"number": f"{CODE}/007/KEC-KMB/II/2071", "dated": moment.date(), "classification": CODE}
    with own.work(REGISTRAR, moment) as work, pytest.raises(RuleBroken, match="007/KEC-KMB/III/2071 sudah dipakai"):
        booking.record_outside(work, key=None, **double, **FACTS)


def test_the_year_changes_at_midnight_of_the_office(office: TestOffice) -> None:
    service = office.service("registry")
    before = at(service, datetime(2080, 12, 31, 15, 59, tzinfo=UTC))  # 23.59 WITA
    after = at(service, datetime(2080, 12, 31, 16, 1, tzinfo=UTC))
    assert re.fullmatch(r"300\.1\.4/\d+/KEC-KMB/XII/2080", before.number)
    assert after.number == "300.1.4/001/KEC-KMB/I/2081"


def test_what_the_release_before_gives_meanwhile_is_adopted(office: TestOffice) -> None:
    letter = LetterUnderTest(office, classification="900.9")
    number = letter.walk("numbered")["number"]
    with office.service("registry").database.transaction() as session:
        held = session.scalars(select(AgendaNumber).where(AgendaNumber.letter_id == letter.id)).one()
        session.delete(held)
        assert session.scalars(select(LetterNumber).where(LetterNumber.letter_id == letter.id)).one().number == number
    with office.service("registry").reading() as session:
        assert queries.line_of_letter(session, uuid.UUID(letter.id)) is None
    assert "registry.agenda" in office.run_jobs("registry", clock.now() + timedelta(days=400))
    found = office.person("registrasi").ask(f"{API}?q={number}")["lines"]
    (line,) = [one for one in found if one["number"] == number]  # the words of a number are in others too
    assert (line["state"], line["case_no"]) == ("used", letter.case_no)

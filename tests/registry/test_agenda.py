"""The agenda of outgoing letters: one book for Sigap's letters and the office's others, from three sources."""

from __future__ import annotations

import csv
import io
import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from deploy.demo.others import others
from services.handoffs.letters_to_registry import NUMBER_RELEASED, NUMBER_REQUESTED
from services.registry.actions import blocks, booking
from services.registry.actions.numbering import assign_number
from services.registry.papers.agenda import HEADS
from services.registry.queries import agenda as queries
from services.registry.queries import chains
from services.registry.tables import AgendaEntry, AgendaNumber, LetterNumber
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.notices.tables import notice
from services.shared.paper.preview import page_text
from services.shared.rights.people import Actor, Role
from services.shared.unit_of_work import Service
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest, deliver, new_case_no, posted
from tests.support.ways import other_office

REGISTRAR = Actor(None, "registrasi", "Contoh Lumentut", frozenset({Role.REGISTRAR}))
API, PAGE = "/registry/api/agenda", "/registry/agenda"
CODE = "300.1.4"
FACTS = {"subject": "Undangan rapat koordinasi", "recipient": "Hukum Tua se-Kecamatan", "signer_title": "Camat",
         "security": "biasa", "retention": "ordinary", "note": ""}  # fmt: skip
Json = dict[str, Any]


def book(office: TestOffice, expect: int = 200, **changes: Any) -> Json:
    return office.person("registrasi").do(f"{API}/book-letter", FACTS | {"classification": CODE} | changes, expect)


def outside(office: TestOffice, number: str, expect: int = 200, **changes: Any) -> Json:
    body = FACTS | {"classification": CODE, "number": number, "dated": clock.today().isoformat()} | changes
    return office.person("registrasi").do(f"{API}/record-outside", body, expect)


def on(office: TestOffice, line: Json, verb: str, expect: int = 200, **body: Any) -> Json:
    path = f"{API}/{line['id']}"
    version = body.pop("version", None) or office.person("registrasi").ask(path)["version"]
    return office.person("registrasi").do(f"{path}/{verb}", {"version": version} | body, expect)


def at(service: Service, moment: datetime, **facts: Any) -> AgendaNumber:
    with service.work(REGISTRAR, moment) as work:
        return booking.book_letter(work, key=None, classification=CODE, **FACTS | facts)


def year(number: int) -> datetime:
    """A moment in a year of its own."""
    return datetime(number, 3, 2, 3, 0, tzinfo=UTC)


def test_letters_of_sigap_and_others_share_one_series_and_one_book(office: TestOffice) -> None:
    first = book(office)
    letter = LetterUnderTest(office, classification="700.1.2.4")
    number = letter.walk("numbered")["number"]
    second = book(office)
    assert [int(one.split("/")[1]) for one in (number, second["number"])] == [first["serial"] + 1, first["serial"] + 2]
    found = office.person("registrasi").ask(f"{API}?q={number}")["lines"]
    (line,) = [one for one in found if one["number"] == number]  # the words of a number are in others too
    assert (line["case_no"], line["letter_id"], line["subject"]) == (letter.case_no, letter.id, letter.body["subject"])
    assert line["recipient"] == "Saudara Ferdinand Karundeng"
    letter.void("Pengaduan dicabut pemohon.")
    assert office.person("registrasi").ask(f"{API}/{line['id']}")["state"] == "cancelled"
    following = book(office)
    assert following["serial"] == second["serial"] + 1, "a cancelled number is not given again"


def test_the_agenda_says_no_name_of_a_hidden_applicant(office: TestOffice) -> None:
    letter = LetterUnderTest(office, confidential=True, recipient="Saudari Greity Rahasia")
    number = letter.walk("numbered")["number"]
    shown = office.person("camat").get(f"{PAGE}?month=all&q={number}").get_data(as_text=True)
    assert number in shown
    assert "Greity" not in shown
    assert office.person("registrasi").ask(f"{API}?q=Greity")["lines"] == []
    with office.service("registry").reading() as session:
        rows = session.scalars(select(AgendaEntry).where(AgendaEntry.case_no == letter.case_no)).all()
    assert [(row.subject, row.recipient) for row in rows] == [("Surat Tanggapan", "")], "the book itself names nobody"


def test_a_form_sent_twice_books_once_and_every_role_but_the_registrar_is_refused(office: TestOffice) -> None:
    key = str(uuid.uuid4())
    assert book(office, key=key)["id"] == book(office, key=key)["id"]
    for who in ("loket1", "kasi", "camat", "tim1", "auditor", "admin"):
        office.person(who).do(f"{API}/book-letter", FACTS | {"classification": CODE}, 403)
    assert office.person("tim1").get(PAGE).status_code == 403
    assert office.person("auditor").get(PAGE).status_code == 200
    assert "classification" in book(office, 422, classification="999.9")["errors"]


def test_reserved_used_corrected_cancelled_are_lines_that_strike_each_other(office: TestOffice) -> None:
    body = {"classification": CODE, "count": 3, "note": "Surat tugas"}
    line = office.person("registrasi").do(f"{API}/reserve-numbers", body)
    last = office.person("registrasi").ask(f"{API}?q=tugas")["lines"][-1]
    assert (line["state"], last["serial"]) == ("reserved", line["serial"] + 2)
    used = on(office, line, "use-number", **FACTS | {"subject": "Surat tugas monitoring"})
    assert (used["state"], used["number"]) == ("used", line["number"])
    on(office, line, "use-number", **FACTS | {"subject": "Lain"}, expect=409)
    new = on(office, line, "correct-line", reason="Salah tulis tujuan", recipient="Hukum Tua Makasili")
    assert (new["recipient"], new["subject"]) == ("Hukum Tua Makasili", "Surat tugas monitoring")
    again = {"reason": "Salah tulis tujuan", "recipient": "Hukum Tua Makasili", "version": used["version"]}
    assert on(office, line, "correct-line", **again)["version"] == new["version"], "pressed twice, written once"
    on(office, line, "correct-line", reason="Salah tulis", recipient="Lain", version=used["version"], expect=409)
    assert "Belum ada" in on(office, line, "correct-line", reason="tanpa ganti", expect=422)["message"]
    wrong = on(office, line, "correct-line", reason="ganti nomor", number="1/2/3", expect=422)
    assert "number" in wrong["errors"], "what the application gave is not typed over"
    gone = on(office, line, "cancel-number", reason="Kegiatan ditiadakan")
    assert [one["state"] for one in gone["history"]] == ["reserved", "used", "used", "cancelled"]
    on(office, line, "correct-line", reason="Salah tulis", recipient="Lain", expect=409)
    assert on(office, last, "cancel-number", reason="Tidak jadi")["state"] == "cancelled"


def test_a_letter_of_sigap_is_cancelled_and_worded_by_its_own_steps(office: TestOffice) -> None:
    number = LetterUnderTest(office).walk("numbered")["number"]
    found = office.person("registrasi").ask(f"{API}?q={number}")["lines"]
    (line,) = [one for one in found if one["number"] == number]  # the words of a number are in others too
    on(office, line, "cancel-number", reason="Tidak jadi", expect=409)
    refused = on(office, line, "correct-line", reason="Salah tulis", subject="Lain", expect=422)
    assert "subject" in refused["errors"]
    assert on(office, line, "correct-line", reason="Keliru retensi", retention="oversight")["retention"] == "oversight"


def test_the_chain_is_sound_and_a_changed_line_is_found(office: TestOffice) -> None:
    book(office)
    service = office.service("registry")
    with service.reading() as session:
        assert chains.AGENDA.broken(session) == []
        newest = select(AgendaEntry.__table__).order_by(AgendaEntry.position.desc()).limit(1)
        row = dict(session.execute(newest).one()._mapping)
        held = session.scalars(select(AgendaNumber).where(AgendaNumber.position == row["position"])).one()
        assert (held.number, held.state) == (row["number"], row["state"])
    assert chains.AGENDA.digest(row) == row["hash"]
    assert chains.AGENDA.digest(row | {"subject": "lain"}) != row["hash"]
    for statement in ("delete from agenda_book", "update agenda_book set subject = 'x'", "truncate agenda_book"):
        refused = pytest.raises(ProgrammingError, match="permission denied")
        with refused, service.database.transaction() as session:
            session.execute(text(statement))


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
    body = {"year": 2061, "first": 103, "last": 110, "allotted_by": "Sekretariat Daerah"}
    assert "first" in block.person("registrasi").do(f"{API}/import-block", body, 422)["errors"]


def test_a_letter_that_waits_gets_its_number_when_the_block_comes(block: TestOffice) -> None:
    case_no, letter_id, now = new_case_no(), uuid.uuid4(), clock.today()
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


def test_the_registrar_adds_a_code_and_chooses_it_before_the_number(office: TestOffice) -> None:
    code = f"400.{uuid.uuid4().int % 10**6}"
    registrar = office.person("registrasi")
    registrar.do(f"{API}/add-classification", {"code": code, "label": "Kerja sama"})
    assert {"code": code, "label": "Kerja sama"} in registrar.ask("/registry/api/classifications")
    assert "code" in registrar.do(f"{API}/add-classification", {"code": CODE, "label": "Lain"}, 422)["errors"]
    letter = LetterUnderTest(office)
    letter.walk("registered")
    assert letter.do("choose-classification", 422, classification="1.2.3.4.5")["errors"]["classification"]
    letter.do("choose-classification", classification=code)
    assert letter.walk("numbered")["number"].startswith(f"{code}/")
    letter.do("choose-classification", 409, classification=CODE)


@pytest.fixture(scope="module")
def month(office: TestOffice) -> str:
    """A month with a letter of Sigap, cancelled, reserved and typed lines, and one that attacks spreadsheets."""
    service, moment = office.service("registry"), datetime(2043, 5, 4, 3, 0, tzinfo=UTC)
    letter = LetterUnderTest(office, classification=CODE)
    letter.walk("registered")
    with service.work(REGISTRAR, moment) as work:
        assign_number(work, uuid.UUID(letter.id), None)
    letter.do("stamp")
    at(service, moment, subject='=HYPERLINK("http://x","y")', recipient="@SUM(A1)", note="+1")
    with service.work(REGISTRAR, moment) as work:
        booking.reserve_numbers(work, key=None, classification=CODE, count=1, note="Surat tugas")
        rest = FACTS | {"subject": "Laporan tahunan", "security": "terbatas"}
        booking.record_outside(
            work, key=None, number="B/77/SETDA/2043", dated=moment.date(), classification=CODE, **rest
        )
    line = at(service, moment, subject="Edaran jam malam")
    with service.work(REGISTRAR, moment) as work:
        booking.cancel_number(work, line.id, line.position, reason="Tidak jadi dikirim")
    return letter.id


def test_the_export_is_read_back_field_by_field(office: TestOffice, month: str) -> None:
    registrar, query = office.person("registrasi"), "year=2043&month=5"
    heads = [title for title, _ in HEADS]
    sheet = openpyxl.load_workbook(io.BytesIO(registrar.get(f"{PAGE}.xlsx?{query}").get_data())).active
    head, *rows = sheet.iter_rows()
    assert [cell.value for cell in head] == heads
    assert all(cell.data_type != "f" for row in rows for cell in row), "nothing is a formula"
    found = [dict(zip(heads, [cell.value for cell in row], strict=True)) for row in rows]
    letter = registrar.ask(f"/registry/api/letters/{month}")
    mine = next(row for row in found if row["Nomor surat"] == letter["number"])
    assert mine["Tanggal surat"].date().isoformat() == letter["dated"] == "2043-05-04"
    assert mine["SHA-256"] == letter["sha256s"]["sealed"]
    assert mine["Nama berkas"] == f"Surat Tanggapan {letter['number']}.pdf".replace("/", "-")
    assert (mine["Retensi"], mine["Keamanan"]) == ("2 tahun aktif, 3 tahun inaktif, Musnah", "Biasa")
    assert (mine["Hal"], mine["Tujuan"]) == (letter["subject"], letter["recipient"])
    assert [row["Status"] for row in found].count("Batal") == 1
    assert {row["Asal nomor"] for row in found} == {"Nomor kantor sendiri", "Diketik (SRIKANDI atau sekretariat)"}
    lines = registrar.get(f"{PAGE}.csv?{query}").get_data().decode("utf-8-sig")
    read = list(csv.DictReader(io.StringIO(lines), delimiter=";"))
    assert [row["Nomor surat"] for row in read] == [row["Nomor surat"] for row in found]
    for row in read:
        assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values()), row
    assert any(row["Hal"] == '\'=HYPERLINK("http://x","y")' for row in read)
    by_api = registrar.get(f"{API}/export.csv?{query}").get_data().decode("utf-8-sig")
    assert by_api == lines
    assert registrar.get(f"{API}/export.xlsx?{query}").get_data().startswith(b"PK")


def test_filters_search_and_paper(office: TestOffice, month: str) -> None:
    registrar, query = office.person("registrasi"), "year=2043&month=5"
    cancelled = registrar.ask(f"{API}?{query}&state=cancelled")["lines"]
    assert [line["subject"] for line in cancelled] == ["Edaran jam malam"]
    assert [line["number"] for line in registrar.ask(f"{API}?{query}&source=typed")["lines"]] == ["B/77/SETDA/2043"]
    assert len(registrar.ask(f"{API}?{query}&q=jam%20malam")["lines"]) == 1
    assert registrar.ask(f"{API}?year=2043&month=6")["lines"] == []
    page = registrar.get(f"{PAGE}?{query}").get_data(as_text=True)
    assert "B/77/SETDA/2043" in page
    assert "<script" not in page.split('id="agenda"')[1]
    words = page_text(registrar.get(f"{PAGE}.pdf?{query}").get_data())
    assert "AGENDA SURAT KELUAR" in words
    assert "BATAL" in words
    assert "Mei 2043" in words


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


def test_the_demonstrations_other_letters_are_booked_once(office: TestOffice) -> None:
    registrar = office.person("registrasi")
    first = [registrar.do(f"{API}/book-letter", body)["number"] for body in others()]
    assert [registrar.do(f"{API}/book-letter", body)["number"] for body in others()] == first

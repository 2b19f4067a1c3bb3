"""The first day: paper cases come in from a spreadsheet, all mistakes at once, undoable until two declare it open."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from sqlalchemy import delete, select

from services.intake.rules import first_day as rules
from services.intake.tables import BookEntry, Complaint, FirstDay, PaperImport, Practice
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import SYSTEM
from services.shared.staff.colleagues import colleagues
from tests.support.office import TestOffice

GOOD = {
    "paper_no": "12/2026", "received_on": "02/11/2026", "taken_by": "Rina Wulandari", "name": "Zefanya Tumurang",
    "nik": "", "phone": "081234567890", "village": "Makasili", "address": "Jaga II", "title": "Patok kebun dipindahkan",
    "category": "Sengketa batas tanah", "story": "Tetangga memindahkan patok batas kebun.",
}  # fmt: skip
PATH = "/intake/api/first-day"


@pytest.fixture(autouse=True)
def not_open(office: TestOffice) -> Iterator[None]:
    """Before and after each test nobody has declared the office open, and nothing waits."""
    for _ in range(2):
        with office.service("intake").database.transaction() as session:
            session.execute(delete(FirstDay))
            session.execute(delete(PaperImport))
            session.execute(delete(Practice))
        if not _:
            yield


def sheet(*rows: dict[str, Any], heads: dict[str, str] = rules.HEADS) -> io.BytesIO:
    book = openpyxl.Workbook()
    book.active.append(list(heads.values()))
    for row in rows:
        book.active.append([row.get(name, "") for name in heads])
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def bring(office: TestOffice, file: io.BytesIO, expect: int = 200, who: str = "admin") -> dict[str, Any]:
    answer = office.person(who).post(f"{PATH}/import-paper", data={"file": (file, "kertas.xlsx")})
    assert answer.status_code == expect, answer.get_data(as_text=True)[:2000]
    return dict(answer.get_json())


def say(office: TestOffice, who: str, verb: str, expect: int = 200, **more: Any) -> dict[str, Any]:
    """A word on the first day, of one who sees how far it is now."""
    seen = office.person(who).ask(PATH)
    version = seen["clear_version" if verb.endswith("clear") else "version"]
    return office.person(who).do(f"{PATH}/{verb}", {"version": version} | more, expect)


def imported(office: TestOffice, paper_no: str) -> Complaint | None:
    with office.service("intake").reading() as session:
        return session.scalars(select(Complaint).filter_by(paper_no=paper_no)).first()


def test_two_people_open_the_office_and_paper_cases_become_complaints_of_their_true_date(office: TestOffice) -> None:
    found = bring(office, sheet(GOOD, GOOD | {"paper_no": "13/2026", "village": "Kampung Sebelah"}))
    assert found["cases"] == 2
    assert imported(office, "12/2026") is None, "they wait until the office is open"
    admin, auditor = office.person("admin"), office.person("auditor")
    say(office, "auditor", "confirm-open", 409)
    say(office, "admin", "ask-open", last_number=730)
    assert "/confirm-open" not in admin.get("/intake/first-day").text
    say(office, "admin", "confirm-open", 403)
    assert "/confirm-open" in auditor.get("/intake/first-day").text
    assert say(office, "auditor", "confirm-open")["opened_at"]
    case = imported(office, "12/2026")
    assert case is not None
    assert int(case.case_no.rsplit("-", 1)[1]) > 730, "numbers go on where the paper book ended"
    assert clock.local(case.received_at).date().isoformat() == "2026-11-02"
    assert (case.state, case.taken_by) == ("draft_intake", "Rina Wulandari")
    clerk = office.person("loket1")
    page = clerk.get(f"/intake/complaints/{case.case_no}").text
    assert "12/2026" in page
    assert "Zefanya Tumurang" in clerk.get(f"/intake/complaints/{case.case_no}/form").text
    with office.service("intake").reading() as session:
        entry = session.scalars(select(BookEntry).filter_by(case_no=case.case_no)).one()
    book = clerk.get(f"/intake/book?after={entry.number - 1}").text  # its page: others wrote into this month as well
    assert case.case_no in book
    assert "nomor 12/2026 pada buku kertas" in book
    closed = office.service("intake").calendar.reason_closed(clock.local(entry.entered_at).date())
    assert bool(entry.override_reason) == bool(closed), "outside working days is said only of such a day"
    bring(office, sheet(GOOD | {"paper_no": "99/2026"}), 409)
    say(office, "admin", "ask-open", 409, last_number=0)


def test_all_mistakes_of_all_rows_are_told_at_once_and_nothing_comes_in(office: TestOffice) -> None:
    bad = GOOD | {"paper_no": "20/2026", "title": "", "category": "Lain sama sekali", "received_on": "31/12/2199"}
    refused = bring(office, sheet(GOOD, GOOD, bad, GOOD | {"paper_no": "21/2026", "received_on": "kemarin"}), 422)
    told = refused["errors"]["file"]
    assert f"Baris 3, {rules.HEADS['paper_no']}: nomor 12/2026 sudah ada." in told
    assert any(line.startswith("Baris 4, Perihal: Wajib diisi") for line in told)
    assert any(line.startswith("Baris 5, Diterima tanggal: ") for line in told)
    assert office.person("admin").ask(PATH)["cases"] == 0
    unknown = bring(office, sheet(GOOD | {"category": "Lain sama sekali", "received_on": "31/12/2199"}), 422)
    assert {line.split(":")[0] for line in unknown["errors"]["file"]} == {
        "Baris 2, Jenis pengaduan", "Baris 2, Diterima tanggal",
    }  # fmt: skip
    assert "bukan lembar kerja" in bring(office, io.BytesIO(b"PK bukan xlsx"), 422)["errors"]["file"][0]
    page = office.person("admin").post("/intake/first-day/import-paper", data={"file": (sheet(bad), "kertas.xlsx")})
    assert page.status_code == 422
    assert "Baris 2, Perihal" in page.text


def test_an_import_is_taken_back_and_only_the_administrator_brings_one(office: TestOffice) -> None:
    first = bring(office, sheet(GOOD))
    assert f"Baris 2, {rules.HEADS['paper_no']}" in bring(office, sheet(GOOD), 422)["errors"]["file"][0]
    for who in ("loket1", "camat", "auditor"):
        bring(office, sheet(GOOD | {"paper_no": "1"}), 403, who)
    key = first["imports"][0]["id"]
    assert office.person("admin").do(f"{PATH}/{key}/drop-paper", {})["cases"] == 0
    office.person("admin").do(f"{PATH}/{key}/drop-paper", {}, 404)
    with office.service("intake").reading() as session:
        assert [row.token for row in session.scalars(select(PaperImport))] == [None], "what was typed of people goes"
    assert bring(office, sheet(GOOD))["cases"] == 1
    template = office.person("admin").get("/intake/first-day/template.xlsx").data
    heads = [cell.value for cell in next(openpyxl.load_workbook(io.BytesIO(template)).active.iter_rows())]
    assert heads == list(rules.HEADS.values())


def test_a_nik_that_the_spreadsheet_cut_short_does_not_come_in(office: TestOffice) -> None:
    typed_as_number = 7105151203990003.0  # a spreadsheet keeps 15 digits of it: the last one would come in as a zero
    for cut in (float(f"{typed_as_number:.14E}"), int(float(f"{typed_as_number:.14E}")), "71051512"):
        (told,) = bring(office, sheet(GOOD | {"nik": cut}), 422)["errors"]["file"]
        assert told.startswith("Baris 2, NIK: ")
        assert "Teks" in told
    assert bring(office, sheet(GOOD | {"nik": "7105151203990003"}))["cases"] == 1
    template = office.person("admin").get("/intake/first-day/template.xlsx").data
    columns = openpyxl.load_workbook(io.BytesIO(template)).active.column_dimensions.values()
    assert {column.number_format for column in columns} == {"@"}, "what is typed there stays as it is typed"


def test_nobody_confirms_what_was_not_on_the_page_and_two_administrators_do_not_overwrite_each_other(
    office: TestOffice,
) -> None:
    say(office, "admin", "ask-open", last_number=730)
    seen = office.person("camat").ask(PATH)["version"]
    late = office.person("admin")
    key = bring(office, sheet(GOOD))["imports"][0]["id"]  # a list more than the Camat saw
    office.person("camat").do(f"{PATH}/confirm-open", {"version": seen}, 409)
    office.person("camat").do(f"{PATH}/confirm-open", {}, 422)
    page = office.person("camat").post("/intake/first-day/confirm-open", data={"version": str(seen)})
    assert page.status_code == 409
    assert "sudah diubah orang lain" in page.text
    seen = office.person("camat").ask(PATH)["version"]
    late.do(f"{PATH}/{key}/drop-paper", {})  # and one less
    office.person("camat").do(f"{PATH}/confirm-open", {"version": seen}, 409)
    late.do(f"{PATH}/ask-open", {"version": 0, "last_number": 0}, 409)  # a page from before anybody asked
    assert late.ask(PATH)["last_number"] == 730
    seen = late.ask(PATH)["version"]
    for _ in range(2):  # pressed twice
        late.do(f"{PATH}/ask-open", {"version": seen, "last_number": 731})
    assert late.ask(PATH)["version"] == seen + 1
    assert say(office, "camat", "confirm-open")["opened_at"]


def test_a_wish_to_empty_practice_is_confirmed_as_it_was_seen(office: TestOffice) -> None:
    say(office, "admin", "ask-clear")
    seen = office.person("camat").ask(PATH)["clear_version"]
    say(office, "admin", "ask-clear")  # asked anew
    office.person("camat").do(f"{PATH}/confirm-clear", {"version": seen}, 409)
    say(office, "camat", "confirm-clear")
    office.person("admin").do(f"{PATH}/ask-clear", {"version": seen}, 409)  # a stale page takes nobody's word back
    assert office.person("admin").ask(PATH)["clear_confirmed_by_name"]


def test_who_works_here_does_not_handle_the_own_paper_case(office: TestOffice) -> None:
    with office.service("intake").work(SYSTEM) as work:
        name = next(one.name for one in colleagues(work) if one.username == "kasi")
    bring(office, sheet(GOOD | {"paper_no": "31/2026", "name": name}))
    say(office, "admin", "ask-open", last_number=0)
    say(office, "camat", "confirm-open")
    case = imported(office, "31/2026")
    assert case is not None
    path = f"/intake/api/complaints/{case.case_no}"
    assert office.person("kasi").get(path).status_code in {403, 404}
    assert office.person("camat").get(path).status_code == 200


def test_a_sheet_without_a_column_names_it() -> None:
    assert rules.by_field([*rules.HEADS.values()], rules.HEADS)["story"] == len(rules.HEADS) - 1
    with pytest.raises(RuleBroken) as refused:
        rules.by_field([head for head in rules.HEADS.values() if head != "Perihal"], rules.HEADS)
    assert "Perihal" in refused.value.message

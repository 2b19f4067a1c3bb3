"""The first day of a real office: running paper cases come in from a spreadsheet, and the office is declared open.

They wait, and can be taken back, until two people have declared the office open; then they are complaints, and neither
is possible any more. Their limits count from their true date, as of what is entered later.
"""

from __future__ import annotations

from uuid import UUID

from services.intake.actions.coming_in import come_in, hand_over, kept, rows_of
from services.intake.queries.first_day import Standing, standing
from services.intake.rules import first_day as rules
from services.intake.rules.paper_books import AGENDA, CASES, REGISTER
from services.intake.rules.paper_row import read_case
from services.intake.tables import FirstDay, PaperImport
from services.shared.errors import Forbidden, Missing, Stale
from services.shared.files.spreadsheets import read_rows
from services.shared.rights.moves import check_version
from services.shared.unit_of_work import Work
from services.shared.web.files import GivenFile

OPEN = "Kantor sudah dinyatakan buka; daftar dari kertas tidak dapat lagi dimasukkan atau ditarik."
WORDS = {CASES: "pengaduan kertas", REGISTER: "baris buku register", AGENDA: "baris agenda surat keluar"}
OWN = "Orang kedua harus orang lain: bukan yang meminta."


def import_paper(work: Work, *, file: GivenFile) -> PaperImport:
    """Check a spreadsheet row by row, and keep it until the office is declared open.

    Raises:
        Stale: the office is open. RuleBroken: every mistake of every row, at once.
    """

    return bring_in(
        work, "import_paper", rules.PAPER_CASES, file, lambda given: read_case(given, work.office, work.now)
    )


def bring_in(work: Work, verb: str, sheet: rules.Sheet, file: GivenFile, read: rules.Read) -> PaperImport:
    """The rows of a sheet wait beside those of its kind that wait already. Raises Stale (open), RuleBroken."""
    found = not_open(work)
    waits = [batch for batch in found.imports if batch.kind == sheet.kind]
    rows = read_rows(file, work.service.settings.spool_dir)
    loaded = rules.checked(rows, sheet, read, [row for batch in waits for row in rows_of(work, batch)])
    batch = kept(work, sheet.kind, file.name, loaded)
    _changed(found.day)
    work.audit(verb, "first-day", f"{len(loaded)} {WORDS[sheet.kind]} dimasukkan dari {file.name}")
    return batch


def drop_paper(work: Work, import_id: UUID) -> None:
    """Take an import back, with everything in it. Raises Missing, Stale (the office is open)."""
    found = not_open(work)
    batch = next((one for one in found.imports if one.id == import_id), None)
    if batch is None:
        raise Missing("Daftar ini tidak ada, atau sudah ditarik.")
    batch.dropped_at, batch.token = work.now, None
    _changed(found.day)
    work.audit("drop_paper", "first-day", f"{batch.cases} {WORDS[batch.kind]} dari {batch.file_name} ditarik kembali")


def ask_open(work: Work, version: int | None, *, last_number: int) -> FirstDay:
    """The administrator says that everything is ready; asked again, the newest word holds.

    Raises:
        Stale: it is open, or something else was asked or brought in since the page was opened.
    """
    found = not_open(work)
    if found.day and _again(found.day, work, version) and found.day.last_number == last_number:
        return found.day  # pressed twice
    check_version(found.version, version)
    day = found.day or FirstDay(id=1, version=0)
    _changed(day)
    day.last_number = last_number
    day.asked_at, day.asked_by, day.asked_by_name = work.now, work.actor.username, work.actor.name
    work.session.add(day)
    work.audit("ask_open", "first-day", f"Pembukaan kantor diminta; buku kertas berakhir pada nomor {last_number}")
    return day


def confirm_open(work: Work, version: int | None) -> FirstDay:
    """A second person declares the office open: what waits comes in, once and for all.

    Raises:
        Stale: it is open, nobody asked, or it is no longer what this person saw: another number, a list more or less.
        Forbidden: who asked cannot confirm.
    """
    found = not_open(work)
    if found.day is None:
        raise Stale("Pembukaan kantor belum diminta. Muat ulang halaman.")
    if found.day.asked_by == work.actor.username:
        raise Forbidden(OWN)
    check_version(found.version, version)
    day = found.day
    day.opened_at, day.opened_by, day.opened_by_name = work.now, work.actor.username, work.actor.name
    came = sum(come_in(work, batch, rows_of(work, batch), day.last_number) for batch in found.cases)
    rows = sum(hand_over(work, batch, rows_of(work, batch)) for batch in found.books)
    words = (
        f"Kantor dinyatakan buka; {came} pengaduan kertas dan {rows} baris buku masuk, diminta oleh {day.asked_by_name}"
    )
    work.audit("confirm_open", "first-day", words)
    return day


def not_open(work: Work) -> Standing:
    """What waits, under the lock of the first day; raises Stale where the office is open."""
    found = standing(work.session, lock=True)
    if found.is_open:
        raise Stale(OPEN)
    return found


def _changed(day: FirstDay | None) -> None:
    """What was asked for is no longer what a second person saw."""
    if day is not None:
        day.version += 1


def _again(row: FirstDay, work: Work, seen: int | None) -> bool:
    """Whether the same person asked just before, from the same page."""
    return seen is not None and row.version == seen + 1 and row.asked_by == work.actor.username

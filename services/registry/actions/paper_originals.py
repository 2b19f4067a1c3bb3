"""Paper originals of ended cases (16e): placed, lent, returned."""

from __future__ import annotations

from datetime import date

from services.registry.queries.archive import ended_for_update
from services.registry.queries.paper import paper_of
from services.registry.rules.paper import check_place, place
from services.registry.states import CaseState
from services.registry.tables import ArchiveCase, PaperFile, PaperLoan
from services.shared.calendar import clock
from services.shared.errors import RuleBroken, Stale
from services.shared.unit_of_work import Work

GONE = "Arsip ini sudah dimusnahkan."


def place_paper(work: Work, case_no: str, *, folder: str, box: str, shelf: str, note: str) -> ArchiveCase:
    """Where the paper of a case lies; placed anew, the newest place holds, and the trail has the ones before.

    Raises:
        Missing: no such case. Stale: its archive was destroyed. RuleBroken: no place.
    """
    case = _kept(work, case_no)
    check_place(folder, box, shelf)
    row, given = paper_of(work.session, case_no, lock=True).file, (folder, box, shelf, note)
    if row is not None and (row.folder, row.box, row.shelf, row.note) == given:
        return case
    if row is None:
        row = PaperFile(case_no=case_no)
        work.session.add(row)
    row.folder, row.box, row.shelf, row.note = given
    row.placed_at, row.placed_by = work.now, work.actor.name
    work.audit("place_paper", case_no, f"Dokumen kertas disimpan di {place(row)}")
    return case


def lend_paper(work: Work, case_no: str, *, taken_by: str, unit: str, purpose: str, due_on: date) -> ArchiveCase:
    """The paper leaves its place: a line of the buku ekspedisi.

    Raises:
        Missing: no such case. Stale: destroyed, never placed, or lent already. RuleBroken: due before today.
    """
    case, paper = _kept(work, case_no), paper_of(work.session, case_no, lock=True)
    if paper.file is None:
        raise Stale("Catat dahulu di mana dokumen kertasnya disimpan.")
    if paper.loan is not None:
        if (paper.loan.taken_by, paper.loan.unit, paper.loan.purpose) == (taken_by, unit, purpose):
            return case  # the same button pressed twice
        raise Stale(f"Dokumen kertas ini masih dibawa {paper.loan.taken_by}, {paper.loan.unit}.")
    if due_on < clock.local(work.now).date():
        raise RuleBroken.at("due_on", "Tanggal ini sudah lewat.")
    about = {"taken_by": taken_by, "unit": unit, "purpose": purpose, "due_on": due_on}
    work.session.add(PaperLoan(case_no=case_no, lent_at=work.now, lent_by=work.actor.name, **about))
    work.audit("lend_paper", case_no, f"Dokumen kertas diserahkan kepada {taken_by}, {unit}: {purpose}")
    return case


def return_paper(work: Work, case_no: str, *, condition: str) -> ArchiveCase:
    """The paper is back in its place. Raises Missing, Stale (nothing is lent)."""
    case, paper = _kept(work, case_no), paper_of(work.session, case_no, lock=True)
    if paper.loan is None:
        raise Stale("Dokumen kertas pengaduan ini tidak sedang dibawa siapa pun.")
    paper.loan.returned_at, paper.loan.returned_to, paper.loan.condition = work.now, work.actor.name, condition
    work.audit("return_paper", case_no, f"Dokumen kertas kembali dari {paper.loan.taken_by}: {condition}")
    return case


def _kept(work: Work, case_no: str) -> ArchiveCase:
    case = ended_for_update(work.session, case_no)
    if case.state == CaseState.DESTROYED:
        raise Stale(GONE)
    return case

"""Step 11: the team reports to the Camat; step 12 may send the report back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.review.actions.documents import file_paper
from services.review.actions.invitations import check_nothing_planned
from services.review.actions.moving import step, tell_stage
from services.review.actions.signing import signed
from services.review.papers.report import report
from services.review.queries.cases import entries, files, members
from services.review.rules.choices import HANDS_OVER
from services.review.rules.disposition import named
from services.review.rules.report import canonical, fingerprint
from services.review.rules.told import TOLD
from services.review.tables import Case, CaseFile, Coordination, Report, Task, Visit
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


@step
def submit_report(work: Work, case: Case, **words: str) -> None:
    """Step 11: the report is frozen by the hash of its canonical JSON. Every coordination must be closed before."""
    check_nothing_planned(work, case)
    coordinations = entries(work.session, Coordination, case.case_no)
    _check_coordinations(coordinations, words["results"])
    _check_tasks(entries(work.session, Task, case.case_no))
    visits = entries(work.session, Visit, case.case_no)
    row = _freeze(work, case, coordinations, visits, words)
    work.session.add(row)
    _file_on_paper(work, case, row, coordinations, visits)
    told = f"Laporan tim disampaikan kepada Camat: {row.recommendation}"
    work.audit("submit_report", case.case_no, told, sha256=row.sha256)
    tell_stage(work, case, "Tim telah melapor; Camat sedang mengambil keputusan.")


def _check_coordinations(coordinations: Sequence[Coordination], results: str) -> None:
    waiting = [row.partner_name for row in coordinations if row.closed_at is None]
    if waiting:
        text = f"Masih terbuka: {', '.join(waiting)}. Catat hasilnya atau tandai tanpa jawaban."
        raise RuleBroken(f"Koordinasi belum ditutup. {text}", {"results": [text]})
    if coordinations and not results:
        raise RuleBroken("Hasil koordinasi belum ditulis.", {"results": ["Ringkas hasil koordinasi."]})


def _check_tasks(tasks: Sequence[Task]) -> None:
    waiting = [f"{row.what} ({row.name})" for row in tasks if row.done_at is None]
    if waiting:
        text = (
            f"Masih ada tugas yang belum selesai: {'; '.join(waiting)}. Selesaikan, atau tulis bahwa tidak perlu lagi."
        )
        raise RuleBroken(text, {"facts": [text]})


def _file_on_paper(
    work: Work, case: Case, row: Report, coordinations: Sequence[Coordination], visits: Sequence[Visit]
) -> None:
    team = [named(member.name, leads=member.leads) for member in members(work.session, case.case_no)]
    paper = report(work.office, case, row, coordinations, team, visits)
    file_paper(work, case, "report", f"Laporan tim {row.number}", paper)


def _freeze(
    work: Work, case: Case, coordinations: Sequence[Coordination], visits: Sequence[Visit], words: dict[str, str]
) -> Report:
    number = len(entries(work.session, Report, case.case_no)) + 1
    proposes = "12c" if any(row.mode in HANDS_OVER for row in coordinations) else ""
    attached = [f for f in files(work.session, case.case_no) if f.origin == "review"]
    about = {"case_no": case.case_no, "by": work.actor.username, "at": work.now.isoformat()}
    content = about | _content(coordinations, visits, attached) | words | {"number": number, "proposes": proposes}
    return Report(
        case_no=case.case_no,
        number=number,
        proposes=proposes,
        content=canonical(content),
        sha256=fingerprint(content),
        **words,
        **signed(work, Role.TEAM),
    )


def _content(
    coordinations: Sequence[Coordination], visits: Sequence[Visit], attached: Sequence[CaseFile]
) -> dict[str, Any]:
    names = ("kind", "mode", "partner", "channel", "result", "no_answer")
    return {
        "coordinations": [
            {"held_on": row.held_on.isoformat()} | {name: getattr(row, name) for name in names} for row in coordinations
        ],
        "visits": [
            {"visited_on": row.visited_on.isoformat(), "place": row.place, "findings": row.findings} for row in visits
        ],
        "attachments": [{"name": file.name, "sha256": file.sha256} for file in attached],
    }


@step
def return_report(work: Work, case: Case, *, note: str) -> None:
    """Step 12, implied: the report goes back to the team with a note."""
    row = entries(work.session, Report, case.case_no)[-1]
    row.returned_note, row.returned_at = note, work.now
    case.returned_at = work.now
    work.audit("return_report", case.case_no, f"Laporan tim dikembalikan: {note}")
    tell_stage(work, case, TOLD["return_report"])

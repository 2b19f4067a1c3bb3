"""Steps 10 and 11: the team coordinates with partners and reports to the Camat."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from services.review import rules
from services.review.actions import documents
from services.review.actions.files import claim_loose
from services.review.actions.moving import step, tell_stage
from services.review.actions.signing import signed
from services.review.queries.cases import entries, files
from services.review.tables import Case, CaseFile, Coordination, Report, Task, Visit
from services.shared.config.office import Partner
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


def coordinate(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 10a, 10b or 10c: a coordination with a partner; with a result it is closed at once, else it stays open."""
    case, moved = step(work, case_no, "coordinate", version)
    if not moved:
        return case
    partner = partner_of(work, data["partner"])
    rules.check_partner(data["kind"] or partner.kind, data["mode"], partner.kind)
    rules.check_not_future("held_on", data["held_on"], rules.today(work.now))
    due_on = _answer_due(work, data)
    case.path = rules.add_step(case.path, rules.PARTNER_STEPS[partner.kind])
    row = Coordination(
        case_no=case_no,
        kind=partner.kind,
        mode=data["mode"],
        partner=partner.code,
        partner_name=partner.name,
        held_on=data["held_on"],
        channel=data["channel"],
        note=data["note"],
        due_on=due_on,
        **signed(work, Role.TEAM),
    )
    if data["result"]:
        _close(work, row, data["result"], no_answer=False)
    work.session.add(row)
    work.session.flush()
    claim_loose(work, case, "coordination", coordination_id=row.id)
    if data["with_letter"]:
        documents.file_request(work, case, row)
    work.audit("coordinate", case_no, f"{rules.MODES[row.mode]} dengan {partner.name}", result=row.result)
    return case


def _answer_due(work: Work, data: dict[str, Any]) -> date | None:
    """The day by which the partner's answer is awaited: as given, or the office's limit; None where it is here."""
    today = rules.today(work.now)
    if data["result"]:
        return None
    if data["due_on"] is None:
        return work.calendar.deadline(today, work.office.limits["partner_answer"])
    rules.check_not_past("due_on", data["due_on"], today)
    given: date = data["due_on"]
    return given


def close_coordination(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 10: the partner answered (result), or no answer came."""
    case, moved = step(work, case_no, "close_coordination", version)
    if not moved:
        return case
    row = _open_coordination(work, case, data["coordination_id"])
    if bool(data["result"]) == data["no_answer"]:
        text = "Tulis hasilnya, atau tandai tanpa jawaban."
        raise RuleBroken(text, {"result": [text]})
    _close(work, row, data["result"], no_answer=data["no_answer"])
    outcome = "tanpa jawaban" if row.no_answer else row.result
    work.audit("close_coordination", case_no, f"Hasil koordinasi dengan {row.partner_name}: {outcome}")
    return case


def _open_coordination(work: Work, case: Case, coordination_id: uuid.UUID) -> Coordination:
    row = work.session.get(Coordination, coordination_id)
    if row is None or row.case_no != case.case_no or row.closed_at is not None:
        text = "Koordinasi ini tidak ada pada pengaduan ini, atau sudah ditutup."
        raise RuleBroken(text, {"coordination_id": [text]})
    return row


def _close(work: Work, row: Coordination, result: str, *, no_answer: bool) -> None:
    row.result, row.no_answer = result, no_answer
    row.closed_at, row.closed_by = work.now, work.actor.username


def submit_report(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 11: the report is frozen by the hash of its canonical JSON. Every coordination must be closed before."""
    case, moved = step(work, case_no, "submit_report", version)
    if not moved:
        return case
    coordinations = entries(work.session, Coordination, case_no)
    _check_report(coordinations, data)
    _check_tasks(entries(work.session, Task, case_no))
    row = _freeze(work, case, coordinations, data)
    work.session.add(row)
    documents.file_report(work, case, row, coordinations)
    work.audit(
        "submit_report", case_no, f"Laporan tim disampaikan kepada Camat: {row.recommendation}", sha256=row.sha256
    )
    tell_stage(work, case, "Tim telah melapor; Camat sedang mengambil keputusan.")
    return case


def _check_report(coordinations: Sequence[Coordination], data: dict[str, Any]) -> None:
    waiting = [row.partner_name for row in coordinations if row.closed_at is None]
    if waiting:
        text = f"Masih terbuka: {', '.join(waiting)}. Catat hasilnya atau tandai tanpa jawaban."
        raise RuleBroken(f"Koordinasi belum ditutup. {text}", {"results": [text]})
    if coordinations and not data["results"]:
        raise RuleBroken("Hasil koordinasi belum ditulis.", {"results": ["Ringkas hasil koordinasi."]})


def _check_tasks(tasks: Sequence[Task]) -> None:
    waiting = [f"{row.what} ({row.name})" for row in tasks if row.done_at is None]
    if waiting:
        text = (
            f"Masih ada tugas yang belum selesai: {'; '.join(waiting)}. Selesaikan, atau tulis bahwa tidak perlu lagi."
        )
        raise RuleBroken(text, {"facts": [text]})


def _freeze(work: Work, case: Case, coordinations: Sequence[Coordination], data: dict[str, Any]) -> Report:
    words = {name: data[name] for name in ("analysis", "facts", "results", "recommendation")}
    number = len(entries(work.session, Report, case.case_no)) + 1
    proposes = "12c" if any(row.mode == "hand_over" for row in coordinations) else ""
    attached = [f for f in files(work.session, case.case_no) if f.origin == "review"]
    content = _content(work, case, coordinations, attached) | words | {"number": number, "proposes": proposes}
    return Report(
        case_no=case.case_no,
        number=number,
        proposes=proposes,
        content=rules.canonical(content),
        sha256=rules.fingerprint(content),
        **words,
        **signed(work, Role.TEAM),
    )


def _content(
    work: Work, case: Case, coordinations: Sequence[Coordination], attached: Sequence[CaseFile]
) -> dict[str, Any]:
    names = ("kind", "mode", "partner", "channel", "result", "no_answer")
    visits = entries(work.session, Visit, case.case_no)
    return {
        "case_no": case.case_no,
        "by": work.actor.username,
        "at": work.now.isoformat(),
        "coordinations": [
            {"held_on": row.held_on.isoformat()} | {name: getattr(row, name) for name in names} for row in coordinations
        ],
        "visits": [
            {"visited_on": row.visited_on.isoformat(), "place": row.place, "findings": row.findings} for row in visits
        ],
        "attachments": [{"name": file.name, "sha256": file.sha256} for file in attached],
    }


def partner_of(work: Work, code: str, field: str = "partner") -> Partner:
    """The office's partner with this code; raises RuleBroken."""
    try:
        return work.office.partner(code)
    except KeyError:
        raise RuleBroken("Mitra tidak dikenal.", {field: ["Pilih mitra dari daftar."]}) from None

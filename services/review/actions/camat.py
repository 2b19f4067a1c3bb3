"""Step 8: the Camat solves it directly (8a), calls the applicant (8b), or disposes it to the team (8c)."""

from __future__ import annotations

from typing import Any

from services.review import rules
from services.review.actions import clock as dates
from services.review.actions import documents
from services.review.actions.ending import finish
from services.review.actions.files import keep_signature
from services.review.actions.moving import step, tell_stage
from services.review.actions.signing import signed
from services.review.queries.cases import entries
from services.review.tables import Case, Decision, Disposition, FollowUp, Meeting, Member
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


def resolve_directly(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 8a: the Camat gives the solution to the applicant; the case ends."""
    case, moved = step(work, case_no, "resolve_directly", version)
    if not moved:
        return case
    told_at = rules.told_moment(data.get("told_at"), case.received_at, work.now)
    case.path = rules.add_step(case.path, "8a")
    solution, told_how = data["solution"], data["told_how"]
    work.session.add(Decision(case_no=case_no, step="8a", text=solution, **signed(work, Role.CAMAT)))
    told = FollowUp(
        case_no=case_no,
        step="8a",
        told_at=told_at,
        told_to="Pemohon",
        told_how=told_how,
        summary=solution,
        **signed(work, Role.CAMAT),
    )
    work.session.add(told)
    documents.file_follow_up(work, case, told)
    work.audit("resolve_directly", case_no, f"Diselesaikan langsung oleh Camat: {solution}")
    finish(
        work,
        case,
        message=f"Camat memberikan penyelesaian langsung: {solution}",
        summary=solution,
        told_at=told_at,
        told_how=rules.WAYS_OF_TELLING[told_how],
    )
    return case


def call_face_to_face(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 8b: the Camat needs confirmation and invites the applicant."""
    case, moved = step(work, case_no, "call_face_to_face", version)
    if not moved:
        return case
    rules.check_not_past("date", data["date"], rules.today(work.now))
    time = rules.meeting_time(data["time"])
    closed = work.calendar.reason_closed(data["date"])
    if closed:
        raise RuleBroken("Kantor tutup.", {"date": [f"Kantor tutup pada tanggal ini ({closed}). Pilih hari kerja."]})
    case.path = rules.add_step(case.path, "8b")
    row = Meeting(
        case_no=case_no,
        held_on=data["date"],
        clock_time=time,
        place=data["place"],
        note=data["note"],
        **signed(work, Role.CAMAT),
    )
    work.session.add(row)
    dates.set_due(work, case)
    documents.file_invitation(work, case, row)
    when = f"{clock.long_date(row.held_on)} pukul {time} WITA di {row.place}"
    work.audit("call_face_to_face", case_no, f"Pemohon diundang bertatap muka pada {when}")
    tell_stage(work, case, f"Anda diundang bertatap muka dengan Camat pada {when}.")
    return case


def record_meeting(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 8b to 9: the minutes; a meeting decides nothing by itself, the Camat chooses again."""
    case, moved = step(work, case_no, "record_meeting", version)
    if not moved:
        return case
    row = entries(work.session, Meeting, case_no)[-1]
    row.participants, row.statements, row.agreement = data["participants"], data["statements"], data["agreement"]
    row.recorded_at, row.recorded_by = work.now, work.actor.username
    for who, picture in data["signatures"].items():
        keep_signature(work, case, who, picture)
    documents.file_minutes(work, case, row, data["signatures"])
    work.audit("record_meeting", case_no, f"Tatap muka dicatat. Kesepakatan: {row.agreement}")
    tell_stage(work, case, "Tatap muka sudah dilaksanakan; Camat menentukan langkah berikutnya.")
    return case


def dispose_to_team(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 8c: disposition to members of the complaints team, with instructions, urgency and due day.

    ``data["team"]`` maps the usernames of the office's team to names (the staff directory's word).
    """
    case, moved = step(work, case_no, "dispose_to_team", version)
    if not moved:
        return case
    chosen = _chosen(case, data["members"], data["team"])
    rules.check_not_past("due", data["due"], rules.today(work.now))
    rules.check_known("instructions", data["instructions"], work.office.instructions)
    case.path = rules.add_step(case.path, "8c")
    case.urgency, case.disposition_due = data["urgency"], data["due"]
    dates.set_due(work, case)
    work.session.add_all(Member(case_no=case_no, username=name, name=chosen[name]) for name in chosen)
    row = Disposition(
        case_no=case_no,
        instructions=data["instructions"],
        note=data["note"],
        urgency=data["urgency"],
        due=data["due"],
        members=list(chosen),
        member_names=list(chosen.values()),
        **signed(work, Role.CAMAT),
    )
    work.session.add(row)
    documents.file_disposition(work, case, row)
    names = ", ".join(chosen.values())
    work.audit("dispose_to_team", case_no, f"Didisposisikan kepada {names}, batas {clock.long_date(row.due)}")
    tell_stage(work, case, "Pengaduan Anda ditangani Tim Pengaduan Kecamatan.")
    return case


def _chosen(case: Case, usernames: list[str], team: dict[str, str]) -> dict[str, str]:
    """The chosen members with their names, each once; raises RuleBroken."""
    chosen = {name: team[name] for name in dict.fromkeys(usernames) if name in team}
    unknown = [name for name in usernames if name not in team]
    if unknown or not chosen:
        text = (
            f"Bukan anggota Tim Pengaduan: {', '.join(unknown)}." if unknown else "Pilih paling sedikit satu anggota."
        )
        raise RuleBroken("Anggota tim tidak tepat.", {"members": [text]})
    barred = [chosen[name] for name in chosen if rules.barred(case, name, chosen[name])]
    if barred:
        raise RuleBroken("Benturan kepentingan.", {"members": [f"Berbenturan kepentingan: {', '.join(barred)}."]})
    return chosen

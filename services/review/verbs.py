"""The verbs of the staff: schema, action, roles and words of each. Pages and API are made from this one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.review import schemas
from services.review.actions import camat, conflict, decision, fieldwork, follow_up, team, verification
from services.review.places import folder
from services.review.rights import RIGHTS
from services.review.tables import Case
from services.shared.files.signature_pad import store_signature
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work
from services.shared.web.access import me
from services.shared.web.service import current_service, staff_directory

Action = Callable[[Work, str, int | None, dict[str, Any]], Case]
READERS = RIGHTS.roles("see")


def team_names() -> dict[str, Any]:
    """The office's team, for the disposition: username to name."""
    return {"team": dict(staff_directory().members(Role.TEAM))}


def staff_names() -> dict[str, Any]:
    """Everybody who may take part in a case here, for conflicts of interest: username to name; and who holds a role."""
    directory = staff_directory()
    by_role = {role: directory.members(role) for role in READERS}
    return {
        "staff": {name: full for people in by_role.values() for name, full in people},
        "holders": {str(role): [name for name, _ in people] for role, people in by_role.items()},
    }


def _signatures(case_no: str, data: dict[str, Any]) -> dict[str, Any]:
    """Step 8b: the drawn signatures are stored before the minutes are written; raises RuleBroken."""
    service = current_service()
    drawn = {who: (data[f"signature_{who}"], f"signature_{who}") for who in ("applicant", "camat")}
    place = service.settings.documents_bucket, folder(case_no)
    stored = {who: store_signature(service, *place, url, field) for who, (url, field) in drawn.items()}
    return {"signatures": {who: picture for who, picture in stored.items() if picture is not None}}


@dataclass(frozen=True)
class Verb:
    """One verb. ``done`` is said when it succeeded; ``context`` adds what the action needs from the directory.

    ``prepare`` stores bytes before the transaction. ``attach`` is the role of files that come with the page's form.
    """

    name: str
    schema: type[schemas.VerbSchema]
    action: Action
    done: str
    context: Callable[[], dict[str, Any]] = dict
    prepare: Callable[[str, dict[str, Any]], dict[str, Any]] | None = None
    attach: str = ""

    @property
    def path(self) -> str:
        """The verb in an address: with dashes."""
        return self.name.replace("_", "-")

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that may do it in some case; the case itself says whether as stand-in (``conflicts.roles_in``)."""
        return RIGHTS.openers(self.name)


VERBS = {
    verb.name: verb
    for verb in (
        Verb(
            "report_to_camat",
            schemas.ReportToCamatSchema,
            verification.report_to_camat,
            "Pengaduan dilaporkan kepada Camat. Lembar verifikasi tersimpan.",
        ),
        Verb(
            "ask_clarification",
            schemas.AskClarificationSchema,
            verification.ask_clarification,
            "Berkas dikembalikan ke loket. Pemohon diberi tahu apa yang kurang.",
        ),
        Verb(
            "decline",
            schemas.DeclineSchema,
            verification.decline,
            "Pengaduan ditolak. Surat pemberitahuan siap dicetak.",
        ),
        Verb(
            "resolve_directly",
            schemas.ResolveDirectlySchema,
            camat.resolve_directly,
            "Pengaduan selesai. Penyelesaian Anda tercatat dan disampaikan ke loket.",
        ),
        Verb(
            "call_face_to_face",
            schemas.CallFaceToFaceSchema,
            camat.call_face_to_face,
            "Tatap muka dijadwalkan. Undangan siap dicetak.",
        ),
        Verb(
            "record_meeting",
            schemas.RecordMeetingSchema,
            camat.record_meeting,
            "Berita acara tersimpan. Pilih langkah berikutnya.",
            prepare=_signatures,
            attach="minutes",
        ),
        Verb(
            "dispose_to_team",
            schemas.DisposeToTeamSchema,
            camat.dispose_to_team,
            "Disposisi tersimpan dan sampai di Tim Pengaduan.",
            team_names,
        ),
        Verb("coordinate", schemas.CoordinateSchema, team.coordinate, "Koordinasi dicatat.", attach="coordination"),
        Verb("assign_task", schemas.AssignTaskSchema, fieldwork.assign_task, "Tugas dibagikan."),
        Verb("finish_task", schemas.FinishTaskSchema, fieldwork.finish_task, "Tugas diselesaikan."),
        Verb("note_visit", schemas.NoteVisitSchema, fieldwork.note_visit, "Tinjauan lokasi dicatat.", attach="visit"),
        Verb("close_coordination", schemas.CloseCoordinationSchema, team.close_coordination, "Koordinasi ditutup."),
        Verb("submit_report", schemas.SubmitReportSchema, team.submit_report, "Laporan tim sampai di meja Camat."),
        Verb("return_report", schemas.ReturnReportSchema, decision.return_report, "Laporan dikembalikan kepada tim."),
        Verb(
            "decide_oral_answer",
            schemas.DecideOralAnswerSchema,
            decision.decide_oral_answer,
            "Keputusan tersimpan. Tim menyampaikan tanggapan kepada pemohon.",
        ),
        Verb(
            "decide_written_letter",
            schemas.DecideWrittenLetterSchema,
            decision.decide_written_letter,
            "Keputusan tersimpan. Tim menyusun surat untuk Anda periksa.",
        ),
        Verb(
            "decide_delegation",
            schemas.DecideDelegationSchema,
            decision.decide_delegation,
            "Keputusan tersimpan. Tim melaksanakan pelimpahan.",
        ),
        Verb(
            "decide_report_law",
            schemas.DecideReportLawSchema,
            decision.decide_report_law,
            "Keputusan tersimpan. Tim melaporkan kepada penegak hukum.",
        ),
        Verb(
            "withdraw_decision",
            schemas.WithdrawDecisionSchema,
            decision.withdraw_decision,
            "Keputusan ditarik. Pilih keputusan yang baru.",
        ),
        Verb(
            "convey_and_close",
            schemas.ConveyAndCloseSchema,
            follow_up.convey_and_close,
            "Pengaduan ditutup. Catatan penyampaian tersimpan.",
            attach="follow_up",
        ),
        Verb(
            "note_partner_answer",
            schemas.PartnerAnswerSchema,
            follow_up.note_partner_answer,
            "Jawaban mitra dicatat.",
            attach="answer",
        ),
        Verb("link_case", schemas.LinkCaseSchema, conflict.link_case, "Pengaduan dikaitkan."),
        Verb(
            "mark_conflict",
            schemas.MarkConflictSchema,
            conflict.mark_conflict,
            "Benturan kepentingan tersimpan.",
            staff_names,
        ),
    )
}


def perform(verb: Verb, case_no: str, data: dict[str, Any]) -> Case:
    """Do a verb as the signed-in person, in one transaction; raises what the action raises."""
    rest = {name: value for name, value in data.items() if name != "version"}
    if verb.prepare is not None:
        rest |= verb.prepare(case_no, rest)
    with current_service().work(me()) as work:
        return verb.action(work, case_no, data["version"], rest | verb.context())

"""The files of a case: their roles, who may attach which when, and where they lie."""

from __future__ import annotations

from collections.abc import Set

from services.review.states import FOLLOW_UPS, State
from services.shared.rights.people import Role

IDENTIFYING_ROLES = frozenset(
    {"id_card", "signed_form", "authority", "mandate", "form", "receipt", "statement", "signature"}
)
FILE_ROLES = {
    "coordination": "Lampiran koordinasi",
    "visit": "Foto tinjauan lokasi",
    "report": "Lampiran laporan tim",
    "minutes": "Lampiran berita acara",
    "mediation": "Lampiran mediasi",
    "follow_up": "Bukti tindak lanjut",
    "conveyed": "Lampiran berita acara penyampaian",
    "answer": "Tanggapan instansi",
    "evidence_record": "Berita acara serah terima bertanda tangan",
}
WHO = {  # may attach a file of this role, in which states
    "coordination": ({Role.TEAM}, {State.TEAM_ASSIGNED}),
    "visit": ({Role.TEAM}, {State.TEAM_ASSIGNED}),
    "report": ({Role.TEAM}, {State.TEAM_ASSIGNED}),
    "follow_up": ({Role.TEAM}, set(FOLLOW_UPS)),
    "conveyed": ({Role.CAMAT}, {State.CAMAT_DECISION}),
    "answer": ({Role.TEAM}, {State.CLOSED_TRANSFERRED, State.CLOSED_REPORTED_TO_LAW}),
    "evidence_record": (
        {Role.TEAM, Role.CAMAT, Role.SECTION_HEAD},
        {State.LAW_FOLLOWUP, State.CLOSED_REPORTED_TO_LAW},
    ),
    "minutes": ({Role.CAMAT, Role.SECTION_HEAD}, {State.CAMAT_MEETING, State.CAMAT_REVIEW}),
    "mediation": ({Role.CAMAT, Role.TEAM}, {State.CAMAT_MEETING, State.CAMAT_REVIEW, State.TEAM_ASSIGNED}),
}
MEDIATES = {  # whose a mediation is in which state: what is attached to it, its leader attaches
    State.CAMAT_MEETING: {Role.CAMAT},
    State.CAMAT_REVIEW: {Role.CAMAT},
    State.TEAM_ASSIGNED: {Role.TEAM},
}


def attachable(held: Set[Role], state: State) -> bool:
    """Whether somebody with these roles may attach anything in this state."""
    return any(state in states and held & roles for roles, states in WHO.values())


def shows_applicant(role: str, state: State) -> bool:
    """Whether an attachment may show who the applicant is: what the applicant signs, or was photographed with (12a)."""
    return role in {"minutes", "mediation", "conveyed"} or (role == "follow_up" and state == State.ORAL_FOLLOWUP)


def folder(case_no: str) -> str:
    """The folder of a case in the bucket of documents: attachments, signatures and papers of steps 6 to 13.

    Review's key to the object store may write nowhere else (``deploy/rights``).
    """
    return f"review/{case_no}"


def derived(case_no: str) -> str:
    """The folder in which the desk keeps what it makes of its files: small pictures, copies to play."""
    return f"derived/{case_no}"

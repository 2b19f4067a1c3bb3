"""Words of the pages: tones of states, next steps, who has a case, letters and handoffs."""

from __future__ import annotations

from collections.abc import Iterable

from services.review.queries.records import Records
from services.review.states import CLOSED, WAITS_FOR, State
from services.review.tables import Case
from services.shared.rights.people import Role

Options = list[tuple[str, str]]

NEXT = {
    State.SECTION_HEAD_REVIEW: "Verifikasi",
    State.CAMAT_REVIEW: "Beri arahan",
    State.CAMAT_MEETING: "Catat tatap muka",
    State.TEAM_ASSIGNED: "Tangani",
    State.CAMAT_DECISION: "Putuskan",
    State.ORAL_FOLLOWUP: "Sampaikan",
    State.TRANSFER_FOLLOWUP: "Limpahkan",
    State.LAW_FOLLOWUP: "Laporkan",
}
TONES = {
    State.SECTION_HEAD_REVIEW: "info",
    State.RETURNED_TO_DESK: "warn",
    State.CAMAT_REVIEW: "warn",
    State.CAMAT_DECISION: "warn",
    State.REFUSAL_LETTER: "active",
    State.CLOSED_DECLINED: "bad",
    State.CLOSED_WITHDRAWN: "mute",
}
HOLDERS = {
    State.SECTION_HEAD_REVIEW: "Kasi",
    State.RETURNED_TO_DESK: "Loket, menunggu pemohon",
    State.CAMAT_REVIEW: "Camat",
    State.CAMAT_MEETING: "Camat",
    State.CAMAT_DECISION: "Camat",
    State.REFUSAL_LETTER: "Camat (surat penolakan)",
    State.LETTER_REQUESTED: "Tim Pengaduan (surat)",
}
LETTER_LABELS = {
    "requested": ("Disusun", "active"),
    "in_review": ("Diperiksa Camat", "warn"),
    "correcting": ("Dikoreksi", "warn"),
    "signed": ("Ditandatangani", "active"),
    "registered": ("Bernomor", "ok"),
    "handed_over": ("Diserahkan", "ok"),
    "cancelled": ("Dibatalkan", "mute"),
}
DELIVERY_LABELS = {
    ("case_returned", "intake"): "Pengembalian ke loket",
    ("case_progressed", "intake"): "Pemberitahuan tahapan ke loket",
    ("case_closed", "intake"): "Kabar selesai ke loket",
    ("evidence_handed", "intake"): "Kabar serah terima bukti ke loket",
    ("evidence_listed", "registry"): "Daftar bukti ke registrasi",
    ("case_amended", "intake"): "Keterangan tambahan ke loket",
    ("invitation", "intake"): "Undangan ke loket",
    ("invitation_changed", "intake"): "Jadwal baru ke loket",
    ("invitation_papers", "intake"): "Surat undangan ke loket",
    ("invitation_cancelled", "intake"): "Pembatalan pertemuan ke loket",
    ("promise_broken", "intake"): "Kabar janji tidak ditepati ke loket",
    ("invitation_result", "intake"): "Kabar pertemuan ke loket",
    ("notice_letter", "intake"): "Surat kekurangan berkas ke loket",
    ("letter_requested", "letters"): "Permintaan surat",
    ("letter_cancelled", "letters"): "Pembatalan surat",
    ("team_changed", "letters"): "Pergantian anggota tim ke penyusunan surat",
    ("conflict_marked", "letters"): "Benturan kepentingan ke penyusunan surat",
    ("conflicts_noted", "intake"): "Benturan kepentingan ke loket",
    ("conflicts_noted", "letters"): "Benturan kepentingan ke surat",
    ("conflicts_noted", "registry"): "Benturan kepentingan ke registrasi",
    ("case_ended", "registry"): "Catatan untuk buku register",
    ("case_ended", "letters"): "Akhir pengaduan ke penyusunan surat",
    ("dossier_part", "registry"): "Berkas untuk arsip",
}


def tone(state: str) -> str:
    """The colour of a state."""
    known = State(state)
    return TONES.get(known, "ok" if known in CLOSED else "active")


def next_action(state: str, roles: Iterable[Role]) -> str:
    """The button in a list: the next step, where it is of this person's role."""
    mine = any(State(state) in states for role, states in WAITS_FOR.items() if role in roles)
    return NEXT.get(State(state), "Buka") if mine else "Buka"


def holder(case: Case, records: Records) -> str:
    """Who has the case now."""
    if case.state in CLOSED:
        return "Selesai"
    names = ", ".join(member.name for member in records.members)
    return HOLDERS.get(State(case.state)) or names or "Tim Pengaduan"

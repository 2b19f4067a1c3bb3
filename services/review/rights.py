"""Who may what in review: the moves of ``states.py``, and what moves nothing."""

from __future__ import annotations

from services.review.states import MOVES, STATE_LABELS
from services.shared.rights.conflicts import NEXT_IN_LINE
from services.shared.rights.people import Role
from services.shared.rights.rights import MovesOf, Reach, Right, Rights

_LEADERS = frozenset({Role.SECTION_HEAD, Role.CAMAT})
_OVERSEERS = frozenset({Role.AUDITOR, Role.ADMIN})
_TEAM = frozenset({Role.TEAM})

LABELS = {
    "see": "Melihat pengaduan",
    "know_applicant": "Mengetahui nama, alamat dan telepon pemohon",
    "report_to_camat": "Melaporkan kepada Camat",
    "ask_clarification": "Mengembalikan ke loket untuk dilengkapi",
    "decline": "Menolak dengan alasan",
    "receive_completed": "Menerima kembali berkas yang dilengkapi",
    "resolve_directly": "Menyelesaikan langsung",
    "call_face_to_face": "Mengundang tatap muka",
    "dispose_to_team": "Mendisposisikan kepada tim",
    "record_meeting": "Mencatat berita acara tatap muka",
    "coordinate": "Mencatat koordinasi",
    "close_coordination": "Menutup koordinasi",
    "assign_task": "Membagi tugas anggota",
    "finish_task": "Menyelesaikan tugas",
    "note_visit": "Mencatat tinjauan lokasi",
    "submit_report": "Melaporkan hasil kepada Camat",
    "decide_oral_answer": "Memutuskan tanggapan lisan",
    "decide_written_letter": "Memutuskan surat tanggapan",
    "decide_delegation": "Memutuskan pelimpahan",
    "decide_report_law": "Memutuskan laporan ke penegak hukum",
    "return_report": "Mengembalikan laporan tim",
    "convey_and_close": "Menyampaikan hasil dan menutup",
    "complete_letter": "Menutup setelah surat diserahkan",
    "withdraw_decision": "Menarik keputusan",
    "withdraw": "Mencatat pencabutan",
    "mark_conflict": "Menandai benturan kepentingan",
    "link_case": "Mengaitkan pengaduan lain",
    "note_partner_answer": "Mencatat jawaban mitra setelah pengaduan ditutup",
}

TRAIL = {  # words of what stands in the trail and is no right
    "appoint": "Menunjuk pejabat pelaksana",
    "archived": "Diarsipkan",
    "attach": "Menambah lampiran",
    "decide": "Keputusan Camat",
    "end_appointment": "Mengakhiri penunjukan",
    "escalate": "Eskalasi karena terlambat",
    "hide_identity": "Merahasiakan identitas pemohon",
    "letter_handed_over": "Surat diserahkan di loket",
    "letter_progressed": "Kemajuan surat",
    "letter_registered": "Surat diregistrasi",
    "receive": "Menerima berkas dari loket",
    "see_file": "Membuka berkas identitas",
    "see_identity": "Melihat identitas yang dirahasiakan",
    "correct_applicant": "Memperbaiki data pribadi",
}

RIGHTS = Rights(
    rows=(
        Right("see", _LEADERS | _OVERSEERS),
        Right("see", _TEAM, Reach.ASSIGNED),
        Right("know_applicant", _LEADERS),
        Right("know_applicant", _OVERSEERS, confidential=False),
        Right("know_applicant", _TEAM, Reach.ASSIGNED, confidential=False),
        Right("note_partner_answer", _TEAM, Reach.ASSIGNED),
    ),
    moves=(MovesOf("Pengaduan", MOVES, STATE_LABELS),),
    labels=LABELS,
    assigned=_TEAM,
    stand_ins=NEXT_IN_LINE,
    trail=TRAIL,
)

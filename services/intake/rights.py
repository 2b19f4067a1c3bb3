"""Who may what at the front desk: the moves of ``states.py``, and what moves nothing."""

from __future__ import annotations

from services.handoffs.outcomes import Outcome
from services.intake.states import CLOSED_BY, MOVES, STATE_LABELS
from services.shared.people import Role
from services.shared.rights import MovesOf, Right, Rights

_CLERK = frozenset({Role.CLERK})
_KNOWS = frozenset({Role.CLERK, Role.SECTION_HEAD, Role.CAMAT})
_READERS = _KNOWS | {Role.REGISTRAR, Role.AUDITOR}

LABELS = {
    "open": "Mencatat permohonan di loket",
    "see": "Melihat pengaduan dan daftarnya",
    "know_applicant": "Mengetahui nama, alamat dan telepon pemohon",
    "see_nik": "Melihat NIK lengkap, KTP dan surat kuasa",
    "see_book": "Melihat buku permohonan",
    "add_file": "Menambah dan mengambil kembali berkas",
    "save_draft": "Menyimpan konsep formulir",
    "submit_form": "Menyerahkan atau memperbaiki formulir",
    "forward": "Meneruskan kepada Kasi",
    "return_incomplete": "Mengembalikan karena belum lengkap",
    "complete_documents": "Menerima kelengkapan",
    "expire": "Menutup karena lewat waktu",
    "take_back": "Menerima kembali dari Kasi",
    "letter_ready": "Menerima surat yang siap diserahkan",
    "recall_letter": "Menarik surat yang dibatalkan",
    "hand_over": "Menyerahkan surat",
    "confirm_receipt": "Mencatat penerimaan oleh pemohon",
    "withdraw": "Mencatat pencabutan",
    "request_withdrawal": "Meminta pencabutan",
} | {f"end_{outcome}": f"Menutup: {STATE_LABELS[CLOSED_BY[outcome]].lower()}" for outcome in Outcome}

RIGHTS = Rights(
    rows=(
        Right("open", _CLERK),
        Right("see", _READERS),
        Right("know_applicant", _KNOWS),
        Right("know_applicant", _READERS - _KNOWS, confidential=False),
        Right("see_nik", _KNOWS),
        Right("see_book", _KNOWS | {Role.AUDITOR, Role.ADMIN}),
        Right("add_file", _CLERK),
    ),
    moves=(MovesOf("Pengaduan", MOVES, STATE_LABELS),),
    labels=LABELS,
)

"""Who may what at the front desk: the moves of ``states.py``, and what moves nothing."""

from __future__ import annotations

from services.handoffs.outcomes import Outcome
from services.intake.states import CLOSED_BY, MOVES, STATE_LABELS
from services.shared.rights.people import Role
from services.shared.rights.rights import MovesOf, Right, Rights

_CLERK = frozenset({Role.CLERK})
_KNOWS = frozenset({Role.CLERK, Role.SECTION_HEAD, Role.CAMAT})
_READERS = _KNOWS | {Role.REGISTRAR, Role.AUDITOR}

LABELS = {
    "open": "Mencatat permohonan di loket",
    "see": "Melihat pengaduan dan daftarnya",
    "know_applicant": "Mengetahui nama, alamat dan telepon pemohon",
    "access_log": "Melihat siapa melihat data seseorang",
    "copy_of_data": "Menyerahkan salinan data pribadi",
    "correct_applicant": "Memperbaiki data pemohon atas permintaannya",
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

TRAIL = {  # words of what stands in the trail and is no right
    "search_person": "Mencari data seseorang atas permintaannya",
    "archive_files": "Menyerahkan berkas ke arsip",
    "archived": "Diarsipkan",
    "change_channel": "Mengubah saluran pemberitahuan",
    "end": "Mengakhiri pengaduan",
    "export": "Mengunduh daftar pengaduan",
    "hide_identity": "Merahasiakan identitas pemohon atas penilaian Kasi",
    "judge_likeness": "Menilai kemiripan pengaduan",
    "offer_survey": "Menawarkan survei",
    "start_anew": "Membuang konsep yang tidak dapat dibuka",
    "progress": "Kemajuan dari penanganan",
    "publish_survey": "Menerbitkan hasil survei",
    "quarantine_file": "Mengarantina berkas",
    "recheck_file": "Memeriksa keutuhan berkas",
    "record_visit": "Mencatat kunjungan",
    "remove_file": "Mengambil kembali berkas",
    "search_nik": "Mencari dengan NIK",
    "see_identity": "Melihat identitas yang dirahasiakan",
    "see_id_card": "Membuka KTP pemohon",
    "see_file": "Membuka berkas",
    "download_file": "Mengunduh berkas",
    "tell_applicant": "Memberi tahu pemohon",
    "use_data": "Memakai data pengaduan terdahulu",
}

RIGHTS = Rights(
    rows=(
        Right("open", _CLERK),
        Right("see", _READERS),
        Right("know_applicant", _KNOWS),
        Right("know_applicant", _READERS - _KNOWS, confidential=False),
        Right("see_nik", _KNOWS),
        Right("see_book", _KNOWS | {Role.AUDITOR, Role.ADMIN}),
        Right("add_file", _CLERK),
        Right("access_log", frozenset({Role.ADMIN, Role.AUDITOR})),
        Right("copy_of_data", _KNOWS),
        Right("correct_applicant", _CLERK),
    ),
    moves=(MovesOf("Pengaduan", MOVES, STATE_LABELS),),
    labels=LABELS,
    trail=TRAIL,
)

"""Who may what with letters: the moves of ``states.py``, and what moves nothing."""

from __future__ import annotations

from services.letters.states import MOVES, STATE_LABELS
from services.shared.rights.conflicts import NEXT_IN_LINE
from services.shared.rights.people import Role
from services.shared.rights.rights import MovesOf, Reach, Right, Rights

_HEADS, _TEAM = frozenset({Role.CAMAT, Role.SECTION_HEAD}), frozenset({Role.TEAM})
_OVERSEERS = frozenset({Role.AUDITOR, Role.ADMIN})

LABELS = {
    "see": "Melihat surat dalam daftar",
    "read": "Membaca isi surat",
    "save_draft": "Menyimpan konsep",
    "submit_draft": "Mengajukan konsep kepada Camat",
    "request_correction": "Meminta koreksi",
    "sign": "Menandatangani",
    "submit_for_initials": "Mengajukan konsep untuk diparaf",
    "initial": "Memaraf",
    "last_initial": "Memaraf sebagai yang terakhir",
    "pass_initials": "Meneruskan kepada Camat karena tidak ada lagi yang perlu memaraf",
    "return_draft": "Mengembalikan konsep kepada tim",
    "set_signatory": "Mengganti blok tanda tangan dengan nama sendiri",
    "approve": "Menyetujui dan meminta nomor",
    "number_reserved": "Menerima nomor yang dipesan",
    "sign_on_paper": "Mencatat surat yang ditandatangani basah",
    "send_for_signature": "Mengirim ke penanda tangan (BSrE)",
    "take_signed": "Menerima berkas yang ditandatangani",
    "not_signed": "Mencatat bahwa berkas belum ditandatangani",
    "cancel": "Membatalkan",
}

# A letter *to* a confidential applicant is for its writers, for those who initial it, and for its signer.
TRAIL = {  # words of what stands in the trail and is no right
    "attach": "Menambah lampiran",
    "detach": "Menghapus lampiran",
    "lapse_number": "Nomor pesanan lewat waktu",
    "note_conflict": "Mencatat benturan kepentingan",
    "receive": "Surat diminta Camat",
    "save_template": "Menyimpan templat surat",
    "wrong_passphrase": "Passphrase salah",
}

RIGHTS = Rights(
    rows=(
        Right("see", _HEADS | _OVERSEERS),
        Right("see", _TEAM, Reach.ASSIGNED),
        Right("read", _HEADS),
        Right("read", _OVERSEERS, confidential=False),
        Right("read", _TEAM, Reach.ASSIGNED),
    ),
    moves=(MovesOf("Surat", MOVES, STATE_LABELS),),
    labels=LABELS,
    assigned=_TEAM,
    stand_ins={Role.CAMAT: NEXT_IN_LINE[Role.CAMAT]},
    trail=TRAIL,
)

"""The applicant takes the complaint back, takes that back, or lets it lapse."""

from __future__ import annotations

from marshmallow import Schema

from services.intake.actions import withdrawal
from services.intake.schemas import withdrawal as schemas
from services.intake.verbs.limits import PER_ADDRESS, PER_CODE, code_key
from services.shared.verbs import Ask, Line, Verb

_BY_CODE = (PER_ADDRESS, (PER_CODE, code_key))

WITHDRAW = Verb(
    "withdraw",
    "Mencatat pencabutan",
    "cross",
    "bad",
    schema=schemas.WithdrawSchema,
    action=withdrawal.withdraw,
    alone=True,
    said="Pencabutan dicatat. Berlaku setelah masa keberatan lewat; pemohon dan Kasi diberi tahu.",
    ask=Ask(
        "Ya, catat pencabutan",
        "Pemohon mencabut pengaduan…",
        "Pencabutan adalah tindakan pemohon: ia menandatangani di bawah ini, atau pernyataannya diunggah. Pemohon "
        "masih dapat membatalkannya selama masa keberatan.",
        kind="danger",
    ),
    brings_files=True,
)
STOP = Verb(
    "stop_withdrawal",
    "Membatalkan pencabutan",
    "return",
    "warn",
    schema=schemas.StopWithdrawalSchema,
    action=withdrawal.stop_withdrawal,
    said="Pencabutan dibatalkan. Pengaduan berjalan terus.",
    ask=Ask("Ya, batalkan pencabutan", "Bukan kehendak pemohon: batalkan pencabutan…", kind="primary"),
)
CONFIRM = Verb(
    "confirm_withdrawal",
    "Mengesahkan pencabutan setelah menanyai pemohon",
    "check",
    "mute",
    schema=schemas.ConfirmWithdrawalSchema,
    action=withdrawal.confirm_withdrawal,
    said="Dicatat: pemohon sudah ditanya. Pencabutan berlaku setelah masa keberatan lewat.",
    ask=Ask(
        "Ya, sahkan",
        "Pemohon sudah saya tanya: sahkan pencabutan…",
        "Hubungi pemohon sendiri, bukan lewat petugas yang mencatat pencabutan ini.",
        kind="danger",
    ),
)
BY_CODE = Verb(
    "withdraw_by_code",
    "Mencabut pengaduan di halaman pelacakan (pemohon, tanpa masuk)",
    "cross",
    "bad",
    schema=schemas.WithdrawByCodeSchema,
    action=withdrawal.withdraw_by_code,
    said="Pencabutan Anda dicatat. Anda masih dapat membatalkannya di halaman ini.",
    ask=Ask(
        "Ya, cabut pengaduan saya",
        "Cabut pengaduan ini…",
        "Pengaduan tidak diproses lagi setelah masa keberatan lewat. Selama itu Anda dapat membatalkan pencabutan di "
        "halaman ini.",
        kind="danger",
        busy="Mengirim…",
    ),
    limits=_BY_CODE,
)
OBJECT = Verb(
    "object_to_withdrawal",
    "Membatalkan pencabutan di halaman pelacakan (pemohon, tanpa masuk)",
    "return",
    "warn",
    schema=Schema,
    action=withdrawal.object_to_withdrawal,
    said="Pencabutan dibatalkan. Pengaduan Anda tetap kami proses.",
    ask=Ask("Batalkan pencabutan", busy="Mengirim…"),
    limits=_BY_CODE,
)
WITHDRAWAL = (
    WITHDRAW,
    STOP,
    CONFIRM,
    BY_CODE,
    OBJECT,
    Line("withdrawn", "Menutup: pencabutan berlaku", "cross", "bad"),
    Line("request_withdrawal", "Meneruskan pencabutan kepada Kasi", "cross", "bad"),
    Line("expire", "Menutup karena lewat waktu", "clock", "bad"),
)

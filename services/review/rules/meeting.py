"""What meetings are called, what may come of them, and what their minutes must then say."""

from __future__ import annotations

from datetime import date

from services.handoffs.outcomes import MeetingKind, MeetingResult
from services.shared.errors import RuleBroken

KINDS = {MeetingKind.FACE_TO_FACE: "Tatap muka", MeetingKind.MEDIATION: "Mediasi"}
USUAL = {  # what for, where nothing else was written
    MeetingKind.FACE_TO_FACE: "Konfirmasi isi pengaduan",
    MeetingKind.MEDIATION: "Penyelesaian secara musyawarah",
}
STATES = {
    "planned": "Dijadwalkan",
    "held": "Sudah dilaksanakan",
    "cancelled": "Dibatalkan",
    "missed": "Tidak ada yang datang",
    "unrecorded": "Hasilnya tidak dicatat",
}
RESULTS = {
    MeetingResult.AGREED: "Tercapai kesepakatan",
    MeetingResult.NOT_AGREED: "Tidak tercapai kesepakatan",
    MeetingResult.CONTINUED: "Dilanjutkan pada pertemuan berikutnya",
}


def check_agreement(result: str, agreement: str) -> None:
    """What was agreed is written down; raises RuleBroken."""
    if result == MeetingResult.AGREED and len(agreement) < 5:
        text = "Tulis isi kesepakatan, atau pilih hasil yang lain."
        raise RuleBroken(text, {"agreement": [text]})


def check_day(held_on: date, today: date) -> None:
    """Minutes are of a meeting whose day has come; raises RuleBroken."""
    if held_on > today:
        text = "Hari pertemuan belum tiba. Pindahkan jadwalnya ke hari ini bila pertemuannya sudah dilaksanakan."
        raise RuleBroken.at("statements", text)


def check_missed(missed: bool, held_on: date, today: date) -> None:
    """Nobody can stay away from a meeting whose day has not come; raises RuleBroken."""
    if missed and held_on > today:
        text = "Hari pertemuan belum tiba. Pindahkan atau batalkan tanpa mencentang ini."
        raise RuleBroken(text, {"missed": [text]})

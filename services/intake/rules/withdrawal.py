"""Rules of a withdrawal: whose act it rests on, until when it can be taken back, whether somebody has to ask. Pure."""

from __future__ import annotations

from services.shared.errors import RuleBroken

WAYS = {
    "signature": "Tanda tangan pemohon di loket",
    "scan": "Pernyataan tertulis pemohon (pindaian)",
    "code": "Pemohon sendiri di halaman pelacakan",
    "draft": "Konsep yang formulirnya belum diserahkan",
}
TOLD_HOW = {"code": "Di halaman pelacakan"}  # every other way is at the desk
SETTLED = {
    "objected": "Dibatalkan oleh pemohon di halaman pelacakan",
    "stopped": "Dibatalkan oleh petugas",
    "effective": "Berlaku: pengaduan berakhir",
    "overtaken": "Tidak diperlukan lagi: pengaduan berakhir lebih dahulu",
}
_NO_ACT = (
    "Pencabutan memerlukan tindakan pemohon: mintalah tanda tangannya di bawah ini, "
    "atau unggah pindaian pernyataan pencabutan yang ia tanda tangani."
)


def way_at_desk(*, signed: bool, scanned: bool, has_form: bool) -> str:
    """What the withdrawal at the desk rests on; raises RuleBroken where it is nothing but the clerk's word.

    A draft has no signed form yet and may be given up without one; the section head confirms it.
    """
    if signed:
        return "signature"
    if scanned:
        return "scan"
    if has_form:
        raise RuleBroken(_NO_ACT, {"signature": [_NO_ACT]})
    return "draft"


def must_be_confirmed(*, told: bool, has_code: bool, channel_changed: bool) -> bool:
    """Whether the section head has to ask the applicant before it takes effect.

    Only a message that reached the applicant past the desk, and a code to object with, make that needless; whoever
    can change the channel could have sent the message to himself.
    """
    return not (told and has_code) or channel_changed

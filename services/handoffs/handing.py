"""How a letter comes into the applicant's hands (step 17), in the words that desk, review and register share."""

from __future__ import annotations

from services.shared.config import naming

AT_DESK = "desk"
WAYS = {
    AT_DESK: "Di loket",
    "village_head": "Lewat pemerintah {desa}",
    "courier": "Lewat petugas antar atau kurir",
    "post": "Lewat pos",
    "whatsapp": "PDF bertanda tangan lewat WhatsApp",
    "email": "PDF bertanda tangan lewat e-mail",
}
RELATIONS = {"applicant": "Pemohon sendiri", "proxy": "Penerima kuasa"}


def ways() -> dict[str, str]:
    """The ways with the office's own word for a village."""
    return {code: naming.say(words) for code, words in WAYS.items()}


def way_of(code: str) -> str:
    """One way in words; a message of a release that knew only the desk says none."""
    return naming.say(WAYS.get(code, WAYS[AT_DESK]))

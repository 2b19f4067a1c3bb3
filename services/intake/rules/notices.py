"""Rules of the applicant's channel: which there are, what each needs, and how a number is written abroad."""

from __future__ import annotations

import re

from services.shared import telephones
from services.shared.errors import RuleBroken

APPLICANT = "applicant"  # the recipient of notices that are not for the staff
NOTICE_CHANNELS = {
    "none": "Tidak lewat pesan: petugas yang memberi tahu",
    "sms": "SMS",
    "whatsapp": "WhatsApp",
    "email": "E-mail",
}
WAYS_OF_TELLING = {
    "phone": "Telepon",
    "in_person": "Bertemu langsung",
    "message": "Pesan dari petugas",
    "letter": "Surat",
}
_MAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\".]{2,}")


def check_notice(channel: str, phone: str, email: str, part: str = "applicant.") -> None:
    """Raises RuleBroken where the applicant chose a channel and gave nothing to reach it by.

    ``part``: the part of the form in which the fields stand.
    """
    if channel in {"sms", "whatsapp"} and not phone:
        raise RuleBroken("Nomor telepon belum ditulis.", {f"{part}phone": ["Tulis nomor yang dapat dihubungi."]})
    if channel == "email" and not _MAIL.fullmatch(email):
        message = "Tulis alamat e-mail seperti nama@contoh.id."
        raise RuleBroken("Alamat e-mail belum benar.", {f"{part}email": [message]})


def address(channel: str, phone: str, email: str) -> str | None:
    """Where the channel sends to; None where a clerk tells it."""
    if channel == "email":
        return email
    return international(phone) if channel in {"sms", "whatsapp"} and phone else None


def international(phone: str) -> str:
    """The number that a message reaches, with its country code: ``0812 3456-7890`` is ``+6281234567890``."""
    return telephones.first_mobile(phone)

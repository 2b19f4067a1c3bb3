"""The number of the same complaint at LAPOR!/SP4N, the national channel for complaints: a reference, no more."""

from __future__ import annotations

import re

from services.shared.errors import RuleBroken

_SHAPE = re.compile(r"[0-9A-Z][0-9A-Z.-]{2,29}")


def tidy(typed: str) -> str:
    """A number as it is kept: ``#1234567`` and ``1234567`` are one; empty takes it away; raises RuleBroken."""
    number = typed.strip().lstrip("#").strip().upper()
    if number and not _SHAPE.fullmatch(number):
        message = "Tulis nomor LAPOR! seperti tertera di sana: angka, atau huruf dan angka tanpa spasi."
        raise RuleBroken.at("lapor_no", message)
    return number

"""A complaint that was opened by mistake: only while nobody was handed or told anything of it."""

from __future__ import annotations

from datetime import datetime

from services.shared.errors import Stale

GONE_ON = (
    "Pengaduan ini sudah diserahkan atau diberitahukan kepada orang lain, jadi bukan lagi salah buka. Catat pencabutan."
)


def is_untold(sent: int, urgent_at: datetime | None, returned_at: datetime | None) -> bool:
    """Whether neither the section head has it, nor an alert went out, nor the applicant was told what is missing.

    ``sent``: how often it was forwarded.
    """
    return not sent and urgent_at is None and returned_at is None


def check_untold(sent: int, urgent_at: datetime | None, returned_at: datetime | None, *, withdrawn: bool) -> None:
    """Raises Stale where somebody was handed or told something; ``withdrawn``: a withdrawal was recorded."""
    if withdrawn or not is_untold(sent, urgent_at, returned_at):
        raise Stale(GONE_ON)

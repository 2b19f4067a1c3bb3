"""A complaint that was taken on paper while power or line was down, and is entered afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta

from services.shared.errors import RuleBroken

LONGEST = timedelta(days=31)  # what is older is no paper of a power cut


def check_later(received_at: datetime | None, taken_by: str, reason: str, now: datetime) -> None:
    """Raises RuleBroken: a time that has not come or lies too far back, or one without who took it and why."""
    if received_at is None:
        return
    if not now - LONGEST <= received_at <= now:
        raise RuleBroken.at("received_at", f"Tulis waktu yang sudah lewat, paling lama {LONGEST.days} hari yang lalu.")
    if not taken_by:
        raise RuleBroken.at("taken_by", "Tulis siapa yang menerimanya di kertas.")
    if not reason:
        raise RuleBroken.at("late_reason", "Tulis mengapa baru dicatat sekarang, misalnya: listrik padam.")

"""Days and moments of the steps: what has happened, what is planned, when the applicant was told."""

from __future__ import annotations

import re
from datetime import date, datetime

from services.shared.calendar import clock
from services.shared.errors import RuleBroken

_TIME = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")


def today(now: datetime) -> date:
    """The day on the office's wall clock."""
    return clock.local(now).date()


def check_not_future(field: str, day: date, today: date) -> None:
    """Something that happened lies not in the future; raises RuleBroken."""
    if day > today:
        raise RuleBroken("Tanggal belum tiba.", {field: ["Tanggal ini belum tiba."]})


def check_not_past(field: str, day: date, today: date) -> None:
    """Something that is planned does not lie in the past; raises RuleBroken."""
    if day < today:
        raise RuleBroken("Tanggal sudah lewat.", {field: ["Tanggal ini sudah lewat."]})


def told_moment(given: datetime | None, received_at: datetime, now: datetime) -> datetime:
    """When the applicant was told: ``now`` where nothing was given; raises RuleBroken outside of the case's life.

    People write minutes: the minute in which the case was received is within its life.
    """
    told = given or now
    if told > now:
        raise RuleBroken("Waktu belum tiba.", {"told_at": ["Waktu penyampaian belum tiba."]})
    if told < received_at.replace(second=0, microsecond=0):
        raise RuleBroken("Waktu tidak cocok.", {"told_at": ["Waktu penyampaian mendahului penerimaan pengaduan."]})
    return told


def meeting_time(text: str) -> str:
    """A time of the day as ``08.30``; raises RuleBroken."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise RuleBroken("Waktu tidak terbaca.", {"time": ["Tulis jam seperti 08.30."]})
    return f"{int(match[1]):02d}.{match[2]}"

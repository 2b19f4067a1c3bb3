"""Step 17: what must be there before a letter counts as handed over, and when nobody comes for it any more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from services.handoffs.handing import AT_DESK
from services.shared.calendar.working_days import WorkingDays
from services.shared.config.office import HandoverRules, Limit
from services.shared.errors import RuleBroken


def check_proof(way: str, roles: Iterable[str]) -> None:
    """What did not happen before the clerk's eyes is proved by a file; raises RuleBroken."""
    if way != AT_DESK and "handover" not in roles:
        message = "Unggah buktinya: tanda terima yang diteken, resi, atau tangkapan layar pesan yang terkirim."
        raise RuleBroken.at("proof", message)


def last_day(ready_on: date, today: date, rules: HandoverRules, before: Limit, calendar: WorkingDays) -> date:
    """The last day on which the letter keeps its case open; never sooner than the last call allows from today."""
    return max(calendar.deadline(ready_on, rules.uncollected), calendar.deadline(today, before))


def call_on(today: date, before: Limit, calendar: WorkingDays) -> date:
    """Letters whose time is over by this day get their last call today."""
    return calendar.deadline(today, before)

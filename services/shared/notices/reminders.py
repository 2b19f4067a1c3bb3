"""Reminders from limits: near its end, at its end, and to the next level when it is overdue; each once per limit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from services.shared.calendar import clock
from services.shared.calendar.clock import long_date
from services.shared.jobs.rows import each
from services.shared.notices.posting import post
from services.shared.unit_of_work import Work

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Watch:
    """Something that must be done by a day. ``what`` is Indonesian and holds the number of the matter, no names.

    ``recipients`` have to do it, ``next_level`` is told when it stays undone (empty where that is told elsewhere);
    ``not_for`` are left out of roles. ``about``: with what its reminders go away, the subject unless it is said.
    """

    kind: str
    subject: str
    what: str
    due: date
    recipients: tuple[str, ...]
    next_level: tuple[str, ...]
    link: str
    not_for: tuple[str, ...] = ()
    about: str = ""


def horizon(work: Work) -> date:
    """The last day whose limits are near today: what is due later need not be looked at."""
    return work.calendar.deadline(clock.local(work.now).date(), work.office.notices.before)


def remind(
    work: Work, things: Iterable[Thing], name: Callable[[Thing], str], watch: Callable[[Thing], Watch | None]
) -> int:
    """Post every reminder whose time has come; returns how many were new. A limit that is moved reminds anew.

    ``watch`` says what there is to watch about a thing, None where there is nothing.
    """
    today, far = clock.local(work.now).date(), horizon(work)

    def one(thing: Thing) -> int:
        found = watch(thing)
        return _remind(work, found, today) if found is not None and found.due <= far else 0

    return sum(each(work, things, name, one))


def _remind(work: Work, watch: Watch, today: date) -> int:
    if watch.due >= today:
        return _post(work, watch, "near", watch.recipients, f"Batas waktu {long_date(watch.due)}: {watch.what}")
    count = _post(work, watch, "over", watch.recipients, f"Lewat batas waktu {long_date(watch.due)}: {watch.what}")
    if today > work.calendar.deadline(watch.due, work.office.notices.escalate_after):
        count += _post(work, watch, "escalated", watch.next_level, late_words(watch.due, watch.what))
    return count


def late_words(due: date, what: str) -> str:
    """What the next level is told of something that stayed undone."""
    return f"Perlu perhatian Anda. Lewat batas waktu {long_date(due)}: {what}"


def _post(work: Work, watch: Watch, stage: str, recipients: Iterable[str], text: str) -> int:
    return sum(
        post(
            work,
            kind=f"{watch.kind}_{stage}",
            subject=watch.subject,
            recipient=recipient,
            occasion=watch.due.isoformat(),
            text=text,
            link=watch.link,
            not_for=watch.not_for,
            about=watch.about,
        )
        for recipient in recipients
    )

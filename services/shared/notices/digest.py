"""The daily summary by e-mail: once a day per person who chose it, only on working days, only where something waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Subquery, func, select

from services.shared.calendar import clock
from services.shared.jobs.rows import each
from services.shared.notices.posting import Via, person, post
from services.shared.rights import barring
from services.shared.staff.colleagues import colleagues
from services.shared.staff.tables import account, bell_notice
from services.shared.unit_of_work import Work

LINES = 20  # notices named in one mail; the rest is counted


def post_due(work: Work) -> str:
    """Timed job of one service: makes today's summaries once the office's clock has passed ``notices.digest_at``.

    Today is the office's day. A second run on the same day finds them posted already (UNIQUE per person and day).
    """
    here = clock.local(work.now)
    begins = here.replace(
        hour=work.office.notices.digest_at.hour, minute=work.office.notices.digest_at.minute, second=0, microsecond=0
    )
    if here < begins or not work.calendar.is_open(here.date()):
        return "belum waktunya"
    waiting = _waiting(work, begins)
    posted = each(work, waiting, str, lambda username: _post(work, username, *waiting[username], here.date()))
    return f"{sum(posted)} ringkasan dibuat"


def _post(work: Work, username: str, count: int, lines: Sequence[str], day: date) -> bool:
    more = f"\n… dan {count - len(lines)} lagi" if count > len(lines) else ""
    words = "\n".join(f"- {line}" for line in lines)
    return post(
        work,
        kind="digest",
        subject="ringkasan harian",
        recipient=person(username),
        occasion=day.isoformat(),
        text=f"Ada {count} pemberitahuan yang belum Anda baca:\n{words}{more}\n",
        link="/intake/notices",
        via=Via.EMAIL,
    )


def _ranked(until: datetime) -> Subquery:
    """The unread notices of before ``until``: the rank of each among its person's, the newest first, of how many."""
    mine = (bell_notice.c.username == account.c.username) & bell_notice.c.read_at.is_(None)
    rank = func.row_number().over(partition_by=account.c.username, order_by=bell_notice.c.at.desc())
    total = func.count().over(partition_by=account.c.username)
    return (
        select(account.c.username, bell_notice.c.text, total.label("total"), rank.label("rank"))
        .join(bell_notice, mine)
        .where(account.c.active, account.c.digest, account.c.email.is_not(None), bell_notice.c.at < until)
        .subquery()
    )


def _waiting(work: Work, until: datetime) -> dict[str, tuple[int, list[str]]]:
    """Who chose the summary and has unread notices of before ``until``: how many, and the newest of them."""
    ranked = _ranked(until)
    found: dict[str, tuple[int, list[str]]] = {}
    closed = {one.username: barring.closed_to(work.session.connection(), one.parties) for one in colleagues(work)}
    with work.service.staff.transaction() as staff:
        rows = staff.execute(select(ranked).where(ranked.c.rank <= LINES).order_by(ranked.c.username, ranked.c.rank))
        for row in rows:
            if barring.says(closed.get(row.username, ()), row.text):
                continue
            found.setdefault(row.username, (row.total, []))[1].append(row.text)
    return found

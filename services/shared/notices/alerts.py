"""What somebody must hear of the own account goes by e-mail too: handed over from the staff's schema to the notices.

The alert is written with the change itself. Its id is the notice's occasion, so that handed over twice it is one; it is
ticked off in the run after the one that handed it over, when that is certainly committed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select, update

from services.shared.jobs.rows import at_most, each
from services.shared.notices.posting import Via, person, post
from services.shared.notices.tables import notice
from services.shared.staff.tables import account, alert
from services.shared.unit_of_work import Work

KIND = "account_changed"
AT_ONCE = 100
_OPEN = (
    select(alert, account.c.email.label("own"))
    .outerjoin(account, account.c.username == alert.c.username)
    .where(alert.c.handed_at.is_(None))
    .order_by(alert.c.at, alert.c.id)
)


def hand_over(work: Work) -> str:
    """Timed job of the service whose notices go outside: a notice for each alert of somebody who has an address."""
    with work.service.staff.transaction() as staff:
        rows = staff.execute(_OPEN.limit(at_most(work, AT_ONCE))).all()
        to_send = [row for row in rows if work.service.settings.smtp_host and (row.email or row.own)]
        fresh = _not_posted(work, to_send)
        done = {row.id for row in rows} - {row.id for row in fresh}
        staff.execute(update(alert).where(alert.c.id.in_(done)).values(handed_at=work.now))
    posted = each(work, fresh, lambda row: f"akun {row.username}, pesan {row.id}", lambda row: _post(work, row))
    return f"{len(posted)} pesan tentang akun"


def _post(work: Work, row: Row[Any]) -> bool:
    return post(
        work,
        kind=KIND,
        subject=f"akun {row.username}",
        recipient=person(row.username),
        occasion=str(row.id),
        text=row.text,
        link=row.link,
        via=Via.EMAIL,
        address=work.service.vault.encrypt(row.email or row.own),
    )


def _not_posted(work: Work, rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Those that no earlier run has handed over."""
    ids = [str(row.id) for row in rows]
    posted = set(
        work.session.scalars(select(notice.c.occasion).where(notice.c.kind == KIND, notice.c.occasion.in_(ids)))
    )
    return [row for row in rows if str(row.id) not in posted]

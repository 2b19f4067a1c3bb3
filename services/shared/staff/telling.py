"""Who hears of a change of an account: the person, the Camat and the auditor, in the same transaction as the change.

It rings in the bell at once; an *alert* goes by e-mail too, to who has given an address (``notices/alerts.py``).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import any_, exists, insert, or_, select
from sqlalchemy.orm import Session

from services.shared.rights.people import Role
from services.shared.staff.acting_heads import valid
from services.shared.staff.opening import is_open
from services.shared.staff.tables import account, acting, alert, bell_notice

WATCHERS = (Role.CAMAT, Role.AUDITOR)
OWN, TRAIL, APPROVALS, ACTING, BELL = (
    "/intake/account", "/intake/trail/staff", "/intake/approvals", "/review/acting", "/intake/notices",
)  # fmt: skip


def holders(db: Session, roles: Iterable[Role], now: datetime) -> dict[str, frozenset[str]]:
    """The active accounts that have one of these roles today, acting heads too, with their own roles."""
    held = [str(role) for role in roles]
    acts = exists().where(valid(account.c.id, now), acting.c.role.in_(held))
    own = or_(*(any_(account.c.roles) == role for role in held))
    rows = db.execute(select(account.c.username, account.c.roles).where(account.c.active, or_(own, acts)))
    return {row.username: frozenset(row.roles) for row in rows}


def tell_changed(db: Session, now: datetime, username: str, text: str, *, but: str = "") -> None:
    """An account was changed by others: the person, the Camat and the auditor hear of it (not ``but``, who did it)."""
    if not is_open(db):
        return  # being set up: nobody is there to be told
    watching = holders(db, WATCHERS, now)
    links = {name: TRAIL if Role.AUDITOR in roles else BELL for name, roles in watching.items() if name != but}
    tell(db, now, links | {username: OWN}, text)


def tell(db: Session, now: datetime, links: dict[str, str], text: str, **old: Any) -> None:
    """Ring at people and write to them; ``links`` says for each where it leads; ``email``: their address till now."""
    common = {"text": text, "at": now}
    rows = [{"id": uuid.uuid4(), "username": name, "link": link} | common for name, link in links.items()]
    if rows:
        db.execute(insert(bell_notice), [row | {"service": "intake", "kind": "account_changed"} for row in rows])
        db.execute(insert(alert), [row | {"email": None} | old for row in rows])

"""Whether two people want everything of practice emptied, and whether that may be done now."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, make_url, text

from deploy.engines import engine_of
from deploy.errors import Told
from deploy.names import Names

GOOD_FOR = timedelta(days=7)  # as for all that two people want
OTHERS = text(
    "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    " and backend_type = 'client backend'"
)
KNOWN = text(
    "select p.*, (select opened_at from intake.first_day) as opened_at from intake.practice p where id = 1 for update"
)


class NotCleared(Told):
    """Nothing was emptied; the message says why."""


def check(admin_url: str, now: datetime) -> dict[str, Any]:
    """The wish of two people; raises NotCleared where nothing may be emptied now."""
    with engine_of(admin_url) as engine, engine.begin() as connection:
        return wished(connection, now)


def address(admin_url: str, names: Names) -> str:
    """The superuser's address of the office's own database."""
    return make_url(admin_url).set(database=names.database).render_as_string(hide_password=False)


def wished(connection: Connection, now: datetime) -> dict[str, Any]:
    """The wish, its row locked; raises NotCleared where nothing may be emptied now."""
    if connection.execute(OTHERS).scalar_one():
        raise NotCleared("the office is at work. Stop all of its processes first (`sigap down`), servers excepted.")
    found = connection.execute(KNOWN).mappings().first()
    if found is None or found["confirmed_at"] is None:
        raise NotCleared("two people have to want it first, on the page Hari pertama.")
    if found["opened_at"] is not None:
        raise NotCleared("the office was declared open; from then on nothing is practice.")
    if found["cleared_at"] is not None:
        raise NotCleared(f"that was done on {found['cleared_at']:%Y-%m-%d}; it is done once.")
    if found["confirmed_at"] < now - GOOD_FOR:
        raise NotCleared(f"it was confirmed more than {GOOD_FOR.days} days ago; let two people want it anew.")
    return dict(found)

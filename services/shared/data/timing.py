"""When a row that waits is due, whatever happened to the machine's clock meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_


def due_by(next_at: Any, now: Any, longest: timedelta | ColumnElement[Any]) -> ColumnElement[bool]:
    """Condition for rows whose time has come by ``now`` (a moment, or the database's own).

    One that lies further ahead than the ``longest`` pause that is ever given was set while the clock ran ahead (a mini
    PC without a battery does this, then the network puts it right): it would wait until that date, so it is due, too.
    """
    return or_(next_at <= now, next_at > now + longest)

"""What people of the staff have typed and not sent yet: of one form of one thing, encrypted as a whole.

Only who typed it gets it back. It goes when the form is sent, or ``KEPT_FOR`` after the last word was typed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Delete, delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from services.shared.data.database import Database
from services.shared.encryption.vault import Unreadable, Vault
from services.shared.staff.tables import draft

KEPT_FOR = timedelta(days=14)
MOST_KEPT = 100  # forms of one person; nobody types into so many, so the oldest gives way


@dataclass(frozen=True)
class Kept:
    """The values of a form by the names of its fields, and when the last of them was typed."""

    values: dict[str, Any]
    at: datetime


class Drafts:
    """The drafts of all forms of the office. Each call is one transaction."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database, self._vault = database, vault

    def of(self, account: UUID, thing: str) -> dict[str, Kept]:
        """What this person has typed about a thing, by form; what no key of ours opens is left out."""
        wanted = select(draft.c.form, draft.c.token, draft.c.at).where(
            draft.c.account_id == account, draft.c.thing == thing
        )
        with self._database.looking() as db:
            rows = db.execute(wanted).all()
        found = ((row.form, self._opened(row.token), row.at) for row in rows)
        return {form: Kept(values, at) for form, values, at in found if values}

    def keep(self, account: UUID, thing: str, form: str, values: Mapping[str, Any], now: datetime) -> None:
        """Keep what was typed in the place of what was kept before; nothing typed: nothing is kept.

        What nobody went on with for ``KEPT_FOR``, of whomever, goes on this occasion, and so does what this person
        typed into more than ``MOST_KEPT`` forms, the oldest first.
        """
        if not values:
            self.drop(account, thing, form)
            return
        token = self._vault.encrypt(json.dumps(values, ensure_ascii=False))
        row = insert(draft).values(account_id=account, thing=thing, form=form, token=token, at=now)
        newer = row.on_conflict_do_update(
            index_elements=[draft.c.account_id, draft.c.thing, draft.c.form],
            set_={"token": row.excluded.token, "at": row.excluded.at},
        )
        with self._database.transaction() as db:
            db.execute(newer)
            db.execute(delete(draft).where(draft.c.at < now - KEPT_FOR))
            db.execute(_beyond(account))

    def drop(self, account: UUID, thing: str, form: str) -> None:
        """It was sent, or is not wanted."""
        with self._database.transaction() as db:
            db.execute(delete(draft).filter_by(account_id=account, thing=thing, form=form))

    def _opened(self, token: str) -> dict[str, Any]:
        try:
            return dict(json.loads(self._vault.decrypt(token)))
        except Unreadable:
            return {}


def _beyond(account: UUID) -> Delete:
    """What a person has kept beyond the newest ``MOST_KEPT``."""
    mine = draft.c.account_id == account
    newest = select(draft.c.thing, draft.c.form).where(mine).order_by(draft.c.at.desc(), draft.c.thing, draft.c.form)
    kept = newest.limit(MOST_KEPT).subquery()
    return delete(draft).where(mine, tuple_(draft.c.thing, draft.c.form).not_in(select(kept.c.thing, kept.c.form)))

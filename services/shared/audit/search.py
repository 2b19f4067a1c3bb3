"""The auditor's search over one audit trail: by person, verb, subject and period, the newest first, in keyset pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, cast, literal, or_, select, text, tuple_
from sqlalchemy.orm import Session

from services.shared.audit.trail import ERASE, audit
from services.shared.calendar import clock
from services.shared.data.database import Database
from services.shared.errors import RuleBroken
from services.shared.rights import barring

PAGE = 25
AT_ONCE = 500  # lines of one transaction of an export
ERASED = "(dihapus)"
_SHOWN = ("position", "at", "actor", "actor_name", "address", "verb", "subject", "note", "details", "correlation_id")

# Every verb once, by skips through the index instead of reading the whole trail.
_VERBS = text("""
with recursive found(verb) as (
  (select verb from audit order by verb limit 1)
  union all
  select (select verb from audit where verb > found.verb order by verb limit 1) from found where found.verb is not null
) select verb from found where verb is not null
""")


@dataclass(frozen=True)
class Asked:
    """What is looked for; empty means everything. ``subject``: a case number, an account, the id of a letter."""

    actor: str = ""
    verb: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None
    verbs: tuple[str, ...] | None = None  # one of these, where several mean what was asked for


@dataclass(frozen=True)
class Page:
    """A page of the trail; ``after`` leads to older lines, None at the end."""

    lines: list[dict[str, Any]]
    after: str | None


def page(session: Session, asked: Asked, after: str | None, limit: int = PAGE) -> Page:
    """Lines that match, the newest first. Two queries, whatever is found.

    Raises:
        RuleBroken: a cursor that is none.
    """
    statement = select(*(audit.c[name] for name in _SHOWN)).where(*_conditions(asked), *_open(session))
    if after:
        statement = statement.where(tuple_(audit.c.at, audit.c.position) < tuple_(*map(literal, _cursor(after))))
    rows = session.execute(statement.order_by(audit.c.at.desc(), audit.c.position.desc()).limit(limit + 1)).all()
    erased = _erased(session, rows[:limit])
    lines = [_line(row, erased) for row in rows[:limit]]
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(lines, f"{last.at.isoformat()}~{last.position}" if last else None)


def verbs(session: Session) -> Sequence[str]:
    """Every verb that stands in the trail."""
    return session.execute(_VERBS).scalars().all()


def lines(
    database: Database, asked: Asked, at_once: int = AT_ONCE, reader: barring.Reader | None = None
) -> Iterator[dict[str, Any]]:
    """Everything that matches and ``reader`` may see, read in small transactions: memory stays flat."""
    after: str | None = None
    while True:
        with database.transaction() as session:
            barring.read_as(session, reader)
            found = page(session, asked, after, at_once)
        yield from found.lines
        if found.after is None:
            return
        after = found.after


def _open(session: Session) -> list[ColumnElement[bool]]:
    """Without the lines of cases that are closed to the reader, and those that say such a case's number."""
    about = audit.c.details["case_no"].astext
    said = barring.mentions(barring.shut(session), audit.c.note, cast(audit.c.details, Text))
    return [*barring.unseen(session, audit.c.subject, about), *said]


def _conditions(asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.actor:
        yield audit.c.actor == asked.actor
    if asked.verb:
        yield audit.c.verb == asked.verb
    if asked.verbs is not None:
        yield audit.c.verb.in_(asked.verbs)
    if asked.subject:
        about = text("(details ? 'case_no' and details ->> 'case_no' = :subject)").bindparams(subject=asked.subject)
        yield or_(audit.c.subject == asked.subject, about)
    if asked.first:
        yield audit.c.at >= _midnight(asked.first)
    if asked.last:
        yield audit.c.at < _midnight(asked.last + timedelta(days=1))


def _erased(session: Session, rows: Sequence[Row[Any]]) -> dict[str, int]:
    """At which position the subjects of these lines were erased, where they were."""
    subjects = {row.subject for row in rows}
    wanted = select(audit.c.subject, audit.c.position).where(audit.c.subject.in_(subjects), audit.c.verb == ERASE)
    return {row.subject: row.position for row in session.execute(wanted.order_by(audit.c.position))}


def _line(row: Row[Any], erased: dict[str, int]) -> dict[str, Any]:
    """A line as it may be shown: what was said of a subject before it was erased is shown no more."""
    line = dict(row._mapping)
    if row.position < erased.get(row.subject, 0):
        line |= {"note": ERASED, "details": {}}
    return line


def _cursor(text_: str) -> tuple[datetime, int]:
    moment, _, position = text_.replace(" ", "+").partition("~")
    try:
        at = datetime.fromisoformat(moment)
        if at.tzinfo is None or not (position.isascii() and position.isdigit() and len(position) < 19):
            raise ValueError
    except ValueError:
        raise RuleBroken("Halaman daftar ini tidak ada.", {"after": ["Halaman daftar ini tidak ada."]}) from None
    return at, int(position)


def _midnight(day: date) -> datetime:
    return clock.begin(day)

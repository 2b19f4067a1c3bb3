"""*Urungkan*: taking back one's own last step, where all that it did was to write rows of the case.

Whether a step stayed in the house is not listed but watched: a message, a notice or anything else that is written
beside the rows of the case goes by statements of its own, and a step that ran one cannot be taken back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session

from services.review.queries.cases import visible_case
from services.review.queries.undoing import last_step
from services.review.rules.undoing import GONE, as_kept, as_was, stays
from services.review.tables import Case, LastStep
from services.review.tables.base import Base
from services.shared.errors import Stale
from services.shared.rights.moves import check_version
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work

OWN = {"version", "last_verb", "last_actor", "moved_at"}  # of the case: they count on, whatever is taken back


class Watched:
    """What one step writes. ``told``: it did something that rows alone do not show."""

    def __init__(self) -> None:
        self.told = False
        self.added: list[Any] = []
        self.changed: dict[Any, dict[str, Any]] = {}

    @contextmanager
    def listening(self, session: Session) -> Iterator[None]:
        """What is written in this block is seen."""
        event.listen(session, "do_orm_execute", self.executed)
        event.listen(session, "before_flush", self.flushing)
        try:
            yield
        finally:
            event.remove(session, "do_orm_execute", self.executed)
            event.remove(session, "before_flush", self.flushing)

    def executed(self, state: ORMExecuteState) -> None:
        """A statement beside the rows: a message, a notice, a mark."""
        self.told |= not state.is_select

    def flushing(self, session: Session, *_: Any) -> None:
        """Rows on their way to the database, with what stood in them before."""
        several = any(len(inspect(row).mapper.primary_key) != 1 for row in (*session.new, *session.dirty))
        self.told |= several or bool(session.deleted)
        self.added += session.new
        for row in session.dirty:
            self._note(row)

    def _note(self, row: Any) -> None:
        for attribute in inspect(row).mapper.column_attrs:
            history = inspect(row).attrs[attribute.key].history
            if history.added and not history.deleted:
                self.told = True  # what stood there was never read: it cannot be put back
            elif history.added and row not in self.added and not (isinstance(row, Case) and attribute.key in OWN):
                self.changed.setdefault(row, {}).setdefault(attribute.key, history.deleted[0])


@contextmanager
def remembered(work: Work, case: Case, verb: str, before: str) -> Iterator[None]:
    """The step that runs in this block can be taken back for a while, if it stayed in the house."""
    if not stays(before, verb) or work.actor.is_any(Role.SYSTEM):
        yield
        return
    watched, session = Watched(), work.session
    session.flush()  # the move itself
    with watched.listening(session):
        yield
        session.flush()
    if not watched.told and (watched.added or watched.changed) and work.entries:
        session.merge(_step(work, case, verb, watched))


def _step(work: Work, case: Case, verb: str, watched: Watched) -> LastStep:
    return LastStep(
        case_no=case.case_no,
        verb=verb,
        by=work.actor.username,
        at=work.now,
        version=case.version,
        note=work.entries[-1].note,
        added=[_named(row) for row in watched.added],
        changed=[(*_named(row), as_kept(values)) for row, values in watched.changed.items()],
    )


def undo(work: Work, case_no: str, version: int | None) -> Case:
    """Any step that stays in the house: take back one's own last one; the trail keeps both lines. Twice is once.

    Raises:
        Missing, Forbidden: not this person's case. Stale: nothing (more) to take back, or the page is stale.
    """
    case = visible_case(work.session, case_no, work.actor, lock=True)
    mine = case.last_actor == work.actor.username
    if mine and case.last_verb == "undo" and version == case.version - 1:
        return case
    check_version(case.version, version)
    row = last_step(work.session, case, work.actor, work.now)
    for table, key, values in row.changed:
        changed = _row(work.session, table, key)
        for name, value in values.items():
            setattr(changed, name, as_was(value))
    work.session.flush()  # what points at a row that goes lets go of it first
    for table, key in row.added:
        work.session.delete(_row(work.session, table, key))
    case.version, case.last_verb, case.moved_at = case.version + 1, "undo", work.now
    work.audit("undo", case_no, f"Diurungkan: {row.note}", step=row.verb)
    work.session.delete(row)
    return case


def _named(row: Any) -> tuple[str, str]:
    return row.__tablename__, str(inspect(row).identity[0])


def _row(session: Session, table: str, key: str) -> Any:
    mapper = next(one for one in Base.registry.mappers if one.persist_selectable is Base.metadata.tables[table])
    wanted: Any = mapper.primary_key[0].type.python_type
    found = session.get(mapper.class_, wanted(key))
    if found is None:
        raise Stale(GONE)
    return found

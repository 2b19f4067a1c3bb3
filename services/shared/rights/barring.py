"""Conflicts of interest as facts, and the one place where they are asked: where tables are read for a person.

A fact says who (a party, see ``conflicts.py``), which case, why, since when and until when. Each service keeps the
facts in its own schema; they come by handoff. A session that reads for somebody (``read_as``) leaves every row of a
case from which they are barred out of every query of mapped tables, whatever the query is for: list, count, page, file,
export. What is no mapped table (trail, notices, handoffs) asks ``unseen``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Index,
    MetaData,
    String,
    Table,
    bindparam,
    event,
    func,
    or_,
    select,
    text,
    true,
)  # fmt: skip
from sqlalchemy.orm import (
    InstrumentedAttribute,
    LoaderCriteriaOption,
    Mapper,
    ORMExecuteState,
    Session,
    with_loader_criteria,
)

from services.shared.data.database import Base
from services.shared.rights.conflicts import Colleague, bars, given, parties_of
from services.shared.rights.people import Actor, Role

METADATA = MetaData()
# Where no person is served: the chain of a book, a count that gives numbers. ``statement.execution_options(**OF_ALL)``.
OF_ALL = {"of_all": True}

conflict = Table(
    "conflict",
    METADATA,
    Column("case_no", String, primary_key=True),
    Column("party", String, primary_key=True),
    Column("bars", Boolean, nullable=False),  # false: this account was looked at and may take part, whatever its name
    Column("why", String, nullable=False),
    Column("noted_by", String, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Column("told_at", DateTime(timezone=True)),  # when the other services were told; they write down when they heard
    Index("ix_conflict_party", "party", postgresql_where=text("ended_at is null")),
    Index("ix_conflict_untold", "case_no", postgresql_where=text("told_at is null")),
)

Cases = frozenset[str]
Says = tuple[Any, InstrumentedAttribute[Any]]  # a column that says a case, or leads to a row that does
_HOLDS = conflict.c.ended_at.is_(None)
_OWN = func.bool_or(conflict.c.bars).filter(conflict.c.party == bindparam("username"))
_SHUT = (
    select(conflict.c.case_no)
    .where(conflict.c.party == func.any(bindparam("parties", type_=ARRAY(String))), _HOLDS)
    .group_by(conflict.c.case_no)
    .having(func.coalesce(_OWN, true()))
)
_FACTS = select(conflict.c.case_no, conflict.c.party, conflict.c.bars).where(
    conflict.c.case_no == func.any(bindparam("case_nos", type_=ARRAY(String))), _HOLDS
)
_KEPT = "facts"  # in a session: the facts that it has asked for already
_GIVEN = select(conflict.c.case_no).where(conflict.c.party == bindparam("party"), _HOLDS)


@dataclass
class Reader:
    """For whom something is read, with the cases that they may not see once those were asked for.

    ``supervisor``: an account that sees the cases which were given to it, and no other.
    """

    actor: Actor
    supervisor: bool = False
    cases: frozenset[str] | None = None
    given: frozenset[str] | None = None

    def ask(self, line: Connection) -> frozenset[str]:
        """The cases from which this person is barred; one query for each reader, however many sessions it has."""
        if self.cases is None:
            if self.supervisor:
                self.given = frozenset(line.scalars(_GIVEN, {"party": given(self.actor.username)}))
            self.cases = closed_to(line, parties_of(self.actor))
        return self.cases

    def shut(self, session: Session) -> frozenset[str]:
        """The same, asked within a session."""
        return self.ask(session.connection()) if self.cases is None else self.cases

    def shuts(self, case_no: str) -> bool:
        """Whether a case is closed to this person, once it was asked."""
        return case_no in (self.cases or ()) or (self.given is not None and case_no not in self.given)


def facts(session: Session, case_nos: Iterable[str]) -> dict[str, dict[str, bool]]:
    """The facts that hold now of each of these cases, party to whether it bars; asked once in a transaction.

    What the session itself writes about conflicts is asked anew (``_leave_out``).
    """
    kept: dict[str, dict[str, bool]] = session.info.setdefault(_KEPT, {})
    found: dict[str, dict[str, bool]] = {case_no: kept.get(case_no, {}) for case_no in case_nos}
    unknown = [case_no for case_no in found if case_no not in kept]
    if unknown:
        found |= {case_no: {} for case_no in unknown}
        for row in session.execute(_FACTS, {"case_nos": unknown}):
            found[row.case_no][row.party] = row.bars
        kept |= {case_no: found[case_no] for case_no in unknown}
    return {case_no: dict(facts) for case_no, facts in found.items()}


def shut_out(found: Mapping[str, bool], staff: Iterable[Colleague], supervisor: str = "") -> set[str]:
    """Of these people the accounts to which a case of these facts is closed."""
    apart = {supervisor} if supervisor and given(supervisor) not in found else set()
    return apart | {one.username for one in staff if bars(found, one.parties)}


def closed_to(line: Connection, them: Sequence[str]) -> frozenset[str]:
    """The cases from which a person of these parties (the account first) is barred."""
    return frozenset(line.scalars(_SHUT, {"parties": list(them), "username": them[0]}))


def reader_of(actor: Actor | None, supervisor: str = "") -> Reader | None:
    """Who reads; None for the machine and for visitors, who see by other rules."""
    if actor is None or actor.account_id is None or Role.SYSTEM in actor.roles:
        return None
    return Reader(actor, supervisor=actor.username == supervisor)


def read_as(session: Session, reader: Reader | None) -> None:
    """From now on this session shows what this person may see."""
    session.info["reader"] = reader


def shut(session: Session) -> frozenset[str]:
    """The cases that are closed to whom this session reads for; of the supervisor only those of a conflict."""
    reader: Reader | None = session.info.get("reader")
    return reader.shut(session) if reader else frozenset()


def closed(session: Session, case_no: str | None) -> bool:
    """Whether a case is closed to whom this session reads for."""
    reader: Reader | None = session.info.get("reader")
    if reader is None or case_no is None:
        return False
    reader.shut(session)
    return reader.shuts(case_no)


def unseen(session: Session, *columns: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    """Conditions for tables that are not mapped: none of these columns may name a case that is closed to the reader."""
    reader: Reader | None = session.info.get("reader")
    return [] if reader is None else _conditions(reader.shut(session), reader.given, columns, null=True)


def mentions(cases: Iterable[str], *columns: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    """Conditions: none of these texts says the number of one of the cases."""
    found = _numbers(cases)
    return [column.op("!~")(rf"\m({found})\M") for column in columns] if found else []


def says(cases: Iterable[str], words: str) -> bool:
    """Whether a text says the number of one of the cases."""
    found = _numbers(cases)
    return bool(found) and re.search(rf"\b({found})\b", words) is not None


def _numbers(cases: Iterable[str]) -> str:
    return "|".join(re.escape(case_no) for case_no in sorted(cases))


def _conditions(shut: Cases, given: Cases | None, columns: Iterable[Any], *, null: bool) -> list[ColumnElement[bool]]:
    found = []
    for column in columns:
        wanted = [column.not_in(sorted(shut))] if shut else []
        wanted += [column.in_(sorted(given))] if given is not None else []
        found += [or_(column.is_(None), one) if null else one for one in wanted]
    return found


@event.listens_for(Session, "do_orm_execute")
def _leave_out(state: ORMExecuteState) -> None:
    """The one place: whatever is asked of mapped tables for a person, without the cases that are closed to them."""
    if not state.is_select and getattr(state.statement, "table", conflict) is conflict:
        state.session.info.pop(_KEPT, None)
    reader: Reader | None = state.session.info.get("reader")
    if reader is None or state.is_column_load or not state.is_orm_statement or state.execution_options.get("of_all"):
        return
    if not (shut := reader.shut(state.session)) and reader.given is None:
        return
    state.statement = state.statement.options(*_criteria(shut, reader.given))


@lru_cache(maxsize=64)  # of as many people with a conflict: to build them costs more than most questions
def _criteria(shut: Cases, given: Cases | None) -> tuple[LoaderCriteriaOption, ...]:
    """What leaves these cases out of every table that says one."""
    return tuple(
        with_loader_criteria(kind, one, include_aliases=True)
        for kind, columns in _of_cases()
        for column in columns
        for one in _narrowed(shut, given, column)
    )


def _narrowed(shut: Cases, given: Cases | None, says: Says) -> list[ColumnElement[bool]]:
    """The condition on a column that says a case, or on one that leads to a row that says one."""
    column, attribute = says
    if leads_to := _parent(column):
        own, case_no = leads_to
        seen = _conditions(shut, given, [case_no], null=False)
        return [or_(attribute.is_(None), attribute.in_(select(own).where(one))) for one in seen]
    return _conditions(shut, given, [attribute], null=bool(column.nullable))


@cache
def _of_cases() -> list[tuple[type, list[Says]]]:
    """Every mapped table that says a case, with the columns by which it does."""
    found = ((mapper.class_, list(_columns(mapper))) for mapper in Base.registry.mappers)
    return [(kind, columns) for kind, columns in found if columns]


def _columns(mapper: Mapper[Any]) -> Iterator[Says]:
    for column in mapper.local_table.columns:
        says = column.name == "case_no" or any(key.column.name == "case_no" for key in column.foreign_keys)
        if says or ("case_no" not in mapper.local_table.columns and _parent(column)):
            yield column, mapper.get_property_by_column(column).class_attribute


def _parent(column: Any) -> tuple[Any, Any] | None:
    """The key of the row that a column leads to and its case, where the case stands only there."""
    for key in column.foreign_keys:
        other = key.column.table.columns
        if "case_no" in other and key.column.name != "case_no":
            return key.column, other["case_no"]
    return None

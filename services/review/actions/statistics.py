"""Timed: keeps the counts by month (``statistic``) in step with the cases. See docs/decisions on statistics.

A month is counted anew, never added to: whatever happened twice or was taken back, the counts are those of the rows.
Only months with a change are counted, and at most ``MONTHS_A_RUN`` of them in one transaction.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import cast

from sqlalchemy import Table, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from services.handoffs.endings import BY_LAST_STEP
from services.review.rules.statistics import NOW, next_month
from services.review.tables import Case, StatisticMonth, Stay
from services.shared.calendar import clock
from services.shared.config import zone
from services.shared.jobs.rows import at_most, each
from services.shared.unit_of_work import Work

MONTHS_A_RUN = 12
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
OVERLAP = timedelta(minutes=5)  # transactions that began before the last look and were committed after it
_SCOPES = """cross join lateral (values (''), ('village=' || c.village), ('class_code=' || c.class_code),
             ('category=' || c.category)) as scopes(scope)"""
_CLEAR = text("delete from statistic where month = :month")
_RECEIVED = text(f"""
    insert into statistic (scope, month, dimension, value, n)
    select scope, :month, dimension, value, count(*)
    from cases c {_SCOPES} cross join lateral (values
        ('received', ''), ('village', c.village), ('class_code', c.class_code), ('category', c.category),
        ('arrived', to_char(timezone(cast(:zone as text), c.received_at), 'ID-HH24')),
        ('outcome', case when c.ended_at is null then 'open' when c.path[cardinality(c.path)] = any(:causes)
            then c.path[cardinality(c.path)] else c.state end),
        ('branch', case when c.ended_at is not null then coalesce(nullif(array_to_string(c.path, '>'), ''), '-') end),
        ('kept', case when c.ended_at is not null then
            case when timezone(cast(:zone as text), c.ended_at)::date <= c.deadline then 'yes' else 'no' end end)
    ) as facts(dimension, value)
    where c.received_at >= :first and c.received_at < :next and value is not null
    group by scope, dimension, value""")  # noqa: S608 -- constants of this file
_WITHOUT_HOURS = text("""
    insert into statistic_month (month, since)
    select month, :now from statistic where scope = '' and dimension = 'received'
    except select month, :now from statistic where scope = '' and dimension = 'arrived'
    on conflict do nothing""")  # months that a release before counted
_ENDED = text(f"""
    insert into statistic (scope, month, dimension, value, n)
    select scope, :month, 'ended', '', count(*) from cases c {_SCOPES}
    where c.ended_at >= :first and c.ended_at < :next group by scope""")  # noqa: S608 -- constants of this file
_STEPS = text(f"""
    insert into statistic (scope, month, dimension, value, n)
    select scope, :month, dimension, value, count(*)
    from stay s join cases c using (case_no) {_SCOPES} cross join lateral (values
        ('days.' || s.state, s.days::text), ('steps_by', s.by_name)) as facts(dimension, value)
    where s.left_at >= :first and s.left_at < :next group by scope, dimension, value""")  # noqa: S608 -- the same
_TALKED = text(f"""
    insert into statistic (scope, month, dimension, value, n)
    select scope, :month, 'talked', k.village, count(*)
    from coordination k join cases c using (case_no) {_SCOPES}
    where c.received_at >= :first and c.received_at < :next and k.village <> ''
    group by scope, k.village""")  # noqa: S608 -- the same
_PRESENT = text(f"""
    insert into statistic (scope, month, dimension, value, n)
    select scope, :month, dimension, value, count(*)
    from cases c {_SCOPES} cross join lateral (values
        ('open', ''), ('overdue', case when c.due < :today then '' end), ('open_state', c.state)
    ) as facts(dimension, value)
    where c.ended_at is null and value is not null group by scope, dimension, value
    union all
    select scope, :month, 'open_at', m.name, count(*)
    from cases c join member m using (case_no) {_SCOPES}
    where c.ended_at is null and c.state in ('team_assigned', 'oral_followup', 'transfer_followup', 'law_followup')
    group by scope, m.name""")  # noqa: S608 -- the same


def refresh(work: Work) -> str:
    """Note the months that changed since the last run, count some of them anew, and what is open now."""
    _note_changes(work)
    waiting = select(StatisticMonth.month).where(StatisticMonth.month != NOW).order_by(StatisticMonth.month.desc())
    months = work.session.execute(waiting.limit(at_most(work, MONTHS_A_RUN))).scalars().all()
    counted = each(work, months, lambda month: f"bulan {month:%Y-%m}", lambda month: _count(work, month))
    _count_now(work)
    return f"{len(counted)} bulan dihitung"


def _note_changes(work: Work) -> None:
    seen = work.session.get(StatisticMonth, NOW)
    looked = seen is not None and seen.since <= work.now  # a look in the future: the clock was set back since
    since = seen.since - OVERLAP if seen and looked else BEGINNING
    for column, changed in (
        (Case.received_at, Case.moved_at >= since),
        (Case.ended_at, (Case.moved_at >= since) & Case.ended_at.is_not(None)),
        (Stay.left_at, Stay.left_at >= since),
    ):
        month = func.date_trunc("month", func.timezone(zone.of_office().key, column)).cast(StatisticMonth.month.type)
        found = select(month.label("month"), text(":now")).where(changed).distinct()
        statement = (
            upsert(cast(Table, StatisticMonth.__table__))
            .from_select(["month", "since"], found)
            .on_conflict_do_nothing()
        )
        work.session.execute(statement, {"now": work.now})
    work.session.execute(_WITHOUT_HOURS, {"now": work.now})
    if seen:
        seen.since = work.now
    else:
        work.session.add(StatisticMonth(month=NOW, since=work.now))


def _count(work: Work, month: date) -> None:
    span = {
        "month": month,
        "first": clock.begin(month),
        "next": clock.begin(next_month(month)),
        "zone": zone.of_office().key,
        "causes": list(BY_LAST_STEP),
    }
    work.session.execute(_CLEAR, {"month": month})
    for statement in (_RECEIVED, _ENDED, _STEPS, _TALKED):
        work.session.execute(statement, span)
    work.session.execute(delete(StatisticMonth).where(StatisticMonth.month == month))


def _count_now(work: Work) -> None:
    work.session.execute(_CLEAR, {"month": NOW})
    work.session.execute(_PRESENT, {"month": NOW, "today": clock.local(work.now).date()})

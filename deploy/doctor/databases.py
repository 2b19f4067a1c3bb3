"""What the databases tell: themselves, the migrations, signs of life, handoffs that wait, the last backup."""

from __future__ import annotations

from datetime import timedelta

import psycopg
from sqlalchemy import make_url

from deploy.doctor.finding import Findings, failure, good, warning
from deploy.installation import Installation
from services.shared.calendar import clock
from services.shared.config.settings import Settings
from services.shared.data import migration
from services.shared.staff.backups import TOO_OLD

SKEW = timedelta(seconds=5)
SILENT = timedelta(seconds=60)
LIFE = "select max(seen_at) filter (where worker like %s), max(seen_at) filter (where worker = 'beat') from heartbeat"
CHECKER = "registry.checks"
WAITING = (
    "select count(*) filter (where dead_at is not null), count(*) filter (where acked_at is null and dead_at is null"
    " and created_at < now() - interval '5 min') from outbox"
)


def answer(_: Installation, values: dict[str, Settings]) -> Findings:
    """All answer, and their clocks agree with ours."""
    for name, value in values.items():
        before = clock.now()
        (then,) = row(value.database_url, "select clock_timestamp()")
        if abs(then - before) > SKEW:
            advice = "Set the clocks by NTP (timedatectl set-ntp true): deadlines and signatures depend on them."
            away = abs(then - before).total_seconds()
            yield failure("clock", f"{away:.0f} s away from the database of {name}", advice)
            return
    yield good("databases", f"{len(values)} answer; clocks agree to {SKEW.total_seconds():.0f} s")


def migrations(_: Installation, values: dict[str, Settings]) -> Findings:
    """Each schema is where the code is."""
    addresses = {"staff": values["intake"].staff_database_url} | {n: v.database_url for n, v in values.items()}
    pending, later = [], []
    for schema, address in addresses.items():
        with _connect(address) as connection:
            found = {row[0] for row in connection.execute("select version_num from alembic_version")}
        if newer := migration.beyond(schema, found):
            later.append(f"{schema} is at {', '.join(sorted(newer))}")
        elif found != (newest := migration.newest(schema)):
            there, wanted = (", ".join(sorted(some)) for some in (found - newest, newest - found))
            pending.append(f"{schema} is at {there or 'nothing'}, the code at {wanted or 'less'}")
    if later:
        advice = "One release back works on them (docs/operations/upgrade.md). From further back: `sigap restore`."
        yield warning("migrations", f"{'; '.join(later)}, which this release does not know: a later one ran", advice)
    if pending:
        yield failure("migrations", "; ".join(pending), "Run `sigap migrate`; staff can go on working.")
    elif not later:
        yield good("migrations", "every schema is at the code's version")


def workers(_: Installation, values: dict[str, Settings]) -> Findings:
    """Each service's worker and the beat have shown a sign of life."""
    for name, value in values.items():
        seen, tick = row(value.database_url, LIFE, f"{name}@%")
        if ahead := [moment for moment in (seen, tick) if moment and moment - clock.now() > SKEW]:
            advice = "Was the clock set back? Set it by NTP, then restart the beat and this worker."
            yield failure("beat", f"{name}: a sign of life lies in the future, {clock.date_time(max(ahead))}", advice)
        elif seen is None or clock.now() - seen > SILENT:
            when = f"last seen {clock.date_time(seen)}" if seen else "never seen"
            advice = f"Start `{name}-worker`, look at its log; nothing is lost, handoffs wait."
            yield failure("worker", f"{name}: {when}", advice)
        elif tick is None or clock.now() - tick > SILENT:
            advice = "Start `beat` (exactly one), look at its log; until then deadlines and reminders wait."
            yield failure("beat", f"no tick reaches {name}", advice)
        else:
            yield good("worker", f"{name} and the beat show signs of life")
    seen, _ = row(values["registry"].database_url, LIFE, f"{CHECKER}@%")
    if seen is None or clock.now() - seen > SILENT:
        advice = "Start `registry-checks`, look at its log; until then letters that people upload wait."
        yield failure("worker", f"{CHECKER}: {f'last seen {clock.date_time(seen)}' if seen else 'never seen'}", advice)


def handoffs(_: Installation, values: dict[str, Settings]) -> Findings:
    """None was refused, none waits for long."""
    for name, value in values.items():
        dead, late = row(value.database_url, WAITING)
        if dead:
            advice = f"Read the reason: `sigap deadletters list`; mend it, then `sigap deadletters replay {name} ID`."
            yield failure("handoffs", f"{dead} of {name} were refused by their receiver", advice)
        if late:
            advice = "Is the receiver's worker running? Is the broker full? They are sent again by themselves."
            yield warning("handoffs", f"{late} of {name} wait for more than 5 minutes", advice)


def backup(_: Installation, values: dict[str, Settings]) -> Findings:
    """There is a young one, and the last try did not fail."""
    address = values["intake"].staff_database_url
    (newest,) = row(address, "select max(begun_at) from backup_run where error is null")
    (failed,) = row(address, "select max(error) from backup_run where id = (select max(id) from backup_run)")
    advice = "Make one: `sigap backup`; then daily (docs/operations/backup.md)."
    if newest is None:
        yield warning("backup", "there is none yet", advice)
    elif clock.now() - newest > TOO_OLD:
        yield failure("backup", f"the newest is of {clock.date_time(newest)}", advice)
    else:
        yield good("backup", f"the newest is of {clock.date_time(newest)}")
    if failed:
        yield warning("backup", f"the last try failed: {failed}", "Mend it and run `sigap backup`.")


def row(address: str, query: str, *values: str) -> tuple:
    """The one row of a query that always has one."""
    with _connect(address) as connection:
        found = connection.execute(query, values or None).fetchone()
    assert found is not None
    return found


def _connect(address: str) -> psycopg.Connection[tuple]:
    plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, connect_timeout=3)

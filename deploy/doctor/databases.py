"""What the databases tell of themselves: clocks, migrations, whose they are, the last backup."""

from __future__ import annotations

from datetime import timedelta

import psycopg
from sqlalchemy import make_url

from deploy import belonging, kept_secrets
from deploy.doctor.finding import Findings, failure, good, warning
from deploy.installation import Installation, NotSetUp
from deploy.waiting import versions
from services.shared.calendar import clock
from services.shared.config.processes import SCHEMAS
from services.shared.config.settings import Settings
from services.shared.data import migration
from services.shared.staff.backups import SKEW as SKEW_OF_BACKUPS
from services.shared.staff.backups import TOO_OLD

SKEW = timedelta(seconds=5)


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


def load() -> None:
    """What ``migrations`` compares with, before its time runs: on a busy machine the services' tables take seconds."""
    for schema in SCHEMAS:
        migration.newest(schema)


def migrations(installation: Installation, values: dict[str, Settings]) -> Findings:
    """Each schema is where the code is."""
    addresses = {"staff": installation.sign_in.staff_database_url} | {n: v.database_url for n, v in values.items()}
    states = [_state(schema, versions(address)) for schema, address in addresses.items()]
    later, pending = [newer for newer, _ in states if newer], [behind for _, behind in states if behind]
    if later:
        advice = "One release back works on them (docs/operations/upgrade.md). From further back: `sigap restore`."
        yield warning("migrations", f"{'; '.join(later)}, which this release does not know: a later one ran", advice)
    if pending:
        yield failure("migrations", "; ".join(pending), "Run `sigap migrate`; staff can go on working.")
    elif not later:
        yield good("migrations", "every schema is at the code's version")


def _state(schema: str, found: set[str]) -> tuple[str, str]:
    """Where a schema is that is beyond the code's version, or else where one behind it is; both empty at it."""
    newest = migration.newest(schema)
    if newer := migration.beyond(schema, found):
        return f"{schema} is at {', '.join(sorted(newer))}", ""
    if found == newest:
        return "", ""
    there, wanted = (", ".join(sorted(some)) for some in (found - newest, newest - found))
    return "", f"{schema} is at {there or 'nothing'}, the code at {wanted or 'less'}"


def together(installation: Installation, values: dict[str, Settings]) -> Findings:
    """Database and secrets are of one office: both bear its fingerprint. Not told where we may not read the secrets."""
    try:
        ours = kept_secrets.read(kept_secrets.file_in(installation.run)).get("fingerprint")
    except (NotSetUp, OSError):
        return
    theirs = belonging.noted(values["intake"].database_url)
    if not ours or not theirs:
        yield warning("belonging", "database and secrets bear no fingerprint yet", "Run `sigap migrate`.")
    elif ours != theirs:
        advice = "Stop everything. Give `sigap migrate` the database and the run folder that belong together."
        yield failure("belonging", f"the database is another office's ({theirs}) than the secrets ({ours})", advice)
    else:
        yield good("belonging", f"database and secrets are of one office ({ours})")


def backup(_: Installation, values: dict[str, Settings]) -> Findings:
    """There is a young one, and the last try did not fail."""
    address = values["intake"].staff_database_url
    # As ``backups.newest``: a clock that ran ahead makes no backup of today.
    past = "select max(begun_at) from backup_run where error is null and begun_at <= %s::timestamptz"
    (newest,) = row(address, past, (clock.now() + SKEW_OF_BACKUPS).isoformat())
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

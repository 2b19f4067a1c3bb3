"""Whether work goes on between the services: signs of life of workers and beat, handoffs that wait or were refused."""

from __future__ import annotations

from datetime import datetime, timedelta

from deploy.doctor.databases import SKEW, row
from deploy.doctor.finding import Finding, Findings, failure, good, warning
from deploy.installation import Installation
from services.shared.calendar import clock
from services.shared.config.settings import Settings

SILENT = timedelta(seconds=60)
LIFE = "select max(seen_at) filter (where worker like %s), max(seen_at) filter (where worker = 'beat') from heartbeat"
CHECKER = "registry.checks"
WAITING = (
    "select count(*) filter (where dead_at is not null), count(*) filter (where acked_at is null and dead_at is null"
    " and created_at < now() - interval '5 min') from outbox"
)


def alive(_: Installation, values: dict[str, Settings]) -> Findings:
    """Each service's worker and the beat have shown a sign of life, and so has the registry's checker."""
    for name, value in values.items():
        yield _alive(name, *row(value.database_url, LIFE, f"{name}@%"))
    seen, _ = row(values["registry"].database_url, LIFE, f"{CHECKER}@%")
    if _silent(seen):
        advice = "Start `registry-checks`, look at its log; until then letters that people upload wait."
        yield failure("worker", f"{CHECKER}: {_when(seen)}", advice)


def _alive(name: str, seen: datetime | None, tick: datetime | None) -> Finding:
    if ahead := [moment for moment in (seen, tick) if moment and moment - clock.now() > SKEW]:
        advice = "Was the clock set back? Set it by NTP, then restart the beat and this worker."
        return failure("beat", f"{name}: a sign of life lies in the future, {clock.date_time(max(ahead))}", advice)
    if _silent(seen):
        advice = f"Start `{name}-worker`, look at its log; nothing is lost, handoffs wait."
        return failure("worker", f"{name}: {_when(seen)}", advice)
    if _silent(tick):
        advice = "Start `beat` (exactly one), look at its log; until then deadlines and reminders wait."
        return failure("beat", f"no tick reaches {name}", advice)
    return good("worker", f"{name} and the beat show signs of life")


def _silent(seen: datetime | None) -> bool:
    return seen is None or clock.now() - seen > SILENT


def _when(seen: datetime | None) -> str:
    return f"last seen {clock.date_time(seen)}" if seen else "never seen"


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

"""``make bench load``: people come by the clock for five minutes, then a crowd; ``LOAD_SECONDS=20`` for a try."""

from __future__ import annotations

import asyncio
import heapq
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial

from benchmarks.harness import Result, percentile, ratio
from benchmarks.load.asking import Tally
from benchmarks.load.people import Colleague, Seen, client, crew, hire, take_in, visit
from benchmarks.load.plan import Plan
from benchmarks.office import Office, running

Act = Callable[[Tally, float], Awaitable[None]]
RECOVERED = 30.0  # seconds within which the office has to answer everybody again after the crowd
EVERY = 10.0  # seconds between two looks at the memory


def run() -> list[Result]:
    """Staff and visitors in an open loop; then the crowd, and how soon the office is itself again."""
    plan = Plan.from_environment()
    with running() as office:
        hired = hire(office.sign_in, plan.staff)
        seen = take_in(office.address, plan.cases)
        return asyncio.run(_measure(plan, office, crew(plan, office.address, hired, seen), seen))


async def _measure(plan: Plan, office: Office, staff: list[Colleague], seen: Seen) -> list[Result]:
    for colleague in staff:
        await colleague.sign_in()
    tally, memory = Tally(), [office.memory()]
    looking = asyncio.create_task(_watch(office, memory))
    begun = time.monotonic()
    await _by_the_clock(plan, office, staff, seen, tally, begun)
    took = time.monotonic() - begun
    looking.cancel()
    print("\n".join(tally.lines()))
    results = _results(plan, tally, memory, took)
    if plan.crowd:
        results += await _crowd(plan, office)
    return results


async def _by_the_clock(
    plan: Plan, office: Office, staff: list[Colleague], seen: Seen, tally: Tally, begun: float
) -> None:
    """Begin each request at its moment, whatever became of those before it; return when all have ended."""
    under_way = []
    for moment, act in _schedule(plan, office, staff, seen):
        await asyncio.sleep(max(0, begun + moment - time.monotonic()))
        under_way.append(asyncio.create_task(act(tally, begun + moment)))  # type: ignore[arg-type]
    await asyncio.gather(*under_way)


def _schedule(plan: Plan, office: Office, staff: list[Colleague], seen: Seen) -> Iterator[tuple[float, Act]]:
    colleagues = ((moment, staff[who].act) for moment, who in plan.arrivals(plan.staff, plan.staff_pause, 1))
    visitors = (
        (moment, partial(visit, office.address, who, seen.codes[who % len(seen.codes)]))
        for moment, who in plan.arrivals(plan.visitors, plan.visitor_pause, 2)
    )
    return heapq.merge(colleagues, visitors, key=lambda pair: pair[0])


async def _watch(office: Office, memory: list[dict[str, float]]) -> None:
    while True:
        await asyncio.sleep(EVERY)
        memory.append(await asyncio.to_thread(office.memory))


def _results(plan: Plan, tally: Tally, memory: list[dict[str, float]], took: float) -> list[Result]:
    everything = [value for values in tally.seconds.values() for value in values]
    late = took - plan.seconds
    product = [look["product"] for look in memory]
    third = len(product) // 3 or 1
    before, last = max(product[third:-third] or product), max(product[-third:])
    return [
        Result("load", "requests", tally.sent, "", goal="open loop"),
        Result("load", "errors", sum(tally.errors.values()), "", goal="0"),
        Result("load", "p50", round(percentile(everything, 0.5) * 1000, 1), "ms"),
        Result("load", "p95", round(percentile(everything, 0.95) * 1000, 1), "ms", goal="stated"),
        Result("load", "last answer after the end", round(max(late, 0), 2), "s", goal="no backlog"),
        Result("load", "memory at the start", round(product[0], 1), "MiB"),
        ratio("load", "memory, last third", last, "MiB", before, "flat: about 1 (before: the third before it)"),
    ]


async def _crowd(plan: Plan, office: Office) -> list[Result]:
    """``plan.crowd`` people at the same moment, five times; then one after the other until nobody is turned away."""
    statuses: list[tuple[int, str | None, float]] = []
    people = [client(office.address, 50_000 + number) for number in range(plan.crowd)]

    async def ask(number: int) -> None:
        begun = time.monotonic()
        answer = await people[number].get("/intake/masuk")  # a page without a throttle of its own
        statuses.append((answer.status_code, answer.headers.get("Retry-After"), time.monotonic() - begun))

    for _ in range(5):
        await asyncio.gather(*(ask(number) for number in range(plan.crowd)))
    begun, good = time.monotonic(), 0
    while good < 20 and time.monotonic() - begun < RECOVERED:
        answer = await people[0].get("/intake/healthz")
        good = good + 1 if answer.status_code == 200 else 0
    recovered = time.monotonic() - begun
    await asyncio.gather(*(one.aclose() for one in people))
    turned_away = [row for row in statuses if row[0] == 503]
    odd = [row for row in statuses if row[0] not in {200, 503} or (row[0] == 503 and not row[1])]
    waited = [row[2] for row in statuses if row[0] == 200]
    return [
        Result("load", "crowd", len(statuses), "requests"),
        Result("load", "crowd turned away (503)", len(turned_away), "", goal="with Retry-After"),
        Result("load", "crowd, anything else", len(odd), "", goal="0"),
        Result("load", "crowd answered, p95", round(percentile(waited, 0.95) * 1000, 1), "ms"),
        Result("load", "well again after", round(recovered, 2), "s", goal=f"< {RECOVERED:.0f}"),
    ]

"""The year's clock, and who goes on when: each case rests until its moment; the office's timers run in between."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count

from greenlet import getcurrent, greenlet

from services.handoffs.contract import SERVICES
from services.intake.queries.notices import to_tell
from services.shared.calendar import clock
from services.shared.calendar.working_days import WorkingDays
from tests.demo.people import StaffHere
from tests.support.office import TestOffice

TIMERS = (0, 3)  # weekdays on which timed jobs run and the desk telephones: often enough for what is counted in days
OPENS, CLOSES = time(8, 10), time(15, 30)


class Year:
    """Plays cases side by side between two days, one act after the other. Within it the one clock tells its moment."""

    office: TestOffice
    calendar: WorkingDays

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last, self.moment = first, last, at(first, OPENS)
        self._order, self._waiting = count(), list[tuple[datetime, int, greenlet]]()
        self._hub, self._real = getcurrent(), clock.now

    def __enter__(self) -> Year:
        self._real, clock.now = clock.now, self.now
        return self

    def __exit__(self, *_: object) -> None:
        clock.now = self._real

    def open(self, office: TestOffice, forget: Callable[[], object]) -> None:
        """The office opens on the first day; ``forget``, each morning: throttles count by the machine's clock."""
        self.office, self.calendar, self.forget = office, office.service("intake").calendar, forget

    def now(self) -> datetime:
        """The moment in the year."""
        return self.moment

    def add(self, begins: datetime, case: Callable[[], object]) -> None:
        """A case that begins at a moment."""
        heapq.heappush(self._waiting, (begins, next(self._order), greenlet(case, parent=self._hub)))

    def play(self) -> None:
        """All cases, each until its end or the year's; then the last day's timers."""
        self.desk = StaffHere(self.office).clerk
        end = at(self.last, CLOSES)
        while self._waiting and self._waiting[0][0] <= end:
            moment, _, case = heapq.heappop(self._waiting)
            self._go_to(moment)
            case.switch()
        self._go_to(end)

    def until(self, moment: datetime) -> None:
        """The case that calls this rests until then."""
        heapq.heappush(self._waiting, (moment, next(self._order), getcurrent()))
        self._hub.switch()

    def soon(self, minutes: float) -> datetime:
        """Some minutes from now, on a working day between opening and closing."""
        return self.on_duty(self.moment + timedelta(minutes=minutes))

    def after(self, working_days: int, hour: time) -> datetime:
        """An hour of a later working day."""
        return at(self.calendar.add(clock.local(self.moment).date(), working_days), hour)

    def on_duty(self, moment: datetime) -> datetime:
        """This moment, or the next in which the office is open."""
        local = clock.local(moment)
        if local.time() > CLOSES:
            return self.on_duty(at(local.date() + timedelta(days=1), OPENS))
        if self.calendar.reason_closed(local.date()):
            return self.on_duty(at(local.date() + timedelta(days=1), OPENS))
        return max(moment, at(local.date(), OPENS))

    def _go_to(self, moment: datetime) -> None:
        """Let the days go by: each morning the timers run, as they do in an office that is never switched off."""
        while clock.local(self.moment).date() < clock.local(moment).date():
            self.moment = at(clock.local(self.moment).date() + timedelta(days=1), OPENS)
            self.forget()
            today = clock.local(self.moment).date()
            if today.weekday() in TIMERS and self.calendar.is_open(today):
                self._morning()
        self.moment = max(self.moment, moment)

    def _morning(self) -> None:
        """Handoffs and timed jobs; then the desk tells by telephone what waits to be told."""
        self.office.pump()
        for name in SERVICES:
            self.office.run_jobs(name, self.moment)
        self.office.pump()
        self.desk.sign_in()
        with self.office.service("intake").reading() as session:
            waiting = {complaint.case_no for complaint, _ in to_tell(session).rows}
        for case_no in sorted(waiting):
            self.desk.post(f"/intake/api/complaints/{case_no}/told", {"how": "phone"})


def at(day: date, hour: time) -> datetime:
    """A moment on the office's wall clock."""
    return clock.begin(day) + timedelta(hours=hour.hour, minutes=hour.minute)

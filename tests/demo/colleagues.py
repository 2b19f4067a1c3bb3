"""The demonstration's people as they work through a year: when the work goes to another person, time goes by."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, time
from typing import Any

from greenlet import getcurrent

from deploy.demo.client import Json, Program
from services.shared.calendar import clock
from tests.demo.calendar import Year
from tests.demo.people import Pumping, StaffHere

SLOW = (0, 0, 1, 1, 1, 2, 2, 3)  # working days that a paper lies before the next person takes it up


class Colleague(Pumping):
    """One person's program: signs in each morning, and takes up what others left after some days."""

    year: Year
    hands: dict[Any, str]  # a case (its greenlet) -> who had it last
    chance: random.Random
    day: date

    def post(self, path: str, body: Json) -> Json:
        """As ever, at a moment of the year; what it hands over arrives when somebody waits for it."""
        self._take_up()
        return Program.post(self, path, _not_gone_by(body))

    def upload(self, path: str, name: str, data: bytes, content_type: str) -> Json:
        """As ever, at a moment of the year."""
        self._take_up()
        return super().upload(path, name, data, content_type)

    def send_form(self, path: str, data: dict[str, str], **files: tuple[str, bytes, str]) -> Json:
        """As ever, at a moment of the year."""
        self._take_up()
        return super().send_form(path, data, **files)

    def get(self, path: str, **params: str) -> Json:
        """As ever, with a session of today."""
        self._fresh()
        return super().get(path, **params)

    def wait(self, path: str, ready: Callable[[Json], object], seconds: float | None = None, **params: str) -> Json:
        """As ever, with a session of today."""
        self._fresh()
        return super().wait(path, ready, seconds, **params)

    def _take_up(self) -> None:
        case = getcurrent()
        before, self.hands[case] = self.hands.get(case, self.username), self.username
        days = 0 if before == self.username else self.chance.choice(SLOW)
        if days:
            self.year.until(self.year.after(days, time(self.chance.randint(8, 14), self.chance.randint(11, 59))))
        else:
            self.year.until(self.year.soon(self.chance.randint(3, 15)))
        self._fresh()

    def _fresh(self) -> None:
        if self.day != clock.today():
            self.day = clock.today()
            self.sign_in()


class Colleagues(StaffHere):
    """All of them."""

    def __init__(self, year: Year, chance: random.Random) -> None:
        super().__init__(year.office)
        self.year, self._chance, self._hands = year, chance, dict[Any, str]()

    def _program(self, username: str) -> Program:
        person = Colleague(self._base, username, self._password, transport=self.transport)
        person.office, person.year, person.hands = self.office, self.year, self._hands
        person.chance, person.day = self._chance, clock.today()
        return person


def _not_gone_by(body: Json) -> Json:
    """An appointment for "today" was thought of before the paper lay: it is for the day on which it is made."""
    today = clock.today().isoformat()
    return body | {"date": today} if body.get("date", today) < today else body

"""How much load, from the environment: small numbers try the script, the defaults are the real measurement."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Plan:
    """People, and seconds. ``staff_pause`` and ``visitor_pause``: how often each of them asks for something.

    ``cases``: how many there are to look at. ``crowd``: people who ask all at once at the end, 0 for none.
    """

    seconds: float = 300
    staff: int = 200
    visitors: int = 2000
    staff_pause: float = 20
    visitor_pause: float = 150
    cases: int = 120
    crowd: int = 300

    @classmethod
    def from_environment(cls) -> Plan:
        """``LOAD_SECONDS=20 LOAD_STAFF=10 …``"""
        given = {item.name: os.environ.get(f"LOAD_{item.name.upper()}") for item in fields(cls)}
        return cls(**{name: type(getattr(cls, name))(value) for name, value in given.items() if value})

    def arrivals(self, people: int, pause: float, seed: int) -> Iterator[tuple[float, int]]:
        """Moments (seconds from the start) and who comes then: a Poisson stream, fixed before anything is asked."""
        chance, moment = random.Random(seed), 0.0
        while people and (moment := moment + chance.expovariate(people / pause)) < self.seconds:
            yield moment, chance.randrange(people)

"""The zone of the office's wall clock: Indonesia has three, and an office may stand in any of them.

A process works for one office: the zone comes with the office's file (``keep``), and whatever asks for a day, an hour
or a year before that is an error, not another office's midnight.
"""

from __future__ import annotations

from typing import Literal, get_args
from zoneinfo import ZoneInfo

Zone = Literal["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"]
ZONES: tuple[Zone, ...] = get_args(Zone)
NAMES = dict(zip(ZONES, ("WIB", "WIB", "WITA", "WIT"), strict=True))  # Keppres 41/1987
_kept: list[Zone] = []


def keep(name: Zone) -> None:
    """From now on days begin and hours are told in this zone: the one of the office's file."""
    _kept[:] = [name]


def of_office() -> ZoneInfo:
    """The office's zone.

    Raises:
        RuntimeError: no office's file was read in this process.
    """
    return ZoneInfo(_name())


def name() -> str:
    """``WIB``, ``WITA`` or ``WIT``, as it stands behind an hour."""
    return NAMES[_name()]


def _name() -> Zone:
    if not _kept:
        raise RuntimeError("no office's file was read: whose midnight would it be?")
    return _kept[0]

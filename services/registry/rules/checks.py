"""The public check of a letter's file: who waits for whom, for how long a file and its answer are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

LARGEST_UPLOAD = 20 * 1024 * 1024  # bytes
LIFE = timedelta(minutes=10)  # of a file that nobody judged, and of an answer
STALLED = timedelta(minutes=1)  # who began so long ago has died; another one takes the file
MOST_OF_ONE = 5  # files of one network that wait at a time: mobile addresses are shared by many
MOST = 200  # files that wait in all
FOLDER = "registry/checks"  # in the bucket of documents; nothing below it is backed up
_SITE = 64  # bits of an IPv6 address that are one subscriber's


def network_of(address: str) -> str:
    """Who counts as one sender: an IPv4 address, the /64 of an IPv6 address."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return address
    return str(known.ipv4_mapped or ip_network((known, _SITE), strict=False))


def in_order(waiting: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Everybody's first file before anybody's second: by ``turn``, how many of its network waited when it came."""
    return sorted(waiting, key=lambda row: (row["turn"], row["asked_at"], str(row["id"])))


def next_of(waiting: Iterable[Mapping[str, Any]], now: datetime) -> Mapping[str, Any] | None:
    """Whose turn it is: nobody of whose network a file is being judged at this moment."""
    rows = list(waiting)
    busy = {row["line"] for row in rows if is_judged_now(row, now)}
    free = [row for row in in_order(rows) if row["line"] not in busy]
    return free[0] if free else None


def is_judged_now(row: Mapping[str, Any], now: datetime) -> bool:
    """Whether somebody is at this file."""
    return row["begun_at"] is not None and row["begun_at"] > now - STALLED


def folder(key: object, now: datetime) -> str:
    """Where a file lies; the name says since when, so that what is left over is known without its row."""
    return f"{FOLDER}/{now:%Y%m%d%H%M%S}-{key}"


def is_over(key: str, now: datetime) -> bool:
    """Whether the object with this key is older than it may be."""
    return key.removeprefix(f"{FOLDER}/").partition("-")[0] < f"{now - LIFE:%Y%m%d%H%M%S}"

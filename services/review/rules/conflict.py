"""Conflict of interest: who has no part in a case, and who acts for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from services.shared.errors import RuleBroken
from services.shared.rights.conflicts import NEXT_IN_LINE, Colleague


class Barring(Protocol):
    """What decides whether a person may have a part in a case."""

    conflicted: list[str]
    cleared: list[str]
    stood_in: list[str]
    official_key: str


def barred(case: Barring, username: str, name: str) -> bool:
    """Conflict of interest: marked, or a namesake of the reported official whom nobody has cleared."""
    namesake = case.official_key != "" and name_key(name) == case.official_key and username not in case.cleared
    return namesake or username in case.conflicted


def left_out(case: Barring, staff: Iterable[Colleague]) -> list[str]:
    """The colleagues who have no part in this case and hear nothing of it, as usernames."""
    return sorted(one.username for one in staff if barred(case, one.username, one.name))


def stand_ins(barred_roles: Iterable[str]) -> list[str]:
    """The roles for which the next in line acts; raises RuleBroken where nobody is left."""
    roles = sorted(set(barred_roles) & set(NEXT_IN_LINE))
    if len(roles) == len(NEXT_IN_LINE):
        text = (
            "Tidak ada lagi yang dapat memeriksa pengaduan ini. Minta administrator menunjuk pejabat pelaksana dahulu."
        )
        raise RuleBroken(text, {"usernames": [text]})
    return roles


def same_person(one: str, other: str) -> bool:
    """Whether two names are the same but for case, spaces and academic titles after a comma."""
    return name_key(one) == name_key(other) != ""


def name_key(name: str) -> str:
    """A name by which people are compared: small letters, without titles after a comma; empty where there is none."""
    return re.sub(r"[^a-z]+", " ", name.split(",", maxsplit=1)[0].lower()).strip()

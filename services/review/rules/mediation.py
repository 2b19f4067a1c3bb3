"""Who is invited to a mediation, and in which capacity."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from services.shared.errors import RuleBroken

CAPACITIES = {
    "applicant": "Pihak pertama",
    "other_side": "Pihak kedua",
    "witness": "Saksi",
    "village_head": "Kepala pemerintahan setempat",
    "bhabinkamtibmas": "Bhabinkamtibmas",
    "babinsa": "Babinsa",
    "official": "Pejabat lain",
}
OFFICIALS = ("village_head", "bhabinkamtibmas", "babinsa")
PROMISES = {"open": "Ditunggu", "kept": "Ditepati", "broken": "Tidak ditepati"}
MOST = 30  # people who are invited to one mediation
LONGEST = 150  # letters of a name
LONGEST_LINE = 200  # letters of the line behind *Yth.* of a letter


@dataclass(frozen=True)
class Person:
    """One who is to be invited."""

    capacity: str
    name: str
    title: str


@dataclass(frozen=True)
class Guest:
    """Whom a letter invites; ``position`` tells one from another, 1 is the applicant."""

    position: int
    capacity: str
    name: str = ""
    title: str = ""


APPLICANT = Guest(1, "applicant")


def people(field: str, capacity: str, lines: str) -> list[Person]:
    """One person a line: the name, and after a comma address or office; raises RuleBroken."""
    found = []
    for line in filter(None, (line.strip(" ,") for line in lines.splitlines())):
        name, _, title = (part.strip() for part in line.partition(","))
        if not name or len(name) > LONGEST:
            raise RuleBroken.at(field, f"Tulis satu orang satu baris: nama, lalu alamat setelah koma ({line[:40]}).")
        found.append(Person(capacity, name, title))
    return found


def named_in_full(guest: Guest) -> str:
    """Name, and address or office, as a letter addresses somebody; the name alone where both are no line any more."""
    whole = ", ".join(filter(None, (guest.name, guest.title)))
    return whole if len(whole) <= LONGEST_LINE else guest.name


def place_of(title: str, villages: Iterable[str], seat: str) -> str:
    """What stands behind *di*: the village that an address names, else the seat of the office.

    What was typed behind the name may be an address, or an office: no letter goes to *di penjaga gereja*.
    """
    said = f" {title.casefold()} "
    found = [name for name in villages if re.search(rf"\b{re.escape(name.casefold())}\b", said)]
    return max(found, key=len, default=seat)


def officials(codes: list[str]) -> list[Person]:
    """Those who are invited by their office; raises RuleBroken."""
    if unknown := [code for code in codes if code not in OFFICIALS]:
        raise RuleBroken.at("officials", f"Pejabat ini tidak dikenal: {unknown[0]}.")
    return [Person(code, "", "") for code in dict.fromkeys(codes)]


def check_people(found: list[Person]) -> None:
    """Both sides are asked, and not the whole village; raises RuleBroken."""
    if not any(one.capacity == "other_side" for one in found):
        raise RuleBroken.at("other_side", "Tulis sedikitnya satu orang dari pihak kedua.")
    if len(found) > MOST:
        raise RuleBroken.at("other_side", f"Paling banyak {MOST} orang untuk satu mediasi.")


def invited_as(code: str) -> str:
    """As what a letter invites somebody; empty where the addressee says it already."""
    return CAPACITIES[code].lower() if code in ("other_side", "witness") else ""


def capacity(code: str, village_head: str) -> str:
    """A capacity in words; the head of the village as the office calls him."""
    return village_head if code == "village_head" else CAPACITIES[code]

"""Who is invited to a mediation, and in which capacity."""

from __future__ import annotations

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


@dataclass(frozen=True)
class Person:
    """One who is to be invited."""

    capacity: str
    name: str
    title: str


def people(field: str, capacity: str, lines: str) -> list[Person]:
    """One person a line: the name, and after a comma address or office; raises RuleBroken."""
    found = []
    for line in filter(None, (line.strip(" ,") for line in lines.splitlines())):
        name, _, title = (part.strip() for part in line.partition(","))
        if not name or len(name) > LONGEST:
            raise RuleBroken.at(field, f"Tulis satu orang satu baris: nama, lalu alamat setelah koma ({line[:40]}).")
        found.append(Person(capacity, name, title))
    return found


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


def capacity(code: str, village_head: str) -> str:
    """A capacity in words; the head of the village as the office calls him."""
    return village_head if code == "village_head" else CAPACITIES[code]

"""Who is reported (P4): the list of a case, also where the desk's message is of before there was a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.shared.rights.conflicts import name_key

KINDS = {"official": "Oknum", "citizen": "Warga"}
SAID = {"act": "Perbuatan", "statement": "Keterangan"}
UNKNOWN = "Belum diketahui"
Person = Mapping[str, Any]


def persons_of(complaint: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The reported persons of a forwarded complaint: the list, or the one official of an older message."""
    if "reported_persons" in complaint:
        return list(complaint["reported_persons"])
    one = complaint.get("reported_official")
    return [{"kind": "official", "unidentified": False} | one] if one else []


def keys_of(persons: Sequence[Person]) -> list[str]:
    """The reported names as names are compared, each once."""
    return sorted({key for one in persons if (key := name_key(one["name"]))})


def about(person: Person) -> str:
    """Name, position and address of a reported person, as far as they are known."""
    known = [person[name] for name in ("name", "position", "address") if person[name]]
    return ", ".join(known) or UNKNOWN


def shown_name(person: Person) -> str:
    """A reported person in a word or two."""
    return str(person["name"] or person["position"] or UNKNOWN)

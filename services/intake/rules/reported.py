"""Who is reported (P4): officials and citizens, and whom of the staff a reported name or office means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from services.shared.rights.conflicts import holding, name_key, named
from services.shared.rights.people import ROLE_LABELS, Role

KINDS = {"official": "Oknum (aparat atau pejabat)", "citizen": "Warga"}
UNKNOWN = "Belum diketahui"
MOST = 20
# Offices that one person holds: where somebody reports the office, that person is meant. A clerk is found by name.
SINGLE = (Role.CAMAT, Role.SECTION_HEAD)
_SHORT = {"kasi": "kepala seksi", "kec": "kecamatan"}


def parties_of(persons: Iterable[Mapping[str, Any]], titles: Mapping[Role, str], place: str) -> dict[str, str]:
    """Whom the reported persons mean, as parties of a conflict of interest, and why.

    ``titles``: what the office calls the holders of its offices. A name means whoever bears it, an office that one
    person holds means its holder, whatever name was said with it.
    """
    found: dict[str, str] = {}
    for one in persons:
        if party := named(str(one.get("name") or "")):
            found.setdefault(party, "Namanya tertulis sebagai terlapor")
        if role := _office(str(one.get("position") or ""), titles, place):
            found.setdefault(holding(role), "Jabatannya tertulis sebagai terlapor")
    return found


def witnesses_of(witnesses: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The same of the witnesses: who saw it has no part in judging it."""
    parties = (named(str(one.get("name") or "")) for one in witnesses)
    return dict.fromkeys((party for party in parties if party), "Namanya tertulis sebagai saksi")


def complaining(form: Mapping[str, Any]) -> dict[str, str]:
    """The same of who complains, and for whom: nobody handles a complaint of his own, or of his child."""
    persons = (form.get("applicant") or {}, form.get("represented") or {})
    parties = (named(str(one.get("name") or "")) for one in persons)
    return dict.fromkeys((party for party in parties if party), "Namanya tertulis sebagai pihak dalam pengaduan")


def mentioned(purpose: str, names: Iterable[str]) -> dict[str, str]:
    """The same of what a visitor says before there is a form: whoever of these people is named in full.

    A first name or an office alone means nobody: 'menghadap Camat' is no report of the Camat.
    """
    said = f" {' '.join(re.sub(r'[^a-z]+', ' ', purpose.lower()).split())} "
    keys = {name: name_key(name) for name in names}
    found = [named(name) for name, key in keys.items() if " " in key and f" {key} " in said]
    return dict.fromkeys(found, "Namanya disebut dalam maksud kedatangan")


def shown_name(person: Mapping[str, Any]) -> str:
    """A reported person in a word or two, for lists and searches."""
    return str(person.get("name") or person.get("position") or UNKNOWN)


def _office(position: str, titles: Mapping[Role, str], place: str) -> Role | None:
    typed = _words(position, place)
    for role in SINGLE:
        if typed and typed in {_words(titles.get(role, ""), place), _words(ROLE_LABELS[role], place)}:
            return role
    return None


def _words(position: str, place: str) -> str:
    """An office as offices are compared: small letters, without the place and the word for its kind."""
    words = re.sub(r"[^a-z]+", " ", position.lower()).split()
    left_out = {"kecamatan", *place.lower().split()}
    return " ".join(word for short in words for word in _SHORT.get(short, short).split() if word not in left_out)

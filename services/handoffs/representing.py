"""For whom somebody complains who acts for another, in the words that the desk and review share."""

from __future__ import annotations

from services.shared.config import naming

RELATIONS = {
    "parent": "Orang tua atau wali anak",
    "heir": "Ahli waris",
    "proxy": "Penerima kuasa",
    "village_head": "Pemerintah {desa} atas nama warganya",
    "other": "Lainnya, dengan surat",
}


def relations() -> dict[str, str]:
    """The capacities in which one may complain for another, with the office's own word for a village."""
    return {code: naming.say(words) for code, words in RELATIONS.items()}


def relation_of(code: str) -> str:
    """One capacity in words."""
    return naming.say(RELATIONS.get(code, RELATIONS["other"]))

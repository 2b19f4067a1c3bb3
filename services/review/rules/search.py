"""What cases are searched by: one text that everybody may search, one that also says who the applicant is."""

from __future__ import annotations

from collections.abc import Iterable

from services.shared import folding, telephones

MOST_WORDS = 8  # of a search; what comes after is left out


def words_of(open_words: Iterable[str], name: str, phone: str, *, confidential: bool) -> dict[str, str]:
    """The columns ``search`` and ``search_full`` of a case, folded; the applicant stands in the first where it may."""
    said = folding.noted(" ".join(open_words))
    full = " ".join([*said, *folding.noted_name(name), *telephones.marks(phone)])
    return {"search": " ".join(said) if confidential else full, "search_full": full}


def asked(text: str) -> list[list[str]]:
    """Of each word of a search what it may stand as: itself, or the telephone number that it is a part of."""
    numbers = telephones.asked(text)
    found = []
    for word in folding.asked(text)[:MOST_WORDS]:
        found.append([word, *(mark for seen, mark in numbers if word in folding.asked(seen))])
    return found

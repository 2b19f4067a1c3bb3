"""What of an archived case somebody gets who may not see all of it. Pure; who may see all stands in ``rights``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.registry.rules.book import HIDDEN_NAME

# As at the desk: only clerk, section head and Camat.
FULL_NIK = frozenset({"id_card", "signed_form", "authority", "mandate"})
SEEN_ANYWAY = frozenset({"intake", "registry"})  # whose time lines these readers see in the services themselves
HIDDEN_NOTE = "(dirahasiakan)"
_NIK = "memuat NIK lengkap"
_IDENTITY = "identitas pemohon dirahasiakan"


def why_left_out(role: str, *, confidential: bool) -> str:
    """Why a file of this role is left out; empty where it is not.

    Of a confidential case none is given: nobody can tell from outside which of them show who the applicant is.
    """
    if confidential:
        return _IDENTITY
    return _NIK if role in FULL_NIK else ""


def masked_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a confidential case without who receives its letters."""
    letters = [
        {**letter, "recipient": HIDDEN_NAME, "copies": [{**c, "recipient": HIDDEN_NAME} for c in letter["copies"]]}
        for letter in facts["letters"]
    ]
    return {**facts, "applicant_name": HIDDEN_NAME, "nik_masked": "*" * 16, "letters": letters}


def masked_timeline(lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Who did what when, without what was noted where the reader could not have read it."""
    return [{**line, "note": line["note"] if line["service"] in SEEN_ANYWAY else HIDDEN_NOTE} for line in lines]


def masked_contents(rows: Iterable[Mapping[str, Any]], words: Mapping[str, str]) -> list[dict[str, Any]]:
    """The list of files without their names, which people gave them; ``words`` is what each role is called."""
    return [
        {**row, "name": words.get(row["role"], "Berkas"), "path": row["path"].partition("-")[0]}
        if row["path"].startswith("data/documents/")
        else dict(row)
        for row in rows
    ]

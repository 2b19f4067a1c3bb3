"""What is left of a destroyed case in the registry: numbers, classes, dates and hashes.

The register book and the audit trail are append-only and hash-chained, and stay; pages and prints of the book hide
the names of destroyed cases (see decision 'destroyed cases').
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.handoffs.settled import forget
from services.registry.tables import Base, Letter, LetterCopy
from services.shared.encryption import erasing
from services.shared.files import brought
from services.shared.notices import posting

_LETTER = {
    "kind", "step", "classification", "sensitivity", "signer_title", "signer_name", "signer_nip", "drafted_by",
    "signed_sha256", "sealed_sha256", "number", "reserved_number", "certificate",
}  # fmt: skip
_CASE = {
    "outcome", "branch", "village", "class_code", "category", "officer", "letter_number", "parts", "classification",
    "archive_no", "security", "fate",
}  # fmt: skip
KEEP: dict[str, Collection[str]] = {
    "register_book": {"*"},  # append-only; hidden where it is shown
    "agenda_book": {"*"},  # append-only; of a letter of Sigap it says the kind alone
    "agenda_number": {"number", "key", "source", "state", "classification"},
    "number_request": {"letter_kind", "classification", "requested_by"},
    "destruction_item": {"*"},  # says nothing about people
    "package_seal": {"*"},  # hashes: append-only, and no name
    "reserved_number": {"*"},  # numbers and reasons of the office's own
    "letter": _LETTER,
    "archive_case": _CASE,
    "archive_item": {"classification", "security", "development", "fate", "archived_by"},
    "dossier_part": {"sender"},
    "paper_file": {"folder", "box", "shelf", "placed_by"},  # so that it is found to be destroyed, too
    "paper_loan": {"lent_by", "returned_to"},
    "mistaken_opening": {"*"},  # never was a case, and names nobody who came
    "incident": {"subject", "acknowledged_by"},
}


def erase(session: Session, case_no: str, now: datetime) -> None:
    """Erase what the registry's rows and messages say about the people of a case."""
    erasing.erase_case(session, Base.metadata, case_no, KEEP)
    mine = select(Letter.id).where(Letter.case_no == case_no)
    erasing.erase(session, LetterCopy.__table__, LetterCopy.letter_id.in_(mine), {"made_by"})  # type: ignore[arg-type]
    brought.forget(session, case_no, now)
    posting.forget(session, case_no)
    forget(session, case_no)

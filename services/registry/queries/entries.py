"""Rows of the register book as they were written: which are valid, and which strike another."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from services.registry.tables import RegisterEntry
from services.shared.errors import Missing


def entry_of(session: Session, position: int) -> RegisterEntry:
    """One row as it was written; raises Missing."""
    entry = session.get(RegisterEntry, position)
    if entry is None:
        raise Missing("Baris ini tidak ada di buku register.")
    return entry


def valid_entry_of_letter(session: Session, letter_id: object) -> RegisterEntry | None:
    """The letter's row that no other row strikes, if the letter is in the book at all."""
    return session.scalars(_unstruck().where(RegisterEntry.letter_id == letter_id)).first()


def case_entry(session: Session, case_no: str) -> RegisterEntry | None:
    """The case's row that no other row strikes, if the case is in the book at all."""
    return session.scalars(_unstruck().where(RegisterEntry.case_no == case_no, RegisterEntry.kind == "case")).first()


def striking(session: Session, position: int) -> RegisterEntry | None:
    """The row that strikes this one, if any."""
    return session.scalars(select(RegisterEntry).where(RegisterEntry.strikes == position)).first()


def _unstruck() -> Select[RegisterEntry]:
    striker = aliased(RegisterEntry)
    struck = select(striker.position).where(striker.strikes == RegisterEntry.position).exists()
    return select(RegisterEntry).where(~struck)

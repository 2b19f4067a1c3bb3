"""Complaints by the person: who complains, and for whom."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select, union_all

from services.intake.tables import Applicant, Represented


def of_person(nik_indices: Sequence[str]) -> Select[str]:
    """The numbers of the complaints of a NIK that were handed in, as a query: its own, and those made for it."""
    found = union_all(
        *(select(table.case_no).where(table.nik_index.in_(nik_indices)) for table in (Applicant, Represented))
    ).subquery()
    return select(found.c.case_no)

"""Conflict of interest: staff who are the reported official, or close to the parties, have no part in the case."""

from __future__ import annotations

from typing import Any

from services.review.actions.moving import step
from services.review.tables import Case
from services.shared.errors import RuleBroken
from services.shared.work import Work


def mark_conflict(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Section head or Camat: these people see the case no more (403). An empty list lifts the mark.

    ``data["staff"]`` maps the usernames of the people who take part in review to names.
    """
    case, moved = step(work, case_no, "mark_conflict", version)
    if not moved:
        return case
    chosen = list(dict.fromkeys(data["usernames"]))
    unknown = [name for name in chosen if name not in data["staff"]]
    if unknown:
        raise RuleBroken("Petugas tidak dikenal.", {"usernames": [f"Tidak dikenal: {', '.join(unknown)}."]})
    case.conflicted = chosen
    names = ", ".join(data["staff"][name] for name in chosen) or "tidak ada"
    work.audit("mark_conflict", case_no, f"Benturan kepentingan ditandai: {names}")
    return case

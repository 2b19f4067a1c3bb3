"""Packages of evidence of a case (12d), and where each of its files has been."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.review.queries.cases import entries
from services.review.tables import EvidenceHandover
from services.shared.audit import trail


def newest(session: Session, case_no: str) -> EvidenceHandover | None:
    """The package that counts: the last one that was prepared."""
    found = entries(session, EvidenceHandover, case_no)
    return found[-1] if found else None


def history(session: Session, case_no: str, ids: Collection[str]) -> list[dict[str, Any]]:
    """The lines of our trail about these files, oldest first; ``ids`` says of each line which of them it is about."""
    line, about = trail.audit.c, trail.audit.c.details
    wanted = or_(about["file"].astext.in_(list(ids)), *(about["files"].contains([one]) for one in ids))
    asked = select(line.at, line.actor_name, line.note, about).where(line.subject == case_no, wanted)
    rows = session.execute(asked.order_by(line.position)).all()
    return [
        {"at": row.at, "who": row.actor_name, "what": row.note, "ids": _ids(row.details) & set(ids)} for row in rows
    ]


def _ids(details: dict[str, Any]) -> set[str]:
    return {*details.get("files", ()), *([details["file"]] if "file" in details else [])}

"""The classification codes that a letter may have: the office's own, and those that the registrar added."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.letters.tables import AddedClassification
from services.shared.config.office import Office


def classifications(session: Session, office: Office) -> dict[str, str]:
    """Codes and labels, the office's own first."""
    own = {known.code: known.label for known in office.classifications}
    return own | {row.code: row.label for row in session.scalars(select(AddedClassification).order_by("code"))}

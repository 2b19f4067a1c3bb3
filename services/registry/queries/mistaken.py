"""Numbers without a case."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.registry.tables import MistakenOpening

MOST = 20


def mistaken(session: Session, search: str = "", limit: int = MOST) -> Sequence[MistakenOpening]:
    """Those that were opened by mistake, the newest first; ``search`` is a part of the number."""
    wanted = select(MistakenOpening).order_by(MistakenOpening.cancelled_at.desc(), MistakenOpening.case_no.desc())
    if search.strip():
        wanted = wanted.where(MistakenOpening.case_no.ilike(f"%{search.strip()}%"))
    return session.scalars(wanted.limit(limit)).all()

"""The office's wording of letters, in its versions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.letters.tables import Template


def template_of(session: Session, kind: str, no: int | None = None) -> Template | None:
    """A version of the office's wording for one kind: the newest unless told; None where the files still hold."""
    wanted = select(Template).where(Template.kind == kind)
    if no is not None:
        wanted = wanted.where(Template.no == no)
    return session.scalars(wanted.order_by(Template.no.desc()).limit(1)).first()


def templates_of(session: Session, kind: str | None = None) -> Sequence[Template]:
    """All versions, the newest first; of one kind if told."""
    wanted = select(Template).order_by(Template.kind, Template.no.desc())
    return session.scalars(wanted.where(Template.kind == kind) if kind else wanted).all()

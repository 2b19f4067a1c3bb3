"""What belongs to a letter: versions, attachments, initials."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.letters.tables import Attachment, Draft, Initial
from services.shared.errors import Missing


def draft_of(session: Session, letter_id: UUID, no: int) -> Draft:
    """One submitted version. Raises Missing."""
    found = session.scalars(select(Draft).where(Draft.letter_id == letter_id, Draft.no == no)).one_or_none()
    if found is None:
        raise Missing("Versi surat ini tidak ada.")
    return found


def drafts_of(session: Session, letter_id: UUID) -> Sequence[Draft]:
    """All submitted versions, oldest first."""
    return session.scalars(select(Draft).where(Draft.letter_id == letter_id).order_by(Draft.no)).all()


def attachments_of(session: Session, letter_id: UUID) -> Sequence[Attachment]:
    """What goes out with the letter, in the order in which it was added."""
    wanted = select(Attachment).where(Attachment.letter_id == letter_id).order_by(Attachment.added_at, Attachment.id)
    return session.scalars(wanted).all()


def attachment_of(session: Session, letter_id: UUID, attachment_id: UUID) -> Attachment:
    """One attachment of the letter. Raises Missing."""
    found = session.get(Attachment, attachment_id)
    if found is None or found.letter_id != letter_id:
        raise Missing("Lampiran ini tidak ada.")
    return found


def initials_of(session: Session, letter_id: UUID, draft_no: int) -> list[str]:
    """Usernames of those who put their paraf on a version."""
    wanted = select(Initial.username).where(Initial.letter_id == letter_id, Initial.draft_no == draft_no)
    return list(session.scalars(wanted.order_by(Initial.made_at)))

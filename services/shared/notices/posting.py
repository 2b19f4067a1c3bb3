"""Posts notices: a row in the same transaction as what causes it, so that both happen or neither does."""

from __future__ import annotations

import enum
import uuid
from collections.abc import Iterable

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.shared.encryption.erasing import ERASED
from services.shared.notices import ending  # noqa: F401 -- where something is posted, it also goes away again
from services.shared.notices.tables import notice
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


class Via(enum.StrEnum):
    """How a notice goes: into the bell, over a channel to the outside, or by a person (``BY_HAND``)."""

    BELL = "bell"
    EMAIL = "email"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    BY_HAND = "by_hand"


OUTSIDE = (Via.EMAIL, Via.SMS, Via.WHATSAPP)


def person(username: str) -> str:
    """One member of the staff as a recipient."""
    return f"person:{username}"


def role(held: Role) -> str:
    """Everybody who holds a role when the notice is delivered."""
    return f"role:{held}"


def post(
    work: Work,
    *,
    kind: str,
    subject: str,
    recipient: str,
    occasion: str,
    text: str,
    link: str = "",
    via: Via = Via.BELL,
    not_for: Iterable[str] = (),
    address: str | None = None,
    about: str = "",
) -> bool:
    """Note what the recipient must be told; False where it was noted before for this very occasion.

    ``text`` is Indonesian and names nobody: a number of the matter is all it may say. ``link`` is a path of ours.
    ``about``: with what it goes away (``ending``), the subject unless it is said. ``not_for`` are usernames who are
    left out of a role. ``address`` is encrypted already.
    """
    statement = (
        insert(notice)
        .values(
            id=uuid.uuid4(),
            kind=kind,
            subject=subject,
            recipient=recipient,
            occasion=occasion,
            about=about or subject,
            channel=via,
            text=text,
            link=link,
            not_for=sorted(not_for),
            address=address,
            created_at=work.now,
            next_at=work.now,
        )
        .on_conflict_do_nothing(constraint="uq_notice_occasion")
        .returning(notice.c.id)
    )
    return work.session.execute(statement).first() is not None


def tell(
    work: Work,
    recipients: Iterable[str],
    *,
    kind: str,
    subject: str,
    occasion: str,
    text: str,
    link: str,
    about: str = "",
) -> None:
    """The same in the bells of several recipients."""
    for recipient in recipients:
        post(
            work,
            kind=kind,
            subject=subject,
            recipient=recipient,
            occasion=occasion,
            text=text,
            link=link,
            about=about,
        )


def forget(session: Session, subject: str) -> None:
    """Erase what was told about a subject, and to which address; that it was told stays."""
    told = notice.update().where(notice.c.subject == subject)
    session.execute(told.values(text=ERASED, address=None))

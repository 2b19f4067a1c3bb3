"""Who saw a letter is noted, where it may be read: it names the applicant or tells of the case."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from services.letters.queries.letters import may_read, whole
from services.letters.tables import Letter
from services.shared.calendar import clock
from services.shared.errors import Forbidden
from services.shared.rights.people import Actor
from services.shared.web.access import me
from services.shared.web.service import current_service

Find = Callable[[Session, UUID, Actor], Letter]


def opened(session: Session, letter_id: UUID, find: Find = whole, *, to_read: bool = False) -> Letter:
    """The letter as the signed-in person sees it now. ``to_read``: its content, which not everybody may.

    Raises:
        Missing, Forbidden.
    """
    letter, person = find(session, letter_id, me()), me()
    readable = may_read(letter, person)
    if to_read and not readable:
        raise Forbidden("Identitas pemohon dirahasiakan: isi surat hanya untuk tim penyusun dan Camat.")
    current_service().looked(person, letter.case_no, "letter" if readable else "masked", clock.now())
    return letter

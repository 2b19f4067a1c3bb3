"""Who saw a letter is noted, where it may be read: it names the applicant or tells of the case."""

from __future__ import annotations

from services.letters import queries
from services.letters.tables import Letter
from services.shared.calendar import clock
from services.shared.web.access import me
from services.shared.web.service import current_service


def seen(letter: Letter) -> Letter:
    """The signed-in person sees this letter now."""
    what = "letter" if queries.may_read(letter, me()) else "masked"
    current_service().looked(me(), letter.case_no, what, clock.now())
    return letter

"""Who saw a letter or the archive of a case is noted (UU 27/2022)."""

from __future__ import annotations

from services.registry.queries import letters
from services.registry.tables import Letter
from services.shared.calendar import clock
from services.shared.web.access import me
from services.shared.web.service import current_service


def seen(letter: Letter) -> Letter:
    """The signed-in person sees this letter now, or only that there is one."""
    what = "letter" if letters.may_read(letter, me()) else "masked"
    current_service().looked(me(), letter.case_no, what, clock.now())
    return letter


def archive_seen(case_no: str) -> None:
    """The signed-in person sees the archive of this case now."""
    current_service().looked(me(), case_no, "archive", clock.now())

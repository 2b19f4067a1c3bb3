"""Looking for complaints by what must stand in no address: a NIK or a tracking code."""

from __future__ import annotations

from services.intake import queries
from services.intake.queries import lists
from services.intake.rules import nik
from services.intake.rules.codes import normalise
from services.intake.states import RIGHTS
from services.shared.unit_of_work import Work


def search(work: Work, *, q: str) -> lists.Page | None:
    """Complaints by a NIK or a tracking code; None where the text is neither, or the NIK is not this person's to seek.

    That somebody looked for a NIK stands in the trail, the number does not.
    """
    if normalise(q):
        found = queries.by_tracking_code(work.session, q)
        return lists.Page([found] if found else [], None)
    digits = nik.clean(q)
    if len(digits) == 16 and digits.isdigit() and RIGHTS.may_all("search_nik", work.actor):
        work.audit("search_nik", "search", "Pencarian dengan NIK", story=False)
        return lists.by_nik_index(work.session, work.service.vault.indices(digits))
    return None

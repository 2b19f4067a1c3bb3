"""Two versions of a letter side by side, word by word."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request

from services.letters.shown.differences import differences
from services.letters.shown.opened import opened
from services.letters.shown.versions import besides
from services.letters.states import RIGHTS
from services.letters.tables import Draft, Letter
from services.shared.errors import Missing
from services.shared.web.access import allow
from services.shared.web.service import current_service

compare = Blueprint("compare", __name__)


@compare.get("/letters/<uuid:letter_id>/compare")
@allow(*RIGHTS.roles("see"))
def show(letter_id: UUID) -> str:
    """``?before=1&after=3``; without them the newest version and the one before it."""
    with current_service().reading() as session:
        letter = opened(session, letter_id, to_read=True)
    before, after = _chosen(letter)
    return render_template(
        "compare.html",
        letter=letter,
        kind=current_service().office.letter_kinds.get(letter.kind, letter.kind),
        before=before,
        after=after,
        besides=besides(before, after),
        rows=differences(before.content, after.content),
        choices=[(draft.no, f"Versi {draft.no}") for draft in letter.drafts],
    )


def _chosen(letter: Letter) -> tuple[Draft, Draft]:
    """The two versions that the address names; raises Missing."""
    drafts = {draft.no: draft for draft in letter.drafts}
    if len(drafts) < 2:
        raise Missing("Surat ini belum mempunyai dua versi untuk dibandingkan.")
    after = drafts.get(request.args.get("after", max(drafts), type=int))
    before = drafts.get(request.args.get("before", max(drafts) - 1, type=int))
    if before is None or after is None:
        raise Missing("Versi surat ini tidak ada.")
    return before, after

"""Step 15, not right: the Camat sends the letter back with corrections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.letters.actions import messages
from services.letters.actions.moving import move, newest
from services.letters.queries.letters import for_update
from services.letters.rules.reviewing import check_comments
from services.letters.tables import Correction, Letter
from services.shared.unit_of_work import Work


def request_correction(
    work: Work, letter_id: UUID, version: int | None, note: str, comments: Sequence[dict[str, Any]] = ()
) -> Letter:
    """Step 15, not right: back to the team with a note, and comments on blocks of the version ({"block", "note"}).

    Raises:
        RuleBroken: a comment names a block that the version does not have.
        Stale: the letter is not being reviewed, or has moved since.
    """
    letter = for_update(work.session, letter_id, work.actor)
    if not move(work, letter, "request_correction", version):
        return letter
    corrected(work, letter, note, comments, "Camat meminta perbaikan")
    return letter


def corrected(work: Work, letter: Letter, note: str, comments: Sequence[dict[str, Any]], who: str) -> None:
    """Write the round down, and tell review. Raises RuleBroken for a comment on a block that is not there."""
    draft = newest(work, letter)
    check_comments(comments, len(draft.blocks))
    letter.corrections_count += 1
    work.session.add(_correction(work, letter, note, comments))
    text = f"{who} atas versi {draft.no}"
    work.audit("request_correction", str(letter.id), text, case_no=letter.case_no, words=note, comments=len(comments))
    messages.progressed(work, letter, "correcting")


def _correction(work: Work, letter: Letter, note: str, comments: Sequence[dict[str, Any]]) -> Correction:
    return Correction(
        letter_id=letter.id,
        no=letter.corrections_count,
        draft_no=letter.drafts_count,
        note=note,
        comments=[{"block": item["block"], "note": item["note"]} for item in comments],
        made_at=work.now,
        made_by=work.actor.username,
        made_by_name=work.actor.name,
    )

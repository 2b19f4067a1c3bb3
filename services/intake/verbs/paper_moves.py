"""The paper of a running complaint."""

from __future__ import annotations

from services.handoffs import paper_moves as words
from services.intake.actions import paper_moves
from services.shared.verbs import Verb

MOVE_PAPER = Verb(
    "move_paper",
    words.LABEL,
    "archive",
    schema=words.MovePaperSchema,
    action=paper_moves.move_paper,
    said=words.SAID,
    ask=words.ASK,
)

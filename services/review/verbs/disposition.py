"""Step 8c: the Camat disposes the case to the team."""

from __future__ import annotations

from services.review.actions.disposition import dispose_to_team
from services.review.schemas.disposition import DisposeToTeamSchema
from services.shared.verbs import Ask, Verb

DISPOSITION = (
    Verb(
        "dispose_to_team",
        "Mendisposisikan kepada tim",
        "send",
        schema=DisposeToTeamSchema,
        action=dispose_to_team,
        said="Disposisi tersimpan dan sampai di Tim Pengaduan.",
        ask=Ask(
            "Disposisikan",
            "8c. Disposisi ke Tim…",
            "Untuk penanganan menyeluruh oleh Tim Pengaduan.",
            at="direction",
        ),
    ),
)

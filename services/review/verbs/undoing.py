"""*Urungkan*: one's own last step taken back, while it stayed in the house."""

from __future__ import annotations

from services.review.actions.undoing import undo
from services.shared.fields import Versioned
from services.shared.verbs import Ask, Verb

UNDOING = (
    Verb(
        "undo",
        "Mengurungkan langkah terakhir sendiri",
        "return",
        "mute",
        schema=Versioned,
        action=undo,
        said="Langkah terakhir diurungkan.",
        ask=Ask("Urungkan", kind="outline-secondary"),
    ),
)

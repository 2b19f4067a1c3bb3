"""Step 18: the satisfaction survey."""

from __future__ import annotations

from services.shared.verbs import Line

SURVEY = (
    Line("offer_survey", "Menawarkan survei"),
    Line("publish_survey", "Menerbitkan hasil survei"),
)

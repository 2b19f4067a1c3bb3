"""What helps the Camat to word a step: the recommended one, ready sentences, and what the applicant will read."""

from __future__ import annotations

from typing import Any

from services.review.rules.told import PHRASES, TOLD, WORDED, decision, direction
from services.review.shown.case import Opened
from services.shared.config import naming


def aids() -> dict[str, dict[str, Any]]:
    """By verb, as ``macros/aids.html`` wants it."""
    return {
        verb: {
            "field": field,
            "phrases": [naming.say(phrase) for phrase in PHRASES[verb]],
            "reads": TOLD.get(verb, ""),
        }
        for verb, field in WORDED.items()
    }


def recommended(opened: Opened) -> str:
    """The verb that stands first among those of the Camat's step; empty where it is another's."""
    verbs, records = opened.data["verbs"], opened.records
    if "dispose_to_team" in verbs:
        return direction(met=any(row.recorded_at for row in records.meetings))
    return decision(records.reports[-1].proposes) if "decide_written_letter" in verbs and records.reports else ""

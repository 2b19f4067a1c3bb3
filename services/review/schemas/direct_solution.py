"""Schema of step 8a."""

from __future__ import annotations

from services.review.rules.choices import WAYS_OF_TELLING
from services.shared.fields import Versioned, choice, moment, text

MOMENT_HINT = "Tanggal dan jam, misalnya 24/11/2026 14.30"


class ResolveDirectlySchema(Versioned):
    """Step 8a: the solution, when and how the applicant was told."""

    solution = text("Penyelesaian", 4000, 10, rows=4)
    told_at = moment("Disampaikan pada", optional=True, must=True, hint=MOMENT_HINT, width=6, limits={"maxlength": 16})
    told_how = choice("Cara menyampaikan", WAYS_OF_TELLING)

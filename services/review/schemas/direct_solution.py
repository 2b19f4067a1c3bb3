"""Schema of step 8a."""

from __future__ import annotations

from services.review.rules.choices import WAYS_OF_TELLING
from services.shared.fields import Text, Versioned, choice, moment, text

INTERNAL = "Catatan kantor; tidak dikirim kepada pemohon."
MOMENT_HINT = "Tanggal dan jam, misalnya 24/11/2026 14.30"


def applicant_reads() -> Text:
    """What the applicant will read of an end, worded apart; left empty, the usual words of that end."""
    hint = "Persis inilah yang dibaca pemohon. Boleh diubah; kosong berarti kalimat baku."
    return text("Yang dibaca pemohon", 2000, optional=True, must=None, hint=hint, rows=4)


class ResolveDirectlySchema(Versioned):
    """Step 8a: the solution, when and how the applicant was told, and what the applicant will read."""

    solution = text("Penyelesaian", 4000, 10, hint=INTERNAL, rows=4)
    told_at = moment("Disampaikan pada", optional=True, must=True, hint=MOMENT_HINT, width=6, limits={"maxlength": 16})
    told_how = choice("Cara menyampaikan", WAYS_OF_TELLING)
    message = applicant_reads()

"""Schema of step 12a, told by the Camat himself."""

from __future__ import annotations

from services.review.rules.choices import WAYS_OF_TELLING
from services.review.schemas.direct_solution import INTERNAL, MOMENT_HINT, applicant_reads
from services.review.schemas.meeting import drawn
from services.shared.fields import Versioned, choice, moment, text


class AnswerInPersonSchema(Versioned):
    """Step 12a: what the Camat told the applicant himself, to whom, when and how; the applicant may sign it."""

    answer = text("Yang sudah Anda sampaikan", 4000, 10, hint=INTERNAL, rows=4)
    told_to = text("Kepada", 200, width=6)
    told_how = choice("Cara menyampaikan", WAYS_OF_TELLING)
    told_at = moment("Disampaikan pada", optional=True, must=True, hint=MOMENT_HINT, width=6, limits={"maxlength": 16})
    message = applicant_reads()
    signature_applicant = drawn("Tanda tangan pemohon pada berita acara")

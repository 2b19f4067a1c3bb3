"""Schemas of the consultation of step 7."""

from __future__ import annotations

from services.review.rules.choices import WAYS_OF_TELLING
from services.shared.fields import Versioned, choice, text


class ConsultSchema(Versioned):
    """Step 7: a question, or the answer to the other's."""

    text = text("Pertanyaan atau jawaban", 4000, 3, rows=3)


class SendBackSchema(Versioned):
    """Step 7 again: what the section head is to do."""

    instruction = text("Petunjuk untuk Kasi", 4000, 5, rows=3)


class RefuseSchema(Versioned):
    """Step 7, the 'no' side, by the Camat: the written reason, and how the applicant is told."""

    reason = text("Alasan", 2000, 10, hint="Tertulis pada surat pemberitahuan kepada pemohon.", rows=3)
    told_how = choice("Pemohon diberi tahu lewat", WAYS_OF_TELLING)

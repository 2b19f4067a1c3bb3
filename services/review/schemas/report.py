"""Schemas of step 11, and of its way back from step 12."""

from __future__ import annotations

from services.shared.fields import Versioned, text


class SubmitReportSchema(Versioned):
    """Step 11: the team report."""

    analysis = text("Analisis", 8000, 20, rows=4)
    facts = text("Data dan fakta", 8000, 10, rows=4)
    results = text("Hasil koordinasi", 8000, optional=True, rows=4)
    recommendation = text("Rekomendasi", 4000, 10, rows=3)


class ReturnReportSchema(Versioned):
    """Step 12: what the team still has to do."""

    note = text("Yang masih harus dikerjakan tim", 2000, 5, rows=3)

"""The desk's papers as PDF: blank and filled form, requirements, receipt, what is missing, handover note, book."""

from __future__ import annotations

from services.intake.papers.book import book, book_line
from services.intake.papers.desk import handover_note, incomplete_note, receipt, requirements
from services.intake.papers.form import blank_form, form

__all__ = [
    "blank_form", "book", "book_line", "form", "handover_note", "incomplete_note", "receipt", "requirements",
]  # fmt: skip

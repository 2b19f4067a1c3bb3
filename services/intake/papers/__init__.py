"""The desk's papers as PDF: blank and filled form, requirements, receipt, what is missing, handover note, book."""

from __future__ import annotations

from services.intake.papers.access_log import access_log
from services.intake.papers.access_log import line as access_line
from services.intake.papers.book import blank_book, book, book_line
from services.intake.papers.copy_of_data import copy_of_data
from services.intake.papers.desk import handover_note, incomplete_note, receipt, requirements
from services.intake.papers.form import blank_form, form

__all__ = [
    "access_line", "access_log", "blank_book", "blank_form", "book", "book_line", "copy_of_data", "form",
    "handover_note", "incomplete_note", "receipt", "requirements",
]  # fmt: skip

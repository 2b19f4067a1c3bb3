"""The pages of the front desk; one blueprint per file, named like it."""

from __future__ import annotations

from services.intake.pages import (
    book,
    complaint,
    completeness,
    evidence,
    files,
    first_day,
    form,
    handover,
    lists,
    moved,
    notices,
    opening,
    personal,
    proposals,
    sheets,
    uploads,
)

PAGES = tuple(
    module.pages
    for module in (
        opening, lists, complaint, form, completeness, handover, files, evidence, uploads, book, personal,
        proposals, notices, sheets, moved, first_day,
    )
)  # fmt: skip

"""The pages of the front desk; one blueprint per file, named like it."""

from __future__ import annotations

from services.intake.pages import (
    book,
    check,
    complaint,
    desk,
    evidence,
    files,
    form,
    handover,
    likeness,
    lists,
    personal,
    sheets,
    uploads,
)

PAGES = tuple(
    module.pages
    for module in (
        desk, lists, complaint, form, check, handover, likeness, files, evidence, uploads, book, personal, sheets
    )
)  # fmt: skip

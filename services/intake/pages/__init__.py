"""The pages of the front desk; one blueprint per file, named like it."""

from __future__ import annotations

from services.intake.pages import book, check, complaint, desk, files, form, handover, sheets

PAGES = tuple(module.pages for module in (desk, complaint, form, check, handover, files, book, sheets))

"""Printed sheets of review: ``sheets.py`` says what stands on them, ``*.typ`` how it is laid out."""

from __future__ import annotations

from services.review.papers.monthly import statistics_report
from services.review.papers.parts import signer
from services.review.papers.sheets import (
    disposition,
    follow_up,
    invitation,
    minutes,
    refusal,
    report,
    request,
    verification,
)

__all__ = [
    "disposition",
    "follow_up",
    "invitation",
    "minutes",
    "refusal",
    "report",
    "request",
    "signer",
    "statistics_report",
    "verification",
]

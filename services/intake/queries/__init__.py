"""Reads of the front desk; every page has a constant number of queries."""

from __future__ import annotations

from services.intake.queries.complaints import (
    Records,
    by_tracking_code,
    case_for_update,
    earlier_cases,
    file_of,
    files,
    handover,
    one,
    records,
    uploaded_bytes,
)

__all__ = [
    "Records", "by_tracking_code", "case_for_update", "earlier_cases", "file_of", "files", "handover", "one", "records",
    "uploaded_bytes",
]  # fmt: skip

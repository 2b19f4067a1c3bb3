"""Reads of the front desk; every page has a constant number of queries."""

from __future__ import annotations

from services.intake.queries.complaints import (
    Records,
    by_tracking_code,
    by_tracking_hash,
    case_for_update,
    checklist,
    earlier_cases,
    file_of,
    files,
    handover,
    is_used,
    one,
    records,
    uploaded_bytes,
)
from services.intake.queries.evidence import custody, longest_unread, unscanned, unseen

__all__ = [
    "Records",
    "by_tracking_code",
    "by_tracking_hash",
    "case_for_update",
    "checklist",
    "custody",
    "earlier_cases",
    "file_of",
    "files",
    "handover",
    "is_used",
    "longest_unread",
    "one",
    "records",
    "unscanned",
    "unseen",
    "uploaded_bytes",
]  # fmt: skip

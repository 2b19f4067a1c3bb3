"""Where review's own files lie: its key to the object store may write nowhere else (``deploy/rights``)."""

from __future__ import annotations


def folder(case_no: str) -> str:
    """The folder of a case in the bucket of documents: attachments, signatures and papers of steps 6 to 13."""
    return f"review/{case_no}"

"""What can go wrong between data and paper."""

from __future__ import annotations


class PaperError(Exception):
    """A page could not be made or read: a wrong template, wrong data, or bytes that are no PDF."""

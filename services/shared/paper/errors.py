"""What can go wrong between data and paper."""

from __future__ import annotations


class PaperError(Exception):
    """A page could not be made or read: a wrong template, wrong data, or bytes that are no PDF.

    ``trouble``: what keeps a file that was given from being opened (``locked``, ``cut``, ``damaged``), or empty.
    """

    def __init__(self, message: str, trouble: str = "") -> None:
        super().__init__(message)
        self.trouble = trouble

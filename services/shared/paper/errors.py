"""What can go wrong between data and paper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class PaperError(Exception):
    """A page could not be made or read: a wrong template, wrong data, or bytes that are no PDF.

    ``trouble``: what keeps a file that was given from being opened (``locked``, ``cut``, ``damaged``,
    ``unrendered``, ``oversized``), or empty.
    """

    def __init__(self, message: str, trouble: str = "") -> None:
        super().__init__(message)
        self.trouble = trouble


@contextmanager
def readable() -> Iterator[None]:
    """While pikepdf works on a PDF; raises PaperError where it cannot be read."""
    import pikepdf

    try:
        yield
    except pikepdf.PdfError as error:
        raise PaperError("not a readable PDF") from error

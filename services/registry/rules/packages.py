"""The package of an ended case (16e): names of files inside it, and when it is tried again."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta

_FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=30), timedelta(hours=1)


def retry_after(tries: int) -> timedelta:
    """How long an archive package that could not be made waits: 30 seconds, doubling up to an hour."""
    return min(_FIRST_RETRY * 2 ** min(tries - 1, 10), LONGEST_RETRY)


def file_name(index: int, name: str) -> str:
    """A name inside the package: counted, plain ASCII, at most 80 characters, ending kept."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem, dot, ending = re.sub(r"[^A-Za-z0-9.]+", "-", plain).strip("-.").rpartition(".")
    stem, ending = (stem, f".{ending[:8]}") if dot else (ending, "")
    return f"{index:03d}-{stem[:64].strip('-.') or 'berkas'}{ending.lower()}"

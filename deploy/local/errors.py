"""The one exception that people see."""

from __future__ import annotations


class ServerError(RuntimeError):
    """A local server or process cannot be started or has ended; the text is a sentence for people."""

"""Words in Python that people of another language read as well: marked here, translated where they are shown.

The text stays what it is, Indonesian: in the API, in the audit trail, on paper, in messages. Only a citizens' page says
it in another language, by the filter ``translated`` (``web/languages.py``).
"""

from __future__ import annotations

from typing import Any


class Phrase(str):
    """An Indonesian sentence with its blanks filled in, that still knows how it reads without."""

    __slots__ = ("pattern", "values")
    pattern: str
    values: dict[str, Any]

    def __new__(cls, pattern: str, values: dict[str, Any]) -> Phrase:
        self = super().__new__(cls, pattern % values)
        self.pattern, self.values = pattern, values
        return self

    def __str__(self) -> str:
        """Itself, so that what makes text of it loses nothing."""
        return self


def phrase(text: str, **values: Any) -> str:
    """Mark a text for the catalogue (``python -m deploy.catalogue``); blanks are written ``%(name)s``."""
    return Phrase(text, values) if values else text

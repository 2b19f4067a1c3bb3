"""Words, dates and numbers in the language of this answer: filters of the pages.

What is said in English stands in one catalogue (``services/translations``), by the Indonesian words; it is compiled
when a process starts.
"""

from __future__ import annotations

import io
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale, gettext
from markupsafe import Markup

from services.shared.calendar import clock
from services.shared.config import zone
from services.shared.phrases import Phrase

OWN, ENGLISH = "id", "en"
CATALOGUE = Path(__file__).parents[2] / "translations" / ENGLISH / "LC_MESSAGES" / "messages.po"
_INDONESIAN = NullTranslations()


class Words(Domain):
    """flask-babel's words, from the catalogue as it was compiled at the start."""

    def get_translations(self) -> NullTranslations:
        """Those of this answer's language."""
        return catalogue() if language() == ENGLISH else _INDONESIAN


@cache
def catalogue() -> Translations:
    """The English words, compiled once for each process."""
    compiled = io.BytesIO()
    with CATALOGUE.open("rb") as source:
        write_mo(compiled, read_po(source, locale=ENGLISH))
    compiled.seek(0)
    return Translations(compiled)


def language() -> str:
    """The code of the language of this answer."""
    locale = get_locale()
    return locale.language if locale else OWN


def translated(text: Any) -> Any:
    """Words of the code in the language of this answer; what no catalogue knows, such as people's own words, as it is.

    Unlike ``_()`` it says nothing of what is safe in a page.
    """
    if not isinstance(text, str) or not text or isinstance(text, Markup) or language() == OWN:
        return text
    return gettext(text.pattern, **text.values) if isinstance(text, Phrase) else gettext(text)


def long_date(day: datetime | date) -> str:
    """``24 November 2026``; the months in the language of this answer."""
    return clock.long_date(day) if language() == OWN else _formatted(day, "d MMMM y")


def short_date(day: datetime | date) -> str:
    """``24 Nov 2026``."""
    return clock.short_date(day) if language() == OWN else _formatted(day, "d MMM y")


def date_time(moment: datetime) -> str:
    """``24 Nov 2026, 08.30 WITA``; in English ``08:30``."""
    if language() == OWN:
        return clock.date_time(moment)
    return f"{short_date(moment)}, {clock.local(moment):%H:%M} {zone.name()}"


def weekday(day: date) -> str:
    """``Selasa, 24 November 2026``."""
    if language() == OWN:
        return f"{clock.DAYS[day.weekday()]}, {clock.long_date(day)}"
    return _formatted(day, "EEEE, d MMMM y")


def clock_time(hour: str) -> str:
    """``08.30``, in English ``08:30``."""
    return hour if language() == OWN else hour.replace(".", ":")


def decimal(number: object) -> str:
    """A number with a decimal comma, or in English a point."""
    return str(number).replace(".", ",") if language() == OWN else str(number)


def _formatted(day: datetime | date, shape: str) -> str:
    there = clock.local(day).date() if isinstance(day, datetime) else day
    return format_date(there, shape, locale=ENGLISH)


FILTERS = (translated, long_date, short_date, date_time, weekday, clock_time, decimal)

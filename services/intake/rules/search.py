"""What lists are narrowed to, and how typed words become a search. Pure: texts in, texts of PostgreSQL's tsquery out.

A complaint's words are Indonesian word stems without a mark; marked words stand beside them in the same index:
``@ferdinand`` a name that everybody who reads lists may find, ``!ferdinand`` that of a confidential applicant (only for
those who know it), ``@#81234567890`` and ``!#…`` likewise a telephone number, ``%2026-11`` the month of receipt
(docs/decisions/0008). How words are folded stands in ``shared/folding.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from services.shared import folding, telephones
from services.shared.calendar import clock
from services.shared.errors import RuleBroken

NAME, SECRET_NAME, MONTH = "@", "!", "%"
PHONE = "#"  # after one of the first two: who may find the name may find the number
MOST_WORDS = 6  # of a search; what comes after is left out
WHOLE_BELOW = 3  # shorter words are looked for whole, not as a beginning
STOP_WORDS = frozenset({
    "yang", "dan", "di", "ke", "dari", "untuk", "dengan", "pada", "ini", "itu", "oleh", "atau", "juga", "dalam",
    "adalah", "akan", "telah", "sudah", "saya", "kami", "kita", "ada", "tidak", "para", "serta", "bapak", "ibu",
})  # fmt: skip
Due = Literal["", "late", "today", "soon"]
DUE_LABELS = {"late": "Terlambat", "today": "Habis hari ini", "soon": "Habis dalam 3 hari kerja"}
SOON = 3  # working days


@dataclass(frozen=True)
class Filters:
    """What a list of complaints is narrowed to; everything empty is the whole list. ``first`` and ``last`` are days
    of receipt, ``due`` compares the present wait's deadline with today, ``paper`` says who has the paper (open ones).
    """

    states: tuple[str, ...] = ()
    village: str = ""
    class_code: str = ""
    clerk: str = ""
    paper: str = ""
    first: date | None = None
    last: date | None = None
    due: Due = ""
    words: str = ""

    def without_words(self) -> Filters:
        """The same without the words: what may stand in an address and in the audit trail."""
        return replace(self, words="")


def check_period(first: date | None, last: date | None) -> None:
    """Raises RuleBroken for a period that ends before it begins."""
    if first and last and last < first:
        raise RuleBroken("Tanggal akhir lebih awal daripada tanggal awal.", {"to": ["Harus sesudah tanggal awal."]})


def asked(text: str) -> list[str]:
    """The words of a search that count: stop words are left out, unless nothing else is left."""
    words = folding.asked(text)
    return ([word for word in words if word not in STOP_WORDS] or words)[:MOST_WORDS]


def also_meant(text: str, words: list[str]) -> dict[str, list[str]]:
    """For words of a search what else they may be of a person: written as one, or parts of a telephone number."""
    meant = folding.joined(words)
    for seen, mark in telephones.asked(text):
        for word in folding.asked(seen):
            meant.setdefault(word, []).append(f"{PHONE}{mark}")
    return meant


def marks(name: str, phone: str, confidential: bool, received_at: datetime) -> list[str]:
    """The marked words of a complaint: its applicant's name and number, and the month of receipt by the office's
    clock."""
    mark = SECRET_NAME if confidential else NAME
    said = [*folding.noted_name(name), *(f"{PHONE}{number}" for number in telephones.marks(phone))]
    return [*(f"{mark}{word}" for word in said), month_mark(clock.local(received_at).date())]


def numbers_in(text: str) -> list[str]:
    """The marks of telephone numbers that a story says: whoever reads it may find it by them."""
    return list(dict.fromkeys(f"{NAME}{PHONE}{mark}" for _, mark in telephones.asked(text)))


def month_mark(day: date) -> str:
    """The mark of a month: ``%2026-11``."""
    return f"{MONTH}{day:%Y-%m}"


def months_back(day: date, count: int) -> list[str]:
    """The marks of a month and of those before it, ``count`` in all."""
    return [month_mark(month_before(day, back)) for back in range(count)]


def month_before(day: date, count: int) -> date:
    """The first day of the month ``count`` months before the one of ``day``."""
    months = day.year * 12 + day.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)


def lexeme(word: str, *, beginning: bool = False) -> str:
    """A word of the index as tsquery, or all words that begin so."""
    quoted = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}'{':*' if beginning else ''}"


def any_of(queries: Iterable[str]) -> str:
    """One of these, as tsquery."""
    return " | ".join(queries)


def all_of(queries: Iterable[str]) -> str:
    """All of these, as tsquery."""
    return " & ".join(f"({query})" for query in queries)

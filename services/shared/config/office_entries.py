"""What no entry of an office's file may be, whichever it is: blank, unseen, too long, a code that is none, a number
that no calendar has. One walk over all that the file holds, so that a new entry is held to the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

from pydantic import BaseModel

LONGEST = 300  # characters of one entry: the longest that a line of a form, a letter or a message holds
YEARS = range(2000, 3000)
MOST = 10_000  # of days, hours or years: beyond it no date can be reckoned
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")  # stands in addresses and in forms
_LINES = {"office.address"}  # may have several
_NO_DATE = {"evidence.case_limit_mb", "evidence.recheck_mb", "archive.recheck_rate", "letters.number_start.number"}
_MAY_BE_BLANK = "village_heads."  # whose holder is not known
_PATTERN = "letters.number_pattern"  # whose braces hold the place of words; elsewhere nobody puts any in
_PLACE = re.compile(r"[{}]|</?[A-Za-z][^>]*>")  # what was left over of a form or a page


def texts(office: BaseModel) -> Iterator[tuple[str, str]]:
    """Every text of the file with its place, codes and all."""
    for path, value in _entries(office, ()):
        if isinstance(value, str):
            yield ".".join(path), value


def mistakes(office: BaseModel) -> Iterator[str]:
    """Each as ``entry: what is wrong``, in the order of the file."""
    for path, value in _entries(office, ()):
        entry, kind = ".".join(path), ".".join(part for part in path if not part.isdigit())
        if isinstance(value, str):
            yield from (f"{entry}: {wrong}" for wrong in _wrong_text(kind, value))
        elif isinstance(value, int) and not isinstance(value, bool) and value > MOST and kind not in _NO_DATE:
            yield f"{entry}: {value} is more than any calendar has"
        elif isinstance(value, time) and value.tzinfo is not None:
            yield f"{entry}: give the hour of the office's own clock, without a zone"
        elif isinstance(value, date) and value.year not in YEARS:
            yield f"{entry}: {value} is no day of this office"
    for entry, code in _codes(office):
        if code.strip() and not _CODE.fullmatch(code):
            yield f"{entry}: {code!r} is no code: letters, digits, dots, _ and - only"


def _codes(office: Any) -> Iterator[tuple[str, str]]:
    """The office's own codes, with the place of each."""
    for table in ("categories", "checklist", "classes", "instructions", "letter_kinds"):
        yield from ((table, code) for code in getattr(office, table))
    for table in ("partners", "classifications"):
        yield from ((f"{table}.{number}.code", one.code) for number, one in enumerate(getattr(office, table)))
    yield from ((f"letters.initials.{number}", name) for number, name in enumerate(office.letters.initials))
    yield "supervisor.username", office.supervisor.username


def _wrong_text(kind: str, text: str) -> Iterator[str]:
    if not text.strip():
        if not f"{kind}.".startswith(_MAY_BE_BLANK):
            yield "is empty"
        return
    if "\n" in text and kind not in _LINES:
        yield "has several lines; write it in one"
    if not all(char.isprintable() or char in "\r\n" for char in text):
        yield "has signs that nobody sees; type it anew"
    if len(text) > LONGEST:
        yield f"is longer than {LONGEST} characters"
    if kind != _PATTERN and (left := _PLACE.search(text)):
        yield f"has {left[0]}, which would be printed as it stands; write the words themselves"
    if text != text.strip(" "):
        yield "begins or ends with a blank"
    if kind.endswith(".nip") and text.isdigit() and not _is_nip(text):
        yield "is no NIP: it begins with a birth date, then the month of the appointment, then 1 or 2"


def _is_nip(digits: str) -> bool:
    """Eighteen digits, as BKN gives them: born (yyyymmdd), appointed (yyyymm), sex, number."""
    try:
        born, appointed = date.fromisoformat(digits[:8]), date.fromisoformat(f"{digits[8:14]}01")
    except ValueError:
        return False
    return born < appointed and digits[14] in "12"


def _written(part: BaseModel) -> list[tuple[str, Any]]:
    """What stands in the file, by its names; an entry that may be empty and is, does not."""
    return [
        (name, getattr(part, name))
        for name, known in type(part).model_fields.items()
        if name in part.model_fields_set and not (known.default == "" and not getattr(part, name).strip())
    ]


def _entries(part: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every entry that the file gives, with its place; what it leaves out is no mistake."""
    if isinstance(part, BaseModel):
        inner: Any = _written(part)
    elif isinstance(part, Mapping):
        inner = part.items()
    elif isinstance(part, tuple):
        inner = ((str(number), one) for number, one in enumerate(part))
    else:
        yield path, part
        return
    for name, one in inner:
        if not isinstance(one, Path):
            yield from _entries(one, (*path, str(name)))

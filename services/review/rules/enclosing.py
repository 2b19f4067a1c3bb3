"""Steps 12c and 12d: which files of a case a decision may send along, and how a letter lists them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from services.shared.errors import RuleBroken

# The applicant's own.
OWN = frozenset({"id_card", "signed_form", "form", "receipt", "signature", "statement", "authority", "mandate"})
NAMES = ("id", "name", "sha256", "size")
HEAD = "Berkas yang kami serahkan terpisah bersama surat ini, masing-masing dengan kode hash SHA-256:"
_MARKS = re.compile(r"[|*\s]+")  # what the markup of letters would read as something else


class Known(Protocol):
    """A file of the case."""

    id: Any
    origin: Any
    role: Any
    name: Any
    content_type: Any
    sha256: Any
    size: Any
    identifying: Any


def sendable(files: Iterable[Known], *, confidential: bool) -> list[Known]:
    """Evidence, what the team attached, and its report; nothing that shows who a hidden applicant is, and no KTP."""
    return [
        file
        for file in files
        if (file.origin in {"intake", "review"} and file.role not in OWN and not (confidential and file.identifying))
        or (file.origin, file.role) == ("paper", "report")
    ]


def chosen(files: Iterable[Known], wanted: Sequence[UUID], *, confidential: bool) -> list[dict[str, Any]]:
    """The chosen files as they are kept with the decision; raises RuleBroken for one that cannot go along."""
    known = {file.id: file for file in sendable(files, confidential=confidential)}
    if set(wanted) - known.keys():
        text = "Pilih berkas dari daftar. KTP, formulir dan berkas yang menunjukkan pemohon rahasia tidak ikut dikirim."
        raise RuleBroken(text, {"enclosed": [text]})
    return [{name: _plain(getattr(known[one], name)) for name in NAMES} for one in dict.fromkeys(wanted)]


def listing(enclosed: Sequence[Mapping[str, Any]]) -> str:
    """The list as it stands in the letter, in its markup; empty where nothing goes along."""
    if not enclosed:
        return ""
    lines = [f"{number}. {line}" for number, line in enumerate(map(line_of, enclosed), start=1)]
    return "\n".join([HEAD, "", *lines])


def line_of(file: Mapping[str, Any]) -> str:
    """A file with its size in bytes and its hash, whole: who copies it from the letter can compare it."""
    size = f"{file['size']:,}".replace(",", ".")
    return f"{_MARKS.sub(' ', file['name']).strip()}, {size} byte, {file['sha256']}"


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value

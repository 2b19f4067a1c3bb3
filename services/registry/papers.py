"""Printed sheets of the registry. Layout: ``papers/*.typ`` over the shared look of the office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from services.registry.queries.book import BookRow
from services.registry.queries.retention import WholeList
from services.registry.tables import ArchiveCase
from services.registry.views import book as views
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.paper.text import clean, missing
from services.shared.paper.typeset import typeset

FOLDER = Path(__file__).parent / "papers"


def book(office: Office, period: str, rows: Sequence[BookRow], now: datetime) -> bytes:
    """The service register book (16a) of a month or year, landscape; struck rows are struck through."""
    registrar = next((o for o in office.officials if o.role == "registrar"), None)
    data = {
        "office": office.letterhead(),
        "style": {"paper": office.letters.paper, "font": office.letters.font, "size": 9},
        "title": "BUKU REGISTER PELAYANAN",
        "period": f"{office.office.service}, {period}",
        "rows": [{"cells": views.printed(row), "struck": row.struck_by is not None} for row in rows],
        "printed": f"Dicetak {clock.date_time(now)}",
        "dated": f"{office.office.place}, {clock.long_date(now)}",
        "registrar": vars_of(registrar) if registrar else None,
    }
    return typeset(FOLDER / "book.typ", printable(data), created=now)


def proposal(office: Office, found: WholeList, now: datetime) -> bytes:
    """The list of archives proposed for destruction (daftar usul musnah)."""
    return _destruction(office, found, now, "DAFTAR ARSIP USUL MUSNAH", f"Nomor {found.row.no}", final=False)


def minutes(office: Office, found: WholeList, now: datetime) -> bytes:
    """The minutes of a destruction (berita acara), with the list of what was destroyed."""
    number = f"Nomor {found.row.minutes_no}"
    return _destruction(office, found, now, "BERITA ACARA PEMUSNAHAN ARSIP", number, final=True)


def catalogue(
    office: Office, title: str, period: str, heads: Sequence[tuple[str, int]], rows: list[list[str]], now: datetime
) -> bytes:
    """One of the archivist's lists, landscape; ``heads`` are names and relative widths."""
    data = {
        "office": office.letterhead(),
        "style": {"paper": office.letters.paper, "font": office.letters.font, "size": 9},
        "title": title,
        "period": period,
        "heads": [head for head, _ in heads],
        "widths": [max(width, 9) for _, width in heads],
        "rows": rows,
        "printed": f"Dicetak {clock.date_time(now)}",
    }
    return typeset(FOLDER / "catalogue.typ", printable(data), created=now)


def export_cover(
    office: Office,
    case: ArchiveCase,
    facts: Sequence[tuple[str, str]],
    files: Sequence[Mapping[str, Any]],
    now: datetime,
) -> bytes:
    """The covering sheet of a case that is exported for a court."""
    registrar = next((o for o in office.officials if o.role == "registrar"), None)
    data = {
        "office": office.letterhead(),
        "style": {"paper": office.letters.paper, "font": office.letters.font, "size": 10},
        "title": "SURAT PENGANTAR BERKAS PENGADUAN",
        "number": f"Arsip {case.archive_no}",
        "facts": [list(pair) for pair in facts],
        "files": [
            [str(n), f"{row['name']}\n{row['path']}", f"{row['size']:,}".replace(",", "."), row["sha256"]]
            for n, row in enumerate(files, 1)
        ],
        "registrar": vars_of(registrar) if registrar else None,
        "dated": f"{office.office.place}, {clock.long_date(now)}",
        "printed": f"Dibuat {clock.date_time(now)}",
    }
    return typeset(FOLDER / "export.typ", printable(data), created=now)


def _destruction(office: Office, found: WholeList, now: datetime, title: str, number: str, *, final: bool) -> bytes:
    row = found.row
    registrar = next((o for o in office.officials if o.role == "registrar"), None)
    data = {
        "office": office.letterhead(),
        "style": {"paper": office.letters.paper, "font": office.letters.font, "size": 10.5},
        "title": title,
        "number": number,
        "opening": _opening(office, found, now) if final else "",
        "items": [
            [
                str(n),
                i.archive_no,
                i.classification,
                i.description,
                i.period,
                str(i.files),
                clock.short_date(i.inactive_until),
            ]
            for n, i in enumerate(found.items, 1)
        ],
        "approvals": [f"{a.name} ({a.role}), {clock.date_time(a.at)}" for a in found.approvals],
        "submitted": f"{row.submitted_by_name}, {clock.date_time(row.submitted_at)}" if row.submitted_at else "",
        "witnesses": list(row.witnesses),
        "registrar": vars_of(registrar) if registrar else None,
        "camat": vars_of(office.official("camat")),
        "dated": f"{office.office.place}, {clock.long_date(now)}",
        "printed": f"Dicetak {clock.date_time(now)}",
        "final": final,
    }
    return typeset(FOLDER / "destruction.typ", printable(data), created=now)


def _opening(office: Office, found: WholeList, now: datetime) -> str:
    day = clock.local(now)
    return (
        f"Pada hari {clock.DAYS[day.weekday()]}, tanggal {clock.long_date(now)}, bertempat di {office.name}, "
        f"telah dimusnahkan {len(found.items)} berkas arsip dari daftar usul musnah nomor {found.row.no} yang jangka "
        "simpannya telah berakhir menurut Jadwal Retensi Arsip, dengan menghapus seluruh berkas elektroniknya secara "
        "permanen beserta data pribadi di dalamnya. Yang tersisa hanya nomor, tanggal, dan sidik jari berkas."
    )


def vars_of(official: Any) -> dict[str, str]:
    """An official as the signature block wants it."""
    return {name: getattr(official, name) for name in ("title", "name", "rank", "nip")}


def printable(value: Any) -> Any:
    """Book and archive must not fail for an emoji in a note: characters without a glyph become boxes (□)."""
    if isinstance(value, str):
        text = clean(value)
        for char in missing(text):
            text = text.replace(char, "□")
        return text
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    return [printable(item) for item in value] if isinstance(value, list) else value

"""What printed sheets are made of: rows, passages, boxes, tables, signatures; and their layout."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from services.review.rules.applicant import HIDDEN_NAME
from services.review.rules.reported import KINDS, SAID, about
from services.review.tables import Case, Meeting
from services.shared.calendar import clock
from services.shared.config import naming, zone
from services.shared.config.office import Office, Official
from services.shared.paper.numbers import opening_of_minutes
from services.shared.paper.typeset import typeset
from services.shared.rights.conflicts import same_person
from services.shared.rights.people import Acting, Role

DOTS = ". . . . . . . . . . . . . . . . . ."
FOLDER = Path(__file__).parent


def shown_name(case: Case, *, named: bool) -> str:
    """The applicant's name, or that it is confidential where the sheet goes to others."""
    if case.confidential and not named:
        return HIDDEN_NAME
    return f"{case.applicant_name} untuk {case.represented_name}" if case.represented_name else case.applicant_name


def complaint_rows(office: Office, case: Case, *, named: bool) -> list[list[str]]:
    """What the complaint is about, as label and value."""
    reported = (row for one in case.reported_persons for row in _reported(one))
    return [
        ["Nomor pengaduan", case.case_no],
        ["Perihal", case.title],
        ["Pemohon", f"{shown_name(case, named=named)} ({naming.village(case.village)})"],
        ["Diterima", clock.long_date(case.received_at)],
        ["Jenis", office.categories.get(case.category, case.category)],
        ["Kejadian", f"{case.occurred}; {case.place}"],
        ["Uraian", case.story],
        *reported,
    ]


def _reported(one: dict[str, Any]) -> list[list[str]]:
    said = [[label, one[name]] for name, label in SAID.items() if one[name]]
    return [[f"Terlapor ({KINDS[one['kind']].lower()})", about(one)], *said]


def signer(office: Office, role: str, name: str, acting: dict[str, Any] | None = None) -> dict[str, Any]:
    """The signature block of an official, or of who acted in the office (``acting``, as it is recorded).

    Rank and NIP stand there only where the signing person is the office's own.
    """
    known = office.official(role)
    if acting is not None:
        by = Acting.from_dict(acting)
        return {"title": by.signature(known.title), "name": name, "rank": by.rank, "nip": by.nip}
    known = next((one for one in office.officials if same_person(one.name, name)), known)
    block = of_official(known)
    return block if same_person(known.name, name) else block | {"name": name, "rank": "", "nip": ""}


def leader_of(office: Office, row: Meeting, above: str = "") -> dict[str, Any]:
    """Who leads a mediation: the Camat, whoever that is now, or the member of the team who called it.

    A row of the release before says not as whom; there, who is not the Camat of the office's file is of the team.
    """
    block = signer(office, "camat", row.by_name, row.acting)
    guessed = row.acting is None and not same_person(row.by_name, office.official("camat").name)
    if row.led_as == Role.TEAM or (not row.led_as and guessed):
        block = {"title": ["Tim Pengaduan,"], "name": row.by_name, "rank": "", "nip": ""}
    return block | ({"title": [above, *block["title"]]} if above else {})


def of_official(official: Official) -> dict[str, Any]:
    """The signature block of an official of the office."""
    return {"title": [f"{official.title.upper()},"], "name": official.name, "rank": official.rank, "nip": official.nip}


def field_rows(rows: list[list[str]]) -> dict[str, Any]:
    """A part: label and value."""
    return {"kind": "fields", "rows": rows}


def plain(text: str) -> dict[str, Any]:
    """A part: a text by itself."""
    return {"kind": "text", "title": "", "text": text}


def opening(held_on: date, clock_time: str, place: str) -> str:
    """How minutes begin: the day in words, hour and place."""
    return opening_of_minutes(held_on, f", pukul {clock_time} {zone.name()}, bertempat di {place}")


def passage(title: str, text: str) -> dict[str, Any]:
    """A part: a text under a heading."""
    return {"kind": "text", "title": title, "text": text}


def tick_boxes(title: str, items: Sequence[tuple[str, bool | None, str]]) -> dict[str, Any]:
    """A part: boxes, ticked or not, each with its note."""
    return {"kind": "ticks", "title": title, "items": [[label, bool(value), note] for label, value, note in items]}


def ruled(title: str, head: list[str], rows: list[list[str]]) -> dict[str, Any]:
    """A part: a table; left out when it has no rows."""
    return {"kind": "table", "title": title, "head": head, "rows": rows}


def sheet(
    office: Office,
    case: Case,
    title: str,
    parts: list[dict[str, Any]],
    at: datetime,
    signatures: list[dict[str, Any]],
    note: str = "",
    number: str | None = None,
) -> bytes:
    """A sheet with letterhead, parts and signatures (``sheet.typ``).

    ``number`` stands below the title; an empty one is left to be written by hand, None is no line.
    """
    dated = f"{office.office.place}, {clock.long_date(at)}"
    data: dict[str, Any] = {"title": title, "parts": parts, "signatures": signatures, "dated": dated, "extra": note}
    data["below"] = None if number is None else f"NOMOR: {number or DOTS}"
    return lay_out("sheet.typ", office, case, data, at)


def lay_out(template: str, office: Office, case: Case, data: dict[str, Any], at: datetime) -> bytes:
    """Typeset one of our templates in the paper and typeface of the office."""
    style = {"paper": office.letters.paper, "font": office.letters.font, "size": 10.5}
    foot = f"Pengaduan {case.case_no} · {office.name}"
    whole = {"office": office.letterhead(), "style": style, "foot": foot, **data}
    return typeset(FOLDER / template, whole, created=at)

"""Rules of a complaint at the front desk: numbers, class, completeness, days. Values in, a value or a refusal out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.shared.calendar import clock
from services.shared.calendar.working_days import WorkingDays
from services.shared.config import naming
from services.shared.errors import RuleBroken

LONGEST_STORY = 8000  # letters
HIDDEN_NAME = "Identitas dirahasiakan"
HIDDEN = "•••"
VERDICTS = {"ok": "Ada dan benar", "missing": "Belum ada", "not_applicable": "Tidak berlaku"}
EVIDENCE, FORM = "evidence", "form"
UNSIGNED = (
    "Formulir belum ditandatangani pemohon. Minta tanda tangan di layar, atau unggah pindaian formulir yang sudah "
    "ditandatangani."
)
NO_EVIDENCE = (
    "Belum ada berkas bukti (syarat P3). Unggah dahulu, atau tulis alasannya di sini, misalnya: saksi akan dihadirkan."
)
OPTIONAL_ITEM = "reported_official"  # the only item that may be "not applicable"
OTHER_VILLAGE = "other"
OUTSIDE = re.compile(  # positions whose holders are supervised by their own: TNI, POLRI, state enterprises
    r"\b(TNI|Polri|polisi|Polsek|Polres(ta)?|Polda|Kapol(sek|res|da)|Bhabinkamtibmas|Babinsa|Koramil|Danramil|Kodim|Dandim"
    r"|tentara|prajurit|BUMN|PLN|Pertamina|Telkom|Pegadaian|Bank (BRI|BNI|Mandiri|BTN)|PT Pos)\b",
    re.IGNORECASE,
)


def case_number(year: int, number: int) -> str:
    """The number of a complaint: that of its line in the application book, such as ``PGD-2026-0001``."""
    return f"PGD-{year}-{number:04d}"


def guess_number(text: str, year: int) -> str | None:
    """A case number as people type it (``pgd 2026 1``, ``12``), or None where it is none."""
    parts = [part for part in re.split(r"[^0-9a-z]+", text.lower().removeprefix("pgd")) if part]
    if not parts or len(parts) > 2 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    if any(len(part) > 9 for part in parts):
        return None
    return case_number(int(parts[0]) if len(parts) == 2 else year, int(parts[-1]))


def check_open(reason_closed: str | None, override_reason: str) -> None:
    """Step 1 is on a working day (P1); raises RuleBroken on another day without a reason."""
    if reason_closed and not override_reason:
        message = f"Loket tutup hari ini ({reason_closed}). Tulis alasan mengapa tetap dilayani."
        raise RuleBroken.at("override_reason", message)


def propose_class(positions: Sequence[str]) -> str:
    """The class of a complaint by the positions of the reported officials; the section head confirms it (step 7).

    Oversight is of ASN, village officials, DPRD and heads of regions (Permendagri 8/2023 article 1): TNI, POLRI and
    state enterprises are supervised by their own.
    """
    return "oversight" if any(not OUTSIDE.search(position) for position in positions) else "ordinary"


def check_village(code: str, other: str, known: Mapping[str, str], part: str = "applicant.") -> None:
    """Raises RuleBroken for a village that the office does not know, or another one without its name.

    ``part``: the part of the form in which it stands.
    """
    if code == OTHER_VILLAGE:
        if not other:
            wanted = naming.say("Tulis nama {desa} dan kecamatannya.")
            raise RuleBroken(f"{naming.village()} belum ditulis.", {f"{part}village_other": [wanted]})
    elif code not in known:
        raise RuleBroken(
            f"{naming.village()} tidak dikenal.", {f"{part}village": [naming.say("Pilih {desa} dari daftar.")]}
        )


def without_village(address: str, village: str) -> str:
    """An address without the village at its end, which stands in a field of its own and would be printed twice."""
    ending = re.compile(
        rf"[\s,.;-]+(desa|kelurahan|ds\.?|kel\.?|{re.escape(naming.village())})\s+{re.escape(village)}[\s.]*$",
        re.IGNORECASE,
    )
    return ending.sub("", address) if village else address


def located(place: str, village: str) -> str:
    """Where it happened, with the village that was chosen beside it, unless the words name it already."""
    return place if not village or village.lower() in place.lower() else f"{place}, {naming.village(village)}"


def check_category(code: str, known: Mapping[str, str]) -> None:
    """Raises RuleBroken for a category that the office does not have."""
    if code not in known:
        raise RuleBroken("Jenis pengaduan tidak dikenal.", {"complaint.category": ["Pilih jenis dari daftar."]})


def check_occurred(day: date, today: date) -> None:
    """Raises RuleBroken for an event in the future."""
    if day > today:
        raise RuleBroken("Tanggal kejadian belum tiba.", {"complaint.occurred_on": ["Tanggal ini belum tiba."]})


def check_items(
    items: Sequence[Mapping[str, Any]],
    checklist: Mapping[str, str],
    *,
    official: bool,
    evidence_files: int,
    signed: bool = True,
) -> None:
    """Step 4: every item of the checklist has one verdict that fits the case, and what is missing is written down.

    Evidence (P3) is there when a file of it is, or when the clerk wrote down why there is none; the form is signed
    when the applicant's signature is kept.

    Raises:
        RuleBroken: messages by ``items.<item>`` (verdict) and ``notes.<item>``.
    """
    fields: dict[str, list[str]] = {}
    given = {row["item"]: row for row in items}
    for unknown in sorted(given.keys() - checklist.keys()):
        fields[f"items.{unknown}"] = ["Butir ini tidak ada pada daftar periksa."]
    for item in checklist:
        if problem := _verdict_problem(item, given.get(item), official=official, signed=signed):
            fields[f"items.{item}"] = [problem]
        elif lacking := _note_lacking(item, given[item], evidence_files):
            fields[f"notes.{item}"] = [lacking]
    if fields:
        raise RuleBroken("Daftar periksa belum lengkap.", fields)


def _note_lacking(item: str, row: Mapping[str, Any], evidence_files: int) -> str | None:
    if row["note"]:
        return None
    if row["verdict"] == "missing":
        return "Tulis apa yang kurang, agar pemohon tahu."
    return NO_EVIDENCE if item == EVIDENCE and row["verdict"] == "ok" and not evidence_files else None


def _verdict_problem(item: str, row: Mapping[str, Any] | None, *, official: bool, signed: bool) -> str | None:
    if row is None:
        return "Pilih hasil pemeriksaan."
    if item == FORM and row["verdict"] == "ok" and not signed:
        return UNSIGNED
    unneeded = row["verdict"] == "not_applicable"
    if item != OPTIONAL_ITEM:
        return "Butir ini selalu berlaku." if unneeded else None
    if official and unneeded:
        return "Ada oknum yang dilaporkan, jadi butir ini berlaku."
    return None if official or unneeded else "Tidak ada oknum yang dilaporkan: pilih “tidak berlaku”."


def missing_items(items: Iterable[Mapping[str, Any]], checklist: Mapping[str, str]) -> list[str]:
    """What is missing, in the checklist's words and the clerk's: ``KTP jelas …: pindaian buram``."""
    lacking = {row["item"]: row["note"] for row in items if row["verdict"] == "missing"}
    return [f"{label}: {lacking[item]}" for item, label in checklist.items() if item in lacking]


def extended(deadline: date, away_from: date, back_on: date, calendar: WorkingDays) -> date:
    """The answer time runs on only when the case is back: the deadline moves by the working days it was away."""
    return calendar.add(deadline, max(calendar.between(away_from, back_on), 0))


def occurred(day: date, time: str) -> str:
    """When it happened, in words: ``14 November 2026, pukul 20.00``; the time is free text."""
    exact = re.fullmatch(r"\d{1,2}[.:]\d{2}", time)
    return f"{clock.long_date(day)}, {f'pukul {time}' if exact else time}" if time else clock.long_date(day)


def persons_line(name: str, represented: str) -> str:
    """Who complains, and for whom, as one line of a list, a book or a paper."""
    return f"{name} (untuk {represented})" if represented else name


def local_day(moment: datetime) -> date:
    """The day of a moment on the office's calendar."""
    return clock.local(moment).date()

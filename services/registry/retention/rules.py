"""Rules of retention and destruction (office-rules.md 5): plain values in, RuleBroken or a value out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from services.shared.errors import RuleBroken

DESTROY, APPRAISE, PERMANENT = "Musnah", "Dinilai kembali", "Permanen"
FATES = (DESTROY, APPRAISE, PERMANENT)
CONFIRMATION = "MUSNAHKAN"


@dataclass(frozen=True)
class Approver:
    """Who has approved a list."""

    username: str
    camat: bool


def list_number(year: int, serial: int) -> str:
    """``UM-2032-001`` (usul musnah)."""
    return f"UM-{year}-{serial:03d}"


def minutes_number(year: int, serial: int) -> str:
    """``BA-MUSNAH-2032-001`` (berita acara)."""
    return f"BA-MUSNAH-{year}-{serial:03d}"


def check_approval(given: Collection[Approver], by: Approver, submitted_by: str) -> None:
    """Two different people approve, neither of them who submitted the list, and one of them is the Camat.

    Raises:
        RuleBroken: this person may not give this approval.
    """
    if by.username == submitted_by:
        raise RuleBroken("Yang mengajukan daftar ini tidak boleh ikut menyetujuinya.")
    if by.username in {each.username for each in given}:
        raise RuleBroken("Anda sudah menyetujui daftar ini. Persetujuan kedua harus dari orang lain.")
    if given and not by.camat and not any(each.camat for each in given):
        raise RuleBroken("Salah satu dari dua persetujuan harus dari Camat.")


def check_destruction(confirmation: str, witnesses: Collection[str]) -> None:
    """The last word before bytes are removed: typed out, before two different witnesses. Raises RuleBroken."""
    if confirmation.strip() != CONFIRMATION:
        words = f"Ketik {CONFIRMATION} dengan huruf besar untuk memastikan."
        raise RuleBroken(words, {"confirmation": [words]})
    if len({name.strip().lower() for name in witnesses}) < 2:
        words = "Dua saksi harus orang yang berbeda."
        raise RuleBroken(words, {"second_witness": [words]})


def is_due(inactive_until: date, today: date) -> bool:
    """Whether the time of keeping has run out: the last day itself is still kept."""
    return inactive_until < today


def period(first: date, last: date) -> str:
    """The time that a file covers (kurun waktu): ``2026`` or ``2026–2027``."""
    return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"

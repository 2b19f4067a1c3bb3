"""How long archives are kept (16e), how secret they are, and who may have them destroyed (office-rules.md 5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from services.handoffs.outcomes import Outcome
from services.shared.calendar import clock
from services.shared.errors import RuleBroken

DESTROY, APPRAISE, PERMANENT = "Musnah", "Dinilai kembali", "Permanen"
CONFIRMATION = "MUSNAHKAN"
COMMITTEE = 3  # people who appraise a list, at least: who leads and two members
PERMITTED_BY = {"archive_office": "Lembaga kearsipan daerah", "regent": "Bupati atau wali kota"}
OPENED_FOR_REASON = "Rahasia"  # security class whose packages are opened for a reason only
SECURITY = {"biasa": "Biasa", "terbatas": "Terbatas", "rahasia": "Rahasia"}


def case_security(confidential: bool) -> str:
    """Security class of an archived case file: Terbatas, and Rahasia for a hidden identity (office-rules.md 5)."""
    return OPENED_FOR_REASON if confidential else "Terbatas"


def case_retention(class_code: str, outcome: str) -> str:
    """Row of the retention schedule for a case: key of ``office.retention``."""
    return "oversight" if class_code == "oversight" or outcome == Outcome.REPORTED_TO_LAW else "ordinary"


def letter_retention(step: str) -> str:
    """Row of the retention schedule for a letter: reports to law enforcement (12d) are kept longer."""
    return "oversight" if step == "12d" else "ordinary"


def kept_until(day: date, active_years: int, inactive_years: int) -> tuple[date, date]:
    """The last days on which an archive is active, and inactive, counted from ``day``."""
    active = _years_after(day, active_years)
    return active, _years_after(active, inactive_years)


def kept_words(active: date, inactive: date) -> str:
    """The same in words."""
    return f"aktif s.d. {clock.short_date(active)}, inaktif s.d. {clock.short_date(inactive)}"


def _years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@dataclass(frozen=True)
class Approver:
    """Who has approved a list."""

    username: str
    camat: bool


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


def committee(lines: str) -> list[dict[str, str]]:
    """The appraisal committee, one person a line: the name, and after a comma the office. Raises RuleBroken."""
    found = []
    for line in filter(None, (line.strip(" ,") for line in lines.splitlines())):
        name, _, position = (part.strip() for part in line.partition(","))
        if not name or not position:
            text = f"Tulis satu orang satu baris: nama, lalu jabatan setelah koma ({line[:40]})."
            raise RuleBroken.at("committee", text)

        found.append({"name": name, "position": position})
    if len({one["name"].lower() for one in found}) < COMMITTEE:
        raise RuleBroken.at("committee", f"Panitia penilai arsip paling sedikit {COMMITTEE} orang yang berbeda.")
    return found


def check_allowed(*, appraised: bool, permitted: bool) -> None:
    """Nothing is destroyed on the office's own word: a committee appraised it, and who may has allowed it in writing.

    Raises:
        RuleBroken: what is missing.
    """
    missing = [*([] if appraised else ["panitia penilai arsip"]), *([] if permitted else ["persetujuan tertulis"])]
    if missing:
        words = f"Catat dahulu {' dan '.join(missing)}; tanpa itu arsip tidak boleh dimusnahkan."
        raise RuleBroken(words, {"confirmation": [words]})


def check_destruction(confirmation: str, witnesses: Collection[str]) -> None:
    """The last word before bytes are removed: typed out, before two different witnesses. Raises RuleBroken."""
    if confirmation.strip() != CONFIRMATION:
        words = f"Ketik {CONFIRMATION} dengan huruf besar untuk memastikan."
        raise RuleBroken(words, {"confirmation": [words]})
    if len({name.strip().lower() for name in witnesses}) < 2:
        words = "Dua saksi harus orang yang berbeda."
        raise RuleBroken(words, {"second_witness": [words]})


def period(first: date, last: date) -> str:
    """The time that a file covers (kurun waktu): ``2026`` or ``2026–2027``."""
    return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"

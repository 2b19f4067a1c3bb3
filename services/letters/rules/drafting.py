"""Rules of step 14: what a draft must hold before it is submitted, and what it must not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from services.letters.markup import parse_blocks
from services.letters.rules.content import REQUIRED
from services.shared.calendar.clock import date_time
from services.shared.errors import RuleBroken, Stale
from services.shared.staff.names import Found

CERTAIN = "{words} adalah nama pemohon yang dirahasiakan. Hapus atau samarkan."
DOUBTFUL = (
    "{words} juga bagian dari nama pemohon yang dirahasiakan. Bila yang dimaksud orang lain, centang “Nama sudah saya "
    "periksa” di bawah."
)


def check_choices(content: Mapping[str, Any], classifications: Iterable[str]) -> None:
    """The classification code must be one of the office's. Raises RuleBroken."""
    if content["classification"] not in set(classifications):
        raise RuleBroken.at("content.classification", "Pilih salah satu kode klasifikasi.")


def check_complete(content: Mapping[str, Any]) -> None:
    """Step 14: what a letter must hold before it goes to the Camat. Raises RuleBroken with every missing field."""
    missing = [name for name in REQUIRED if not str(content[name]).strip()]
    if "body" not in missing and not parse_blocks(content["body"]):
        missing.append("body")
    if missing:
        raise RuleBroken("Surat belum lengkap.", {f"content.{name}": ["Wajib diisi."] for name in missing})


def check_confidential(content: Mapping[str, Any], confidential: bool, to_applicant: bool) -> None:
    """An applicant who asked for confidentiality: the letter is at least 'terbatas'; one to them has no copies."""
    if not confidential:
        return
    errors: dict[str, list[str]] = {}
    if content["sensitivity"] == "biasa":
        errors["content.sensitivity"] = ["Identitas pemohon dirahasiakan: pilih Terbatas atau Rahasia."]
    if to_applicant and content["copies_to"]:
        errors["content.copies_to"] = ["Identitas pemohon dirahasiakan: surat kepadanya tidak boleh bertembusan."]
    if errors:
        raise RuleBroken("Surat ini menyangkut pemohon yang identitasnya dirahasiakan.", errors)


def check_names(found: Mapping[str, Found], *, names_checked: bool) -> None:
    """The hidden applicant's name in a letter to others is refused; a single word of it must be looked at.

    Letters does not know the name: the request gives it masked, with fingerprints to search for. Raises RuleBroken.
    """
    against = {name: _against(result, names_checked=names_checked) for name, result in found.items()}
    if errors := {f"content.{name}": [words] for name, words in against.items() if words}:
        raise RuleBroken("Nama pemohon yang dirahasiakan tidak boleh ada dalam surat kepada pihak lain.", errors)


def _against(found: Found, *, names_checked: bool) -> str:
    """What is said against the words that were found in one text; empty where nothing is."""
    if found.certain:
        return CERTAIN.format(words=", ".join(f"“{word}”" for word in found.certain))
    if found.doubtful and not names_checked:
        return DOUBTFUL.format(words=", ".join(f"“{word}”" for word in found.doubtful))
    return ""


def changed_by(who: str, when: datetime | None) -> Stale:
    """Somebody else has saved meanwhile."""
    at = f" pada {date_time(when)}" if when else ""
    return Stale(
        f"Konsep ini sudah disimpan oleh {who or 'orang lain'}{at}, sejak halaman Anda dibuka. "
        "Isian Anda belum tersimpan dan masih ada di bawah: bandingkan, lalu simpan lagi bila isian Anda yang benar."
    )

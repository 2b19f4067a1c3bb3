"""Rules of steps 14 and 15: plain values in, ``RuleBroken`` or ``Stale`` or a value out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from services.letters.content import REQUIRED
from services.letters.markup import parse_blocks
from services.shared.calendar.clock import date_time, local
from services.shared.errors import Forbidden, RuleBroken, Stale
from services.shared.staff.names import Found

MOST_TRIES = 5
TRIES_WINDOW = timedelta(minutes=15)
LOCK = timedelta(minutes=15)


def check_choices(content: Mapping[str, Any], classifications: Iterable[str]) -> None:
    """The classification code must be one of the office's. Raises RuleBroken."""
    if content["classification"] not in set(classifications):
        message = "Pilih salah satu kode klasifikasi."
        raise RuleBroken(message, {"content.classification": [message]})


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
    errors: dict[str, list[str]] = {}
    for name, result in found.items():
        if result.certain:
            words = ", ".join(f"“{word}”" for word in result.certain)
            errors[f"content.{name}"] = [f"{words} adalah nama pemohon yang dirahasiakan. Hapus atau samarkan."]
        elif result.doubtful and not names_checked:
            words = ", ".join(f"“{word}”" for word in result.doubtful)
            errors[f"content.{name}"] = [
                f"{words} juga bagian dari nama pemohon yang dirahasiakan. Bila yang dimaksud orang lain, "
                "centang “Nama sudah saya periksa” di bawah."
            ]
    if errors:
        raise RuleBroken("Nama pemohon yang dirahasiakan tidak boleh ada dalam surat kepada pihak lain.", errors)


def check_comments(comments: Sequence[Mapping[str, Any]], blocks: int) -> None:
    """Comments name blocks that this version has. Raises RuleBroken."""
    wrong = [item["block"] for item in comments if not 0 <= item["block"] < blocks]
    if wrong:
        message = f"Versi ini tidak mempunyai bagian nomor {', '.join(str(n) for n in wrong)}."
        raise RuleBroken(message, {"comments": [message]})


def check_reviewed(newest: int, sha256: str, draft_no: int, reviewed_sha256: str) -> None:
    """Step 15: only exactly the version that was reviewed is signed. Raises Stale."""
    if draft_no != newest:
        raise Stale(
            f"Yang Anda periksa adalah versi {draft_no}, sedangkan versi terbaru adalah {newest}. "
            "Surat belum ditandatangani. Muat ulang halaman, lalu periksa versi terbaru."
        )
    if reviewed_sha256.lower() != sha256:
        raise Stale(
            "Sidik jari berkas yang Anda periksa tidak sama dengan berkas yang tersimpan. "
            "Surat belum ditandatangani. Muat ulang halaman, lalu periksa lagi."
        )


def whose_turn(chain: Sequence[str], given: Sequence[str]) -> str | None:
    """The next in the office's chain of initials; None where all have given theirs."""
    return next((username for username in chain if username not in given), None)


def check_turn(chain: Sequence[str], given: Sequence[str], username: str) -> None:
    """Initials are given in the chain's order. Raises Forbidden."""
    if whose_turn(chain, given) != username:
        raise Forbidden("Belum giliran Anda memaraf surat ini, atau Anda tidak termasuk pemaraf.")


def check_mode(mode: str, now: str) -> None:
    """A version is signed in the way for which it was frozen. Raises Stale after the office's setting changed."""
    if mode != now:
        raise Stale(
            "Cara penomoran surat di kantor ini sudah diganti sejak versi ini diajukan. Surat belum ditandatangani. "
            "Minta perbaikan, agar tim mengajukannya sekali lagi."
        )


def check_number(printed: str | None, number: str | None, until: date | None, today: date) -> None:
    """Numbers reserved: only a version that bears the letter's own, unlapsed number is signed. Raises Stale."""
    if printed is None or printed != number or until is None:
        raise Stale("Surat ini belum bernomor. Setujui dahulu, agar nomor dipesan dan dicetak.")
    if today > until:
        raise Stale(
            f"Nomor {number} yang dipesan sudah lewat batas waktunya. Surat belum ditandatangani. "
            "Setujui lagi, agar nomor baru dipesan."
        )


@dataclass(frozen=True)
class Tries:
    """Passphrases of an account: wrong ones since when, until when it may not try, and how many are being tried."""

    tries: int = 0
    since: datetime | None = None
    locked_until: datetime | None = None
    under_way: int = 0


def may_try(found: Tries, now: datetime) -> bool:
    """Whether one more may be tried now. Those under way might all be wrong, so they count as if they were.

    Raises:
        RuleBroken: the account is locked (on the field ``passphrase``).
    """
    if found.locked_until and now < found.locked_until:
        raise locked(found.locked_until)
    return _counted(found, now).tries + found.under_way < MOST_TRIES


def wrong_try(found: Tries, now: datetime) -> Tries:
    """One of those that were tried was wrong."""
    counted = _counted(found, now)
    tries, since = counted.tries + 1, counted.since if counted.tries and counted.since else now
    return Tries(tries, since, now + LOCK if tries >= MOST_TRIES else None)


def _counted(found: Tries, now: datetime) -> Tries:
    """What still counts: nothing after a quarter of an hour, nor after a lock."""
    old = found.since is None or now - found.since >= TRIES_WINDOW
    return Tries() if old or (found.locked_until and now >= found.locked_until) else found


def locked(until: datetime) -> RuleBroken:
    """What a locked account is told."""
    clock = f"{local(until):%H.%M} WITA"
    message = f"Passphrase sudah {MOST_TRIES} kali salah. Tanda tangan dikunci sampai pukul {clock}."
    return RuleBroken(message, {"passphrase": [message]})


def tries_left(found: Tries) -> int:
    """How many tries remain before the lock."""
    return max(MOST_TRIES - found.tries, 0)


def changed_by(who: str, when: datetime | None) -> Stale:
    """Somebody else has saved meanwhile."""
    at = f" pada {date_time(when)}" if when else ""
    return Stale(
        f"Konsep ini sudah disimpan oleh {who or 'orang lain'}{at}, sejak halaman Anda dibuka. "
        "Isian Anda belum tersimpan dan masih ada di bawah: bandingkan, lalu simpan lagi bila isian Anda yang benar."
    )

"""Rules of step 15, and of the initials before it: what was read is what is initialled, approved, or signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.shared.errors import Forbidden, RuleBroken, Stale


def check_comments(comments: Sequence[Mapping[str, Any]], blocks: int) -> None:
    """Comments name blocks that this version has. Raises RuleBroken."""
    wrong = [item["block"] for item in comments if not 0 <= item["block"] < blocks]
    if wrong:
        numbers = ", ".join(str(n) for n in wrong)
        raise RuleBroken.at("comments", f"Versi ini tidak mempunyai bagian nomor {numbers}.")


def check_reviewed(newest: int, sha256: str, draft_no: int, reviewed_sha256: str) -> None:
    """Step 15: only exactly the version that was reviewed is signed. Raises Stale."""
    if draft_no != newest:
        raise Stale(
            f"Yang Anda periksa adalah versi {draft_no}, sedangkan versi terbaru adalah {newest}. "
            "Surat belum ditandatangani. Muat ulang halaman, lalu periksa versi terbaru."
        )
    if reviewed_sha256.lower() != sha256:
        raise Stale(
            "Kode hash berkas yang Anda periksa tidak sama dengan berkas yang tersimpan. "
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

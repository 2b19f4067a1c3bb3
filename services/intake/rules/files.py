"""Which files a complaint may have, in which state they may be added, and who may open them."""

from __future__ import annotations

from collections.abc import Iterable

from services.intake.states import CLOSED, State
from services.shared.errors import RuleBroken, Stale

UPLOADS = {
    "id_card": "KTP",
    "evidence": "Bukti pendukung",
    "signed_form": "Formulir bertanda tangan",
    "authority": "Surat kuasa",
    "mandate": "Surat dasar mewakili",
    "withdrawal": "Pernyataan pencabutan",
    "handover": "Bukti penyerahan",
}
DRAWN = {"form_signature": "Tanda tangan pemohon pada formulir"}  # made on the pad, never brought
PAPERS = {
    "form": "Formulir pengaduan",
    "receipt": "Tanda terima",
    "incomplete_note": "Pemberitahuan kekurangan berkas",
    "handover_note": "Berita acara penyerahan",
    "invitation": "Undangan",
    "letter": "Surat untuk pemohon",
    "notice_letter": "Surat pemberitahuan kekurangan",
}
# In the folder of the service that made it, and in its dossier.
KEPT_ELSEWHERE = frozenset({"letter", "notice_letter", "invitation"})
LABELS = UPLOADS | DRAWN | PAPERS
# What shows who the applicant is, also where that is confidential.
IDENTIFYING = frozenset({"id_card", "signed_form", "authority", "mandate", "withdrawal", "handover", *DRAWN, *PAPERS})
FULL_NIK = frozenset({"id_card", "signed_form", "authority", "mandate"})  # may show the full NIK: never for other roles
TO_REVIEW = frozenset({"id_card", "evidence", "signed_form", "authority", "mandate", "form"})
_BEFORE_FORWARDING = frozenset({State.DRAFT_INTAKE, State.INTAKE_CHECK, State.AWAITING_COMPLETION})
_HANDED = frozenset({"handover", "authority"})
_AT_HANDOVER = frozenset({State.READY_FOR_HANDOVER, State.DELIVERED})


def check_addable(role: str, state: str, *, collectable: bool = False) -> None:
    """Whether a file of this role may be added in this state; ``collectable``: it ended with a letter nobody took.

    Raises:
        RuleBroken: no such role. Stale: not in this state.
    """
    if role not in UPLOADS:
        raise RuleBroken("Jenis berkas tidak dikenal.", {"role": [f"Pilih salah satu: {', '.join(UPLOADS)}."]})
    if state in CLOSED and not (collectable and role in _HANDED):
        raise Stale("Pengaduan ini sudah berakhir; berkas tidak dapat ditambah.")
    handed = role in _HANDED and state in _AT_HANDOVER | CLOSED
    if role != "withdrawal" and state not in _BEFORE_FORWARDING and not handed:
        raise Stale("Berkas pengaduan sudah diteruskan; bukti baru diserahkan lewat Kasi.")


def check_authority(relation: str, roles: Iterable[str]) -> None:
    """Step 17: who takes a letter for somebody else leaves a letter of authority, as a scan; raises RuleBroken."""
    if relation == "proxy" and "authority" not in roles:
        message = "Unggah pindaian atau foto surat kuasa penerima."
        raise RuleBroken.at("authority", message)


def check_any_addable(state: str, *, collectable: bool = False) -> None:
    """Whether some kind of file may be added in this state; raises Stale where none may."""
    for role in UPLOADS:
        try:
            return check_addable(role, state, collectable=collectable)
        except Stale as error:
            refused = error
    raise refused


def check_room(used: int, size: int, limit_mb: int) -> None:
    """Whether a file of ``size`` bytes still fits beside ``used`` bytes of the same complaint.

    Raises:
        RuleBroken: the office's limit per complaint would be passed.
    """
    free = limit_mb * 1_000_000 - used
    if size > free:
        most, left = (f"{number:,}".replace(",", ".") for number in (limit_mb, max(free, 0) // 1_000_000))
        message = (
            f"Semua berkas satu pengaduan paling banyak {most} MB; sisanya {left} MB. "
            "Kecilkan berkas ini, atau ambil kembali berkas lain yang tidak diperlukan."
        )
        raise RuleBroken("Batas ukuran berkas pengaduan terlampaui.", {"file": [message]})


def check_removable(role: str, state: str, sent_in_round: int | None) -> None:
    """Raises Stale for a paper of ours, a file that went to the section head, and after forwarding."""
    if role not in UPLOADS or sent_in_round is not None or state not in _BEFORE_FORWARDING:
        raise Stale("Berkas ini sudah diteruskan atau dibuat oleh sistem, jadi tidak dapat diambil kembali.")

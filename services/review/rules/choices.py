"""What may be chosen at which step, with the words of the screen; the office's own lists are in office.toml."""

from __future__ import annotations

from collections.abc import Iterable

from services.shared.config.partners import Partner
from services.shared.errors import RuleBroken

URGENCIES = {"biasa": "Biasa", "segera": "Segera", "sangat_segera": "Sangat segera"}
MODES = {
    "coordinate": "Koordinasi",
    "consult": "Konsultasi",
    "ask_input": "Minta masukan",
    "hand_over": "Melimpahkan",
    "input_and_hand_over": "Minta masukan dan melimpahkan",
}
HANDS_OVER = frozenset({"hand_over", "input_and_hand_over"})
WISHES = {  # what a partner is asked for, in a letter
    "coordinate": "koordinasi",
    "consult": "konsultasi",
    "ask_input": "masukan",
    "hand_over": "penanganan",
    "input_and_hand_over": "masukan dan penanganan",
}
PARTNER_STEPS = {"village": "10a", "forkopimcam": "10b", "agency": "10c"}
CHANNELS = {
    "meeting": "Rapat atau pertemuan",
    "visit": "Kunjungan lapangan",
    "letter": "Surat",
    "phone": "Telepon",
    "message": "WhatsApp/SMS",
}
WAYS_OF_TELLING = {"in_person": "Bertemu langsung", "phone": "Telepon", "message": "WhatsApp/SMS", "letter": "Surat"}
RESPONSE_LETTERS = ("tanggapan", "jawaban", "solusi", "rekomendasi")
# Letters about what is still under way: unsigned when the case ends, they ask for nothing any more.
UNDER_WAY = frozenset({"partner_request", "invitation", "invitation_off", "incomplete"})
# Steps whose letters go out while the case goes on: whoever gets one has it as soon as it is sealed.
ON_THE_WAY = frozenset({"6", "8b", "10"})
SENT_LETTER = frozenset({"signed", "registered", "handed_over"})


def went_out(step: str, progress: str) -> bool:
    """Whether a letter is one that goes out at once, and has gone."""
    return step in ON_THE_WAY and progress in SENT_LETTER


def addressee(partner: Partner) -> str:
    """Whom a letter to a partner addresses: a person by title, never the agency itself."""
    return partner.head or (partner.name if partner.kind == "village" else f"Kepala {partner.name}")


def check_known(field: str, codes: Iterable[str], known: Iterable[str]) -> None:
    """All codes are of the office's list; raises RuleBroken."""
    if not set(codes) <= set(known):
        raise RuleBroken("Pilihan tidak dikenal.", {field: ["Pilih dari daftar."]})


def check_partner(kind: str, mode: str, partner_kind: str) -> None:
    """Step 10: the partner is of the chosen kind; a case is handed over only to an agency; raises RuleBroken."""
    if partner_kind != kind:
        raise RuleBroken("Instansi tidak sesuai.", {"partner": ["Instansi ini bukan dari jenis yang dipilih."]})
    if mode in HANDS_OVER and kind != "agency":
        raise RuleBroken(
            "Pelimpahan tidak sesuai.", {"mode": ["Pelimpahan hanya kepada instansi teknis kabupaten (10c)."]}
        )

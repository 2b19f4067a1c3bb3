"""How a case ends, in words: one table for tracking, notices, the desk, the register, the archive and the statistics.

An ending is an outcome, told apart where one outcome has two causes: ``withdrawn`` is the applicant's own act or a
file that was never completed, a letter was handed over or nobody came for it. The last step of the branch says which.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from services.handoffs.outcomes import Outcome
from services.shared.phrases import phrase


class Ending(enum.StrEnum):
    """The outcomes, and what has the outcome of another but a cause of its own."""

    RESOLVED_DIRECT = "resolved_direct"
    RESOLVED = "resolved"
    TRANSFERRED = "transferred"
    REPORTED_TO_LAW = "reported_to_law"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"  # outcome ``withdrawn``: the applicant never completed the file
    UNCOLLECTED = "uncollected"  # outcome ``resolved``: the letter waited, and nobody ever came
    REFUSAL_UNCOLLECTED = "refusal_uncollected"  # outcome ``declined``: the same of the letter that says so


@dataclass(frozen=True)
class Words:
    """One ending in Indonesian.

    ``label``: for the staff, in lists, register, archive and statistics. ``headline`` and ``meaning``: on the tracking
    page, the second where nothing was written for this applicant. ``told``: the message, ``{no}`` is the case number.
    ``title``: the message's name at the desk. ``remedy``: the applicant is shown the next instance.
    """

    label: str
    headline: str
    meaning: str
    told: str
    title: str
    tone: str = "ok"
    remedy: bool = False


ENDINGS: dict[Ending, Words] = {
    Ending.RESOLVED_DIRECT: Words(
        "Selesai langsung oleh Camat",
        phrase("Selesai: Camat sudah memberi penyelesaian"),
        phrase("Camat sudah menyampaikan penyelesaiannya. Keterangan lengkap dapat ditanyakan di loket."),
        "Camat sudah memberi penyelesaian atas pengaduan {no}.",
        phrase("Diselesaikan langsung"),
    ),
    Ending.RESOLVED: Words(
        "Selesai",
        phrase("Pengaduan sudah selesai ditangani"),
        phrase("Hasilnya sudah disampaikan kepada Anda. Keterangan lengkap dapat ditanyakan di loket."),
        "Pengaduan {no} sudah selesai ditangani.",
        phrase("Selesai"),
    ),
    Ending.TRANSFERRED: Words(
        "Dilimpahkan ke instansi teknis",
        phrase("Dilimpahkan ke instansi yang berwenang"),
        phrase("Penanganan selanjutnya ada pada instansi itu. Namanya dapat ditanyakan di loket."),
        "Pengaduan {no} sudah dilimpahkan kepada instansi yang berwenang.",
        phrase("Dilimpahkan"),
    ),
    Ending.REPORTED_TO_LAW: Words(
        "Dilaporkan ke aparat penegak hukum",
        phrase("Dilaporkan ke aparat penegak hukum"),
        phrase("Penanganan selanjutnya ada pada aparat penegak hukum. Keterangan dapat ditanyakan di loket."),
        "Pengaduan {no} sudah kami laporkan kepada aparat penegak hukum.",
        phrase("Dilaporkan ke aparat"),
    ),
    Ending.DECLINED: Words(
        "Ditolak",
        phrase("Pengaduan tidak dapat ditindaklanjuti"),
        phrase("Alasannya tertulis pada surat pemberitahuan, yang dapat diambil di loket."),
        "Pengaduan {no} tidak dapat kami tindak lanjuti. Alasannya tertulis pada surat pemberitahuan. "
        "Bila tidak sependapat, Anda dapat mengadu ke Inspektorat atau Ombudsman RI.",
        phrase("Tidak dapat ditindaklanjuti"),
        "bad",
        remedy=True,
    ),
    Ending.WITHDRAWN: Words(
        "Dicabut",
        phrase("Pengaduan dicabut"),
        phrase("Pengaduan dicabut atas kehendak Anda dan tidak diproses lagi."),
        "Pencabutan pengaduan {no} sudah berlaku; pengaduan tidak diproses lagi.",
        phrase("Dicabut"),
        "mute",
    ),
    Ending.LAPSED: Words(
        "Dianggap dicabut",
        phrase("Dianggap dicabut karena berkas tidak dilengkapi"),
        phrase("Berkas tidak dilengkapi sampai batas waktunya. Anda dapat mengadu lagi di loket kapan saja."),
        "Pengaduan {no} dianggap dicabut karena berkas tidak dilengkapi sampai batas waktunya. "
        "Anda dapat mengadu lagi di loket.",
        phrase("Dianggap dicabut"),
        "mute",
    ),
    Ending.UNCOLLECTED: Words(
        "Selesai, surat tidak diambil",
        phrase("Selesai: surat jawaban belum Anda ambil"),
        phrase("Surat jawaban sudah siap, tetapi tidak diambil sampai batas waktunya. "
            "Surat itu tetap dapat diambil di loket."),
        "Pengaduan {no} ditutup karena surat jawabannya tidak diambil sampai batas waktunya. "
        "Surat itu tetap dapat diambil di loket dengan KTP.",
        phrase("Surat tidak diambil"),
        "mute",
    ),
    Ending.REFUSAL_UNCOLLECTED: Words(
        "Ditolak, surat tidak diambil",
        phrase("Pengaduan tidak dapat ditindaklanjuti; suratnya belum Anda ambil"),
        phrase("Alasannya tertulis pada surat pemberitahuan, yang tidak diambil sampai batas waktunya. "
        "Surat itu tetap dapat diambil di loket."),
        "Pengaduan {no} ditutup: tidak dapat kami tindak lanjuti, dan surat pemberitahuannya tidak diambil. "
        "Surat itu tetap dapat diambil di loket dengan KTP. "
        "Bila tidak sependapat, Anda dapat mengadu ke Inspektorat atau Ombudsman RI.",
        phrase("Surat penolakan tidak diambil"),
        "bad",
        remedy=True,
    ),
}  # fmt: skip
LABELS = {ending: words.label for ending, words in ENDINGS.items()}
# The last step of a branch that tells a cause of its own, and the outcome that such an end has.
BY_LAST_STEP = {
    "lapsed": Ending.LAPSED,
    "uncollected": Ending.UNCOLLECTED,
    "refusal_uncollected": Ending.REFUSAL_UNCOLLECTED,
}
OUTCOME_OF = {
    Ending.LAPSED: Outcome.WITHDRAWN,
    Ending.UNCOLLECTED: Outcome.RESOLVED,
    Ending.REFUSAL_UNCOLLECTED: Outcome.DECLINED,
}
NEVER_COLLECTED = {OUTCOME_OF[one]: one for one in (Ending.UNCOLLECTED, Ending.REFUSAL_UNCOLLECTED)}


def ending_of(outcome: str, branch: str = "") -> Ending:
    """The ending of a case with this outcome, by this branch, such as ``4>lapsed``."""
    return BY_LAST_STEP.get(branch.rpartition(">")[2]) or Ending(Outcome(outcome))


def words_of(outcome: str, branch: str = "") -> Words:
    """The same in words."""
    return ENDINGS[ending_of(outcome, branch)]


def was_collected(outcome: str | None, branch: str) -> bool:
    """False where the case ended with a letter that nobody came for: it can still be had."""
    return outcome is None or ending_of(outcome, branch) not in NEVER_COLLECTED.values()


def in_book(outcome: str, branch: str, summary: str) -> str:
    """The result as the register book writes it: the ending, then what came of it; a word is not said twice."""
    label = words_of(outcome, branch).label
    return summary if summary.startswith(label) else f"{label}. {summary}".strip()


def remedy_of(outcome: str, branch: str, regency: str) -> str:
    """The next instance, for whoever is not content with this ending; empty where there is nothing to contest.

    The supervisor, and the Ombudsman: UU 25/2009 article 46.
    """
    if not words_of(outcome, branch).remedy:
        return ""
    return phrase(
        "Bila tidak sependapat, Anda dapat mengadu kepada Inspektorat Daerah %(regency)s atau Ombudsman Republik "
        "Indonesia (UU 25/2009 pasal 46).",
        regency=_proper(regency),
    )


def _proper(name: str) -> str:
    """A name as it stands in a sentence, also where the office wrote it in capitals as on its letterhead."""
    return name.title() if name.isupper() else name

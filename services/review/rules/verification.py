"""Steps 6 and 7: the verification sheet, and what may go to the Camat."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from services.shared.errors import RuleBroken
from services.shared.rights.people import Role

NO = {"declined", "refused"}  # by the section head, by the Camat
SHEET = {  # step 6: the items of the verification sheet; each may carry a note
    "complete": "Berkas lengkap (diperiksa kembali)",
    "identity_clear": "Identitas pemohon jelas",
    "accurate": "Materi akurat",
    "relevant": "Materi relevan",
    "within_authority": "Dalam kewenangan kecamatan",
    "class_code": "Klasifikasi pengaduan",
    "urgency": "Sifat",
    "confidential": "Identitas dirahasiakan",
    "conflict": "Ada potensi benturan kepentingan",
}
UNCLEAR = {  # step 7: without these a case does not go to the Camat
    "complete": "Kelengkapan berkas belum dinyatakan lengkap.",
    "identity_clear": "Identitas pemohon belum dinyatakan jelas.",
    "accurate": "Materi belum dinyatakan akurat.",
    "relevant": "Materi belum dinyatakan relevan.",
}


def may_take_back(verdicts: Iterable[str], roles: Collection[Role]) -> bool:
    """Step 7, the 'no' side: the newest refusal among these results; the Camat's own is taken back by the Camat."""
    return Role.CAMAT in roles or [one for one in verdicts if one in NO][-1:] != ["refused"]


def check_verdict(ticks: Mapping[str, bool]) -> None:
    """Step 7: only a case that is clear, accurate and relevant goes to the Camat; raises RuleBroken."""
    missing = {name: [text] for name, text in UNCLEAR.items() if not ticks.get(name)}
    if missing:
        raise RuleBroken(
            "Hanya pengaduan yang lengkap, jelas identitasnya, akurat dan relevan yang dilaporkan kepada Camat. "
            "Bila tidak, minta kelengkapan atau tolak dengan alasan.",
            missing,
        )


def check_conflict_note(ticks: Mapping[str, bool], notes: Mapping[str, str]) -> None:
    """Step 6: who sees a potential conflict of interest says whose; raises RuleBroken."""
    if ticks.get("conflict") and not notes.get("conflict"):
        text = "Tulis siapa yang mungkin berbenturan kepentingan."
        raise RuleBroken(text, {"notes.conflict": [text]})

"""Rules of steps 6 to 13 as plain code: the branch, what may be ticked and decided; ``deadlines``: the clock."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from services.handoffs.outcomes import Outcome
from services.review.states import State
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.conflicts import NEXT_IN_LINE, Colleague

URGENCIES = {"biasa": "Biasa", "segera": "Segera", "sangat_segera": "Sangat segera"}
MODES = {
    "coordinate": "Koordinasi",
    "consult": "Konsultasi",
    "ask_input": "Minta masukan",
    "hand_over": "Melimpahkan",
}
PARTNER_STEPS = {"village": "10a", "forkopimcam": "10b", "agency": "10c"}
CHANNELS = {
    "meeting": "Rapat atau pertemuan",
    "visit": "Kunjungan lapangan",
    "letter": "Surat",
    "phone": "Telepon",
    "message": "Pesan singkat",
}
WAYS_OF_TELLING = {"in_person": "Bertemu langsung", "phone": "Telepon", "message": "Pesan singkat", "letter": "Surat"}
RESPONSE_LETTERS = ("tanggapan", "jawaban", "solusi", "rekomendasi")
HIDDEN_NAME = "Identitas dirahasiakan"
IDENTIFYING_ROLES = frozenset({"id_card", "signed_form", "form", "receipt", "statement", "signature"})
FILE_ROLES = {
    "coordination": "Lampiran koordinasi",
    "visit": "Foto tinjauan lokasi",
    "report": "Lampiran laporan tim",
    "minutes": "Lampiran berita acara",
    "follow_up": "Bukti tindak lanjut",
    "answer": "Jawaban mitra",
}
SHEET = {  # step 6: the items of the verification sheet; each may carry a note
    "complete": "Berkas lengkap (diperiksa kembali)",
    "identity_clear": "Identitas pemohon jelas",
    "accurate": "Materi akurat",
    "relevant": "Materi relevan",
    "within_authority": "Dalam kewenangan kecamatan",
    "class_code": "Golongan",
    "urgency": "Sifat",
    "confidential": "Identitas dirahasiakan",
    "conflict": "Ada potensi benturan kepentingan",
}
SENT_LETTER = frozenset({"signed", "registered", "handed_over"})
OUTCOMES = {
    State.CLOSED_RESOLVED_DIRECT: Outcome.RESOLVED_DIRECT,
    State.CLOSED_RESOLVED: Outcome.RESOLVED,
    State.CLOSED_TRANSFERRED: Outcome.TRANSFERRED,
    State.CLOSED_REPORTED_TO_LAW: Outcome.REPORTED_TO_LAW,
    State.CLOSED_DECLINED: Outcome.DECLINED,
    State.CLOSED_WITHDRAWN: Outcome.WITHDRAWN,
}
_TIME = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")


def check_verdict(ticks: Mapping[str, bool]) -> None:
    """Step 7: only a case that is clear, accurate and relevant goes to the Camat; raises RuleBroken."""
    words = {
        "complete": "Kelengkapan berkas belum dinyatakan lengkap.",
        "identity_clear": "Identitas pemohon belum dinyatakan jelas.",
        "accurate": "Materi belum dinyatakan akurat.",
        "relevant": "Materi belum dinyatakan relevan.",
    }
    missing = {name: [text] for name, text in words.items() if not ticks.get(name)}
    if missing:
        raise RuleBroken(
            "Hanya pengaduan yang lengkap, jelas identitasnya, akurat dan relevan yang dilaporkan kepada Camat. "
            "Bila tidak, minta kelengkapan atau tolak dengan alasan.",
            missing,
        )


def check_conflict_note(ticks: Mapping[str, Any]) -> None:
    """Step 6: who sees a potential conflict of interest says whose; raises RuleBroken."""
    if ticks.get("conflict") and not ticks.get("notes", {}).get("conflict"):
        text = "Tulis siapa yang mungkin berbenturan kepentingan."
        raise RuleBroken(text, {"notes.conflict": [text]})


def check_known(field: str, codes: Iterable[str], known: Iterable[str]) -> None:
    """All codes are of the office's list; raises RuleBroken."""
    if not set(codes) <= set(known):
        raise RuleBroken("Pilihan tidak dikenal.", {field: ["Pilih dari daftar."]})


def check_partner(kind: str, mode: str, partner_kind: str) -> None:
    """Step 10: the partner is of the chosen kind; a case is handed over only to an agency; raises RuleBroken."""
    if partner_kind != kind:
        raise RuleBroken("Mitra tidak sesuai.", {"partner": ["Mitra ini bukan dari jenis yang dipilih."]})
    if mode == "hand_over" and kind != "agency":
        raise RuleBroken(
            "Pelimpahan tidak sesuai.", {"mode": ["Pelimpahan hanya kepada instansi teknis kabupaten (10c)."]}
        )


def check_not_future(field: str, day: date, today: date) -> None:
    """Something that happened lies not in the future; raises RuleBroken."""
    if day > today:
        raise RuleBroken("Tanggal belum tiba.", {field: ["Tanggal ini belum tiba."]})


def check_not_past(field: str, day: date, today: date) -> None:
    """Something that is planned does not lie in the past; raises RuleBroken."""
    if day < today:
        raise RuleBroken("Tanggal sudah lewat.", {field: ["Tanggal ini sudah lewat."]})


def told_moment(given: datetime | None, received_at: datetime, now: datetime) -> datetime:
    """When the applicant was told: ``now`` where nothing was given; raises RuleBroken outside of the case's life.

    People write minutes: the minute in which the case was received is within its life.
    """
    told = given or now
    if told > now:
        raise RuleBroken("Waktu belum tiba.", {"told_at": ["Waktu penyampaian belum tiba."]})
    if told < received_at.replace(second=0, microsecond=0):
        raise RuleBroken("Waktu tidak cocok.", {"told_at": ["Waktu penyampaian mendahului penerimaan pengaduan."]})
    return told


def meeting_time(text: str) -> str:
    """A time of the day as ``08.30``; raises RuleBroken."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise RuleBroken("Waktu tidak terbaca.", {"time": ["Tulis jam seperti 08.30."]})
    return f"{int(match[1]):02d}.{match[2]}"


def add_step(path: Sequence[str], step: str) -> list[str]:
    """The way of the case through the procedure with one step more; coordinations stand together (``10a+10b``)."""
    if step.startswith("10") and path and path[-1].startswith("10"):
        return [*path[:-1], "+".join(sorted({*path[-1].split("+"), step}))]
    return [*path, step]


def branch(path: Iterable[str]) -> str:
    """The way of the case as the register book writes it, such as ``8b>8c>10a+10b>12b``."""
    return ">".join(path) or "-"


def address_line(address: str, village: str) -> str:
    """An address with its village once, also where the applicant wrote the village down already."""
    named = address.rstrip(" .").lower().endswith(f"desa {village}".lower())
    return address if named else f"{address}, Desa {village}"


def canonical(content: Mapping[str, Any]) -> str:
    """Canonical JSON of a report: sorted keys, no spaces, so that the same content gives the same hash."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def same_person(one: str, other: str) -> bool:
    """Whether two names are the same but for case, spaces and academic titles after a comma."""
    return name_key(one) == name_key(other) != ""


class Barring(Protocol):
    """What decides whether a person may have a part in a case."""

    conflicted: list[str]
    cleared: list[str]
    stood_in: list[str]
    official_key: str


def barred(case: Barring, username: str, name: str) -> bool:
    """Conflict of interest: marked, or a namesake of the reported official whom nobody has cleared."""
    namesake = case.official_key != "" and name_key(name) == case.official_key and username not in case.cleared
    return namesake or username in case.conflicted


def left_out(case: Barring, staff: Iterable[Colleague]) -> list[str]:
    """The colleagues who have no part in this case and hear nothing of it, as usernames."""
    return sorted(one.username for one in staff if barred(case, one.username, one.name))


def stand_ins(barred_roles: Iterable[str]) -> list[str]:
    """The roles for which the next in line acts; raises RuleBroken where nobody is left."""
    roles = sorted(set(barred_roles) & set(NEXT_IN_LINE))
    if len(roles) == len(NEXT_IN_LINE):
        text = (
            "Tidak ada lagi yang dapat memeriksa pengaduan ini. Minta administrator menunjuk pejabat pelaksana dahulu."
        )
        raise RuleBroken(text, {"usernames": [text]})
    return roles


def name_key(name: str) -> str:
    """A name by which people are compared: small letters, without titles after a comma; empty where there is none."""
    return re.sub(r"[^a-z]+", " ", name.split(",", maxsplit=1)[0].lower()).strip()


def today(now: datetime) -> date:
    """The day on the office's wall clock."""
    return clock.local(now).date()

"""How a case may end, and the stages it passes: the vocabulary that the services share."""

from __future__ import annotations

import enum
from collections.abc import Iterable


class Outcome(enum.StrEnum):
    """The ends of a case (office-rules.md 8)."""

    RESOLVED_DIRECT = "resolved_direct"  # 8a
    RESOLVED = "resolved"  # 12a, 12b
    TRANSFERRED = "transferred"  # 12c
    REPORTED_TO_LAW = "reported_to_law"  # 12d
    DECLINED = "declined"  # 7, the 'no' side
    WITHDRAWN = "withdrawn"  # by the applicant, or lapsed


class Stage(enum.StrEnum):
    """Where a forwarded case is, as review tells it to the front desk."""

    VERIFICATION = "verification"  # 6-7
    CAMAT = "camat"  # 8
    MEETING = "meeting"  # 8b
    TEAM = "team"  # 10-11
    DECISION = "decision"  # 12
    LETTER = "letter"  # 14-16
    FOLLOW_UP = "follow_up"  # 13


STAGE_LABELS = {
    Stage.VERIFICATION: "Verifikasi oleh kepala seksi",
    Stage.CAMAT: "Dipelajari Camat",
    Stage.MEETING: "Tatap muka dengan Camat",
    Stage.TEAM: "Ditangani Tim Pengaduan",
    Stage.DECISION: "Menunggu keputusan Camat",
    Stage.LETTER: "Surat disiapkan",
    Stage.FOLLOW_UP: "Tindak lanjut Tim Pengaduan",
}


class MeetingKind(enum.StrEnum):
    """What people are invited to."""

    FACE_TO_FACE = "face_to_face"  # 8b: the Camat and the applicant
    MEDIATION = "mediation"  # both sides, witnesses, officials


class MeetingResult(enum.StrEnum):
    """What came of a meeting; an agreement is not compulsory."""

    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    CONTINUED = "continued"


_STEP_WORDS = {
    "6-return": "dikembalikan untuk dilengkapi",
    "7-no": "ditolak",
    "8a": "diselesaikan langsung oleh Camat",
    "8b": "tatap muka dengan Camat",
    "8c": "disposisi kepada Tim",
    "10a": "koordinasi dengan pemerintahan setempat dan tokoh",
    "10b": "koordinasi dengan Forkopimcam",
    "10c": "koordinasi dengan instansi kabupaten",
    "12a": "dijawab lisan",
    "12b": "dijawab dengan surat",
    "12c": "dilimpahkan ke instansi teknis",
    "12d": "dilaporkan kepada penegak hukum",
    "withdrawn": "dicabut oleh pemohon",
    "lapsed": "dianggap dicabut karena berkas tidak dilengkapi",
    "uncollected": "surat tidak diambil",
    "refusal_uncollected": "surat penolakan tidak diambil",
}


def way(path: Iterable[str]) -> str:
    """The way of the case in words, for people: ``Tatap muka dengan Camat, lalu disposisi kepada Tim (8b, 8c)``."""
    steps = [one.split("+") for one in path]
    words = ", lalu ".join(" dan ".join(_STEP_WORDS.get(one, one) for one in together) for together in steps)
    codes = ", ".join(one for together in steps for one in together if one[0].isdigit() and "-" not in one)
    return f"{words[:1].upper()}{words[1:]}{f' ({codes})' if codes else ''}"


def way_of(branch: str) -> str:
    """The same for a branch as messages and the register book write it, such as ``8b>8c>10a+10b>12b``; or ``-``."""
    return way(branch.split(">")) if branch.strip("-") else "-"

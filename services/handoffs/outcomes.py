"""How a case may end, and the stages it passes: the vocabulary that the services share."""

from __future__ import annotations

import enum


class Outcome(enum.StrEnum):
    """The ends of a case (office-rules.md 8)."""

    RESOLVED_DIRECT = "resolved_direct"  # 8a
    RESOLVED = "resolved"  # 12a, 12b
    TRANSFERRED = "transferred"  # 12c
    REPORTED_TO_LAW = "reported_to_law"  # 12d
    DECLINED = "declined"  # 7, the 'no' side
    WITHDRAWN = "withdrawn"  # by the applicant, or lapsed


OUTCOME_LABELS = {
    Outcome.RESOLVED_DIRECT: "Selesai langsung oleh Camat",
    Outcome.RESOLVED: "Selesai",
    Outcome.TRANSFERRED: "Dilimpahkan ke instansi teknis",
    Outcome.REPORTED_TO_LAW: "Dilaporkan ke aparat penegak hukum",
    Outcome.DECLINED: "Ditolak",
    Outcome.WITHDRAWN: "Dicabut",
}


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
    Stage.VERIFICATION: "Verifikasi oleh Kasi Pelayanan Umum",
    Stage.CAMAT: "Dipelajari Camat",
    Stage.MEETING: "Tatap muka dengan Camat",
    Stage.TEAM: "Ditangani Tim Pengaduan",
    Stage.DECISION: "Menunggu keputusan Camat",
    Stage.LETTER: "Surat disiapkan",
    Stage.FOLLOW_UP: "Tindak lanjut Tim Pengaduan",
}

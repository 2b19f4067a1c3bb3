"""Step 10 on paper: the letter of request to a partner."""

from __future__ import annotations

from services.review.papers.parts import notice, of_official
from services.review.tables import Case, Coordination
from services.shared.calendar import clock
from services.shared.config.office import Office


def request(office: Office, case: Case, row: Coordination) -> bytes:
    """Step 10: the letter of request to a partner; number and signature are set by hand. It names no applicant."""
    wishes = {"coordinate": "koordinasi", "consult": "konsultasi", "ask_input": "masukan", "hand_over": "penanganan"}
    until = f" paling lambat {clock.long_date(row.due_on)}" if row.due_on else ""
    return notice(
        office,
        case,
        row.at,
        recipient={"name": row.partner_name, "place": "Tempat"},
        numbered=True,
        subject=f"Permohonan {wishes[row.mode]}",
        paragraphs=[
            f"Sehubungan dengan pengaduan masyarakat nomor {case.case_no} perihal “{case.title}” yang kami terima pada "
            f"{clock.long_date(case.received_at)} dan sedang ditangani Tim Pengaduan {office.name}, dengan ini kami "
            f"mohon {wishes[row.mode]} Saudara mengenai hal berikut:",
            row.note or f"{case.title}, di {case.place}.",
        ],
        fields=[],
        closing=[
            f"Jawaban mohon kami terima{until} melalui alamat kantor kami.",
            "Demikian permohonan ini, atas kerja sama Saudara diucapkan terima kasih.",
        ],
        signature=of_official(office.official("camat")),
    )

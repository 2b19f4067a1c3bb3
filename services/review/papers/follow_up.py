"""Steps 8a and 13 on paper: what the applicant was told."""

from __future__ import annotations

from services.review.papers.parts import complaint_rows, field_rows, passage, plain, sheet
from services.review.rules.choices import WAYS_OF_TELLING
from services.review.rules.enclosing import line_of
from services.review.tables import Case, Decision, FollowUp
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.paper.numbers import CLOSING_OF_MINUTES, opening_of_minutes


def follow_up(office: Office, case: Case, row: FollowUp, decision: Decision | None, solution: str = "") -> bytes:
    """Steps 8a and 13: the record of what the applicant was told; of 8a also the ``solution`` in the office's words."""
    role = "Camat" if row.step == "8a" else "Tim Pengaduan"
    rows = [
        *complaint_rows(office, case, named=True)[:4],
        ["Keputusan Camat", _decision_words(decision)],
        ["Disampaikan pada", clock.date_time(row.told_at)],
        ["Kepada", row.told_to],
        ["Cara", WAYS_OF_TELLING[row.told_how]],
    ]
    if row.reference:
        on = f", {clock.long_date(row.reference_on)}" if row.reference_on else ""
        rows.append(["Nomor rujukan", f"{row.reference}{on}"])
    signature = {"title": [f"{role},"], "name": row.by_name, "rank": "", "nip": ""}
    own = [passage("Penyelesaian menurut catatan Camat", solution)] if solution else []
    sent = decision.enclosed if decision else []
    own += [passage("Berkas yang ikut dikirim (SHA-256)", "\n".join(map(line_of, sent)))] if sent else []
    parts = [
        plain(opening_of_minutes(clock.local(row.told_at).date())),
        field_rows([["Nama", row.by_name], ["Jabatan", role]]),
        plain(f"menerangkan bahwa tanggapan atas pengaduan nomor {case.case_no} telah disampaikan sebagai berikut."),
        field_rows(rows),
        *own,
        passage("Isi yang disampaikan", row.summary),
        plain(CLOSING_OF_MINUTES),
    ]
    number = f"BA-{row.step}/{case.case_no}"
    return sheet(office, case, "BERITA ACARA PENYAMPAIAN TANGGAPAN", parts, row.at, [signature], number=number)


def _decision_words(decision: Decision | None) -> str:
    """The decision in words."""
    if decision is None:
        return "Penyelesaian langsung oleh Camat"
    words = {"12c": "Dilimpahkan kepada", "12d": "Dilaporkan kepada"}
    return f"{words[decision.step]} {decision.partner_name}".strip()

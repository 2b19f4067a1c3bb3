"""Printed sheets of review: what stands on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.review import rules
from services.review.papers.parts import (
    complaint_rows,
    completeness,
    coordination_row,
    decision_words,
    field_rows,
    lay_out,
    notice,
    passage,
    ruled,
    sheet,
    shown_name,
    signer,
    tick_boxes,
)
from services.review.tables import (
    Case,
    Coordination,
    Decision,
    Disposition,
    FollowUp,
    Meeting,
    Report,
    Verification,
    Visit,
)
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.paper.picture import svg_of_image

TICKS = tuple(item for item in rules.SHEET if item not in {"class_code", "urgency"})
VERDICTS = {
    "reported": "Memenuhi syarat; dilaporkan kepada Camat",
    "declined": "Ditolak",
    "returned": "Dikembalikan untuk dilengkapi",
}


def verification(office: Office, case: Case, row: Verification) -> bytes:
    """Steps 6-7: the section head's verification sheet, with the note on each item."""
    known = office.classes.get(row.class_code)
    parts = [
        field_rows(complaint_rows(office, case, named=True)),
        ruled(
            "Kelengkapan berkas",
            ["Persyaratan", "Hasil", "Catatan"],
            [[line["label"], completeness(line["verdict"]), line["note"]] for line in case.completeness],
        ),
        tick_boxes(
            "Hasil pencermatan",
            [
                (label, getattr(row, item), row.notes.get(item, ""))
                for item, label in rules.SHEET.items()
                if item in TICKS
            ],
        ),
        passage("Analisa" if row.result == "reported" else "Alasan", row.analysis),
        field_rows(
            [
                ["Golongan", _noted(row, "class_code", known.label if known else "-")],
                ["Sifat", _noted(row, "urgency", rules.URGENCIES.get(row.urgency, row.urgency))],
                ["Kesimpulan", VERDICTS[row.result]],
            ]
        ),
    ]
    return sheet(
        office,
        case,
        "LEMBAR VERIFIKASI PENGADUAN",
        parts,
        row.at,
        [signer(office, "section_head", row.by_name, row.acting)],
    )


def _noted(row: Verification, item: str, text: str) -> str:
    note = row.notes.get(item, "")
    return f"{text} ({note})" if note else text


def disposition(office: Office, case: Case, row: Disposition) -> bytes:
    """Step 8c: the disposition sheet (lembar disposisi) in the office's layout."""
    data = {
        "from": shown_name(case, named=False),
        "village": f"Desa {case.village}",
        "number": case.case_no,
        "received": clock.long_date(case.received_at),
        "subject": case.title,
        "urgencies": [[label, code == row.urgency] for code, label in rules.URGENCIES.items()],
        "secret": case.confidential,
        "members": row.member_names,
        "instructions": [[label, code in row.instructions] for code, label in office.instructions.items()],
        "remark": row.note,
        "due": clock.long_date(row.due),
        "dated": f"{office.office.place}, {clock.long_date(row.at)}",
        "signature": signer(office, "camat", row.by_name, row.acting),
    }
    return lay_out("disposition.typ", office, case, data, row.at)


def invitation(office: Office, case: Case, row: Meeting) -> bytes:
    """Step 8b: the invitation to a talk face to face."""
    held = row.held_on
    return notice(
        office,
        case,
        row.at,
        subject="Undangan tatap muka",
        paragraphs=[
            f"Sehubungan dengan pengaduan Saudara nomor {case.case_no} perihal “{case.title}” yang kami terima pada "
            f"{clock.long_date(case.received_at)}, dengan ini kami mengundang Saudara untuk bertatap muka pada:",
        ],
        fields=[
            ["Hari, tanggal", f"{clock.DAYS[held.weekday()]}, {clock.long_date(held)}"],
            ["Waktu", f"{row.clock_time} WITA"],
            ["Tempat", row.place],
            ["Keperluan", row.note or "Konfirmasi isi pengaduan"],
        ],
        closing=[
            "Mohon membawa KTP dan bukti yang mendukung. Bila berhalangan, mohon memberi tahu petugas layanan.",
            "Demikian undangan ini, atas kehadiran Saudara diucapkan terima kasih.",
        ],
        signature=signer(office, "camat", row.by_name, row.acting),
    )


def refusal(office: Office, case: Case, row: Verification) -> bytes:
    """Step 7, the 'no' side: the notice that the complaint is declined, with its reason."""
    return notice(
        office,
        case,
        row.at,
        subject="Pemberitahuan pengaduan tidak dapat ditindaklanjuti",
        paragraphs=[
            f"Pengaduan Saudara nomor {case.case_no} perihal “{case.title}” yang kami terima pada "
            f"{clock.long_date(case.received_at)} telah kami verifikasi. Dengan menyesal kami beritahukan bahwa "
            "pengaduan tersebut tidak dapat kami tindak lanjuti, dengan alasan:",
            row.analysis,
        ],
        fields=[],
        closing=[
            "Saudara dapat mengajukan pengaduan baru bila ada bukti atau keterangan baru, pada hari kerja di loket "
            "pelayanan kami.",
            "Demikian pemberitahuan ini, atas perhatian Saudara diucapkan terima kasih.",
        ],
        signature=signer(office, "section_head", row.by_name, row.acting),
    )


def request(office: Office, case: Case, row: Coordination) -> bytes:
    """Step 10: the letter of request to a partner; number and signature are set by hand. It names no applicant."""
    wishes = {"coordinate": "koordinasi", "consult": "konsultasi", "ask_input": "masukan", "hand_over": "penanganan"}
    until = f" paling lambat {clock.long_date(row.due_on)}" if row.due_on else ""
    camat = office.official("camat")
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
        signature={"title": [f"{camat.title.upper()},"], "name": camat.name, "rank": camat.rank, "nip": camat.nip},
    )


def minutes(office: Office, case: Case, row: Meeting, camat: dict[str, Any], drawn: Mapping[str, bytes]) -> bytes:
    """Step 8b: the minutes of the talk (berita acara); a signature that was not drawn is set by hand."""
    held = f"{clock.DAYS[row.held_on.weekday()]}, {clock.long_date(row.held_on)}, pukul {row.clock_time} WITA"
    parts = [
        field_rows([["Hari, tanggal", held], ["Tempat", row.place], *complaint_rows(office, case, named=True)[:4]]),
        passage("Peserta", row.participants or ""),
        passage("Pokok pembicaraan", row.statements or ""),
        passage("Kesepakatan", row.agreement or ""),
    ]
    applicant = {"title": ["Pemohon,"], "name": case.applicant_name, "rank": "", "nip": ""}
    marks = {who: {"mark": svg_of_image(picture)} for who, picture in drawn.items()}
    signatures = [applicant | marks.get("applicant", {}), camat | marks.get("camat", {})]
    return sheet(office, case, "BERITA ACARA TATAP MUKA", parts, row.recorded_at or row.at, signatures)


def report(
    office: Office,
    case: Case,
    row: Report,
    coordinations: Sequence[Coordination],
    team: Sequence[str],
    visits: Sequence[Visit],
) -> bytes:
    """Step 11: the team report to the Camat."""
    parts = [
        field_rows([*complaint_rows(office, case, named=False), ["Tim", ", ".join(team)]]),
        passage("Analisa", row.analysis),
        passage("Data dan fakta", row.facts),
        ruled(
            "Koordinasi yang dilaksanakan",
            ["Tanggal", "Mitra", "Bentuk", "Hasil"],
            [coordination_row(item) for item in coordinations],
        ),
        ruled(
            "Tinjauan lokasi",
            ["Temuan", "Tanggal", "Tempat"],
            [[item.findings, clock.short_date(item.visited_on), item.place] for item in visits],
        ),
        passage("Hasil koordinasi", row.results or "Tidak ada koordinasi."),
        passage("Rekomendasi", row.recommendation),
    ]
    note = f"Sidik jari laporan (SHA-256): {row.sha256}"
    title = "LAPORAN TIM PENGADUAN KECAMATAN"
    signature = {"title": ["Tim Pengaduan,"], "name": row.by_name, "rank": "", "nip": ""}
    return sheet(office, case, title, parts, row.at, [signature], note=note)


def follow_up(office: Office, case: Case, row: FollowUp, decision: Decision | None) -> bytes:
    """Steps 8a and 13: the record of what the applicant was told."""
    rows = [
        *complaint_rows(office, case, named=True)[:4],
        ["Keputusan Camat", decision_words(decision)],
        ["Disampaikan pada", clock.date_time(row.told_at)],
        ["Kepada", row.told_to],
        ["Cara", rules.WAYS_OF_TELLING[row.told_how]],
    ]
    if row.reference:
        rows.append(["Nomor rujukan", row.reference])
    role = "Camat" if row.step == "8a" else "Tim Pengaduan"
    signature = {"title": [f"{role},"], "name": row.by_name, "rank": "", "nip": ""}
    parts = [field_rows(rows), passage("Isi yang disampaikan", row.summary)]
    return sheet(office, case, "CATATAN PENYAMPAIAN KEPADA PEMOHON", parts, row.at, [signature])

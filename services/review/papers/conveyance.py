"""Steps 12a and 13 on paper: the berita acara of what the applicant was told, which the applicant may sign."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.review.papers.parts import lay_out
from services.review.rules.choices import WAYS_OF_TELLING
from services.review.tables import Case, FollowUp
from services.shared.calendar import clock
from services.shared.config import naming
from services.shared.config.office import Office
from services.shared.paper.numbers import day_in_words
from services.shared.paper.picture import svg_of_image

TITLE = "BERITA ACARA PENYAMPAIAN TANGGAPAN"
CLOSING = "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya."


def conveyance(office: Office, case: Case, row: FollowUp, by: dict[str, Any], drawn: bytes | None) -> bytes:
    """The record in the form of a berita acara; ``by`` is who told it, ``drawn`` the applicant's signature, if any."""
    data = {
        "title": TITLE,
        "number": f"BA-{row.step}/{case.case_no}",
        "opening": opening(row.told_at),
        "parties": [_office_party(by), _applicant_party(case, row)],
        "parts": [{"text": _act(case, row)}, {"title": "Isi yang disampaikan", "text": row.summary}, *_end(row, drawn)],
        "signatures": [*_applicant_signs(case, row, drawn), by | {"title": ["PIHAK PERTAMA", *by["title"]]}],
        "dated": f"{office.office.place}, {clock.long_date(row.told_at)}",
    }
    return lay_out("record.typ", office, case, data, row.at)


def opening(at: datetime) -> str:
    """*Pada hari ini …*, with day, month and year in words and the date in figures."""
    day = clock.local(at).date()
    return f"Pada hari ini, {day_in_words(day)} ({day:%d-%m-%Y}), kami yang bertanda tangan di bawah ini:"


def _office_party(by: dict[str, Any]) -> dict[str, Any]:
    title = " ".join(by["title"]).rstrip(",")
    return {"rows": [["Nama", by["name"]], ["Jabatan", title]], "called": "PIHAK PERTAMA"}


def _applicant_party(case: Case, row: FollowUp) -> dict[str, Any]:
    rows = [["Nama", case.applicant_name], ["Alamat", f"{case.address}, {naming.village(case.village)}"]]
    other = [["Diterima oleh", row.told_to]] if row.told_to != "Pemohon" else []
    return {"rows": [*rows, *other, ["Selaku", "Pemohon"]], "called": "PIHAK KEDUA"}


def _act(case: Case, row: FollowUp) -> str:
    how = WAYS_OF_TELLING[row.told_how].lower()
    return (
        f"PIHAK PERTAMA telah menyampaikan kepada PIHAK KEDUA tanggapan Camat atas pengaduan nomor {case.case_no} "
        f"perihal “{case.title}”, pada {clock.date_time(row.told_at)}, dengan cara: {how}."
    )


def _end(row: FollowUp, drawn: bytes | None) -> list[dict[str, str]]:
    unsigned = "Disampaikan tanpa tatap muka, sehingga PIHAK KEDUA tidak menandatangani berita acara ini."
    return [{"text": CLOSING}] if drawn or row.told_how == "in_person" else [{"text": unsigned}, {"text": CLOSING}]


def _applicant_signs(case: Case, row: FollowUp, drawn: bytes | None) -> list[dict[str, Any]]:
    """The applicant's place: with what was drawn, or empty to be signed by hand where they met."""
    if not drawn and row.told_how != "in_person":
        return []
    block = {"title": ["PIHAK KEDUA", "Pemohon,"], "name": case.applicant_name, "rank": "", "nip": ""}
    return [block | ({"mark": svg_of_image(drawn)} if drawn else {})]

"""Steps 8a, 12a and 13 on paper: the berita acara of what the applicant was told, which the applicant may sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.review.papers.parts import lay_out
from services.review.rules.choices import WAYS_OF_TELLING
from services.review.rules.telling import went
from services.review.tables import Case, Decision, FollowUp, Letter
from services.shared.calendar import clock
from services.shared.config import naming
from services.shared.config.office import Office
from services.shared.paper.numbers import CLOSING_OF_MINUTES, opening_of_minutes
from services.shared.paper.picture import svg_of_image
from services.shared.rights.conflicts import same_person

TITLE = "BERITA ACARA PENYAMPAIAN TANGGAPAN"
WENT = frozenset({"12c", "12d"})


def conveyance(
    office: Office,
    case: Case,
    row: FollowUp,
    by: dict[str, Any],
    drawn: bytes | None,
    decision: Decision | None = None,
    letter: Letter | None = None,
) -> bytes:
    """The record in the form of a berita acara; ``by`` is who told it, ``drawn`` the applicant's signature, if any.

    ``decision``: of 12c and 12d, where the case went and what went along, with which ``letter``. The office's own
    words of a decision stand elsewhere: this paper is the applicant's, too.
    """
    told = {"title": "Isi yang disampaikan", "text": row.summary}
    data = {
        "title": TITLE,
        "number": f"BA-{row.step}/{case.case_no}",
        "opening": opening(row.told_at),
        "parties": [_office_party(by), _applicant_party(case, row)],
        "parts": [{"text": _act(case, row)}, *_went(row, decision, letter), told, *_end(row, drawn)],
        "signatures": [*_applicant_signs(case, row, drawn), by | {"title": ["PIHAK PERTAMA", *by["title"]]}],
        "dated": f"{office.office.place}, {clock.long_date(row.told_at)}",
    }
    return lay_out("record.typ", office, case, data, row.at)


def opening(at: datetime) -> str:
    """*Pada hari ini …*, with day, month and year in words and the date in figures."""
    return opening_of_minutes(clock.local(at).date())


def _office_party(by: dict[str, Any]) -> dict[str, Any]:
    title = " ".join(by["title"]).rstrip(",")
    return {"rows": [["Nama", by["name"]], ["Jabatan", title]], "called": "PIHAK PERTAMA"}


def _applicant_party(case: Case, row: FollowUp) -> dict[str, Any]:
    rows = [["Nama", case.applicant_name], ["Alamat", f"{case.address}, {naming.village(case.village)}"]]
    other = [["Diterima oleh", row.told_to]] if not _himself(case, row) else []
    return {"rows": [*rows, *other, ["Selaku", "Pemohon"]], "called": "PIHAK KEDUA"}


def _himself(case: Case, row: FollowUp) -> bool:
    return row.told_to == "Pemohon" or same_person(row.told_to, case.applicant_name)


def _act(case: Case, row: FollowUp) -> str:
    how = WAYS_OF_TELLING[row.told_how].lower()
    return (
        f"PIHAK PERTAMA telah menyampaikan kepada PIHAK KEDUA tanggapan Camat atas pengaduan nomor {case.case_no} "
        f"perihal “{case.title}”, pada {clock.date_time(row.told_at)}, dengan cara: {how}."
    )


def _went(row: FollowUp, decision: Decision | None, letter: Letter | None) -> list[dict[str, Any]]:
    """12c and 12d: where the case went, with number and date, and the files that went along."""
    if decision is None or decision.step not in WENT:
        return []
    where = went(decision.step, decision.partner_name, row.reference, row.reference_on, letter)
    parts: list[dict[str, Any]] = [{"text": where.replace("Pengaduan Anda", "Pengaduan", 1)}]
    return parts + ([listing("Berkas yang ikut dikirim", decision.enclosed)] if decision.enclosed else [])


def listing(title: str, files: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A part: files with size and hash, each with its path where it has one."""
    rows = [
        [str(n), one["name"] + (f"\n{one['path']}" if "path" in one else ""), f"{one['size']:,}", one["sha256"]]
        for n, one in enumerate(files, 1)
    ]
    rows = [[n, name, size.replace(",", "."), digest] for n, name, size, digest in rows]
    return {"title": title, "head": ["No", "Berkas", "Ukuran (B)", "SHA-256"], "rows": rows}


def _end(row: FollowUp, drawn: bytes | None) -> list[dict[str, str]]:
    unsigned = "Disampaikan tanpa tatap muka, sehingga PIHAK KEDUA tidak menandatangani berita acara ini."
    apart = [] if drawn or row.told_how == "in_person" else [{"text": unsigned}]
    return [*apart, {"text": CLOSING_OF_MINUTES}]


def _applicant_signs(case: Case, row: FollowUp, drawn: bytes | None) -> list[dict[str, Any]]:
    """The applicant's place: with what was drawn, or empty to be signed by hand where they met."""
    if not drawn and row.told_how != "in_person":
        return []
    block = {"title": ["PIHAK KEDUA", "Pemohon,"], "name": case.applicant_name, "rank": "", "nip": ""}
    return [block | ({"mark": svg_of_image(drawn)} if drawn else {})]

"""A row of the spreadsheet of running paper cases, checked as a form would be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from marshmallow import Schema, ValidationError

from services.intake.rules.first_day import check_nik, check_received
from services.shared.config import zone
from services.shared.config.office import Office
from services.shared.fields import day, person_name, telephone, text


class PaperCaseSchema(Schema):
    """One running paper case. Village and kind are the office's own words; they are looked up by ``read_case``."""

    paper_no = text("Nomor di buku kertas", 40)
    received_on = day("Diterima tanggal")
    taken_by = person_name("Diterima oleh")
    name = person_name("Nama pemohon")
    nik = text("NIK", 40, optional=True)
    phone = telephone("Telepon")
    village = text("Wilayah tempat tinggal", 120)
    address = text("Alamat", 300, 3)
    title = text("Perihal", 150, 5)
    category = text("Jenis pengaduan", 120)
    story = text("Uraian", 8000, 10)


def read_case(given: dict[str, str], office: Office, now: datetime) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """One row as a case with the office's codes, and what is wrong with it, by field."""
    try:
        case = PaperCaseSchema().load(given)
    except ValidationError as error:
        return {"paper_no": given["paper_no"]}, dict(error.normalized_messages())
    received = datetime.combine(case.pop("received_on"), time(8), zone.of_office())
    category = _code(office.categories, case["category"])
    checked = {"received_on": check_received(received, now), "nik": check_nik(case["nik"])}
    if category is None:
        checked["category"] = [f"Tidak dikenal. Salah satu dari: {', '.join(office.categories.values())}."]
    code = _code(office.villages, case["village"]) or "other"
    case |= {"category": category or "", "received_at": received.isoformat()}
    case |= {"village": code, "village_other": case["village"] if code == "other" else ""}
    return case, {name: words for name, words in checked.items() if words}


def _code(names: Mapping[str, str], typed: str) -> str | None:
    """The office's code of a name that was typed, in whatever case."""
    return {name.lower(): code for code, name in names.items()}.get(typed.lower())

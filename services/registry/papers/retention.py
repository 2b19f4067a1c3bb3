"""Destruction of archives on paper: the list that is proposed, and the minutes once it is done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from services.registry.papers.base import sheet, signatory
from services.registry.queries.retention import WholeList
from services.registry.rules.retention import PERMITTED_BY
from services.registry.tables import Destruction, DestructionItem
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.paper.numbers import CLOSING_OF_MINUTES, opening_of_minutes

WITNESSES = ("Saksi dari unit hukum,", "Saksi dari inspektorat,")


def proposal(office: Office, found: WholeList, now: datetime) -> bytes:
    """The list of archives proposed for destruction (daftar usul musnah)."""
    return _destruction(office, found, now, "DAFTAR ARSIP USUL MUSNAH", f"Nomor {found.row.no}", final=False)


def minutes(office: Office, found: WholeList, now: datetime) -> bytes:
    """The minutes of a destruction (berita acara), with the list of what was destroyed."""
    number = f"NOMOR: {found.row.minutes_no}"
    return _destruction(office, found, now, "BERITA ACARA PEMUSNAHAN ARSIP", number, final=True)


def _destruction(office: Office, found: WholeList, now: datetime, title: str, number: str, *, final: bool) -> bytes:
    row = found.row
    return sheet(
        "destruction",
        office,
        now,
        10.5,
        title=title,
        number=number,
        opening=opening_of_minutes(clock.local(now).date(), f", bertempat di {office.name}") if final else "",
        act=_act(found) if final else "",
        closing=CLOSING_OF_MINUTES,
        items=[_item(number, item, found.paper) for number, item in enumerate(found.items, 1)],
        approvals=[f"{a.name} ({a.role}), {clock.date_time(a.at)}" for a in found.approvals],
        submitted=f"{row.submitted_by_name}, {clock.date_time(row.submitted_at)}" if row.submitted_at else "",
        witnesses=[[title, name] for title, name in zip(WITNESSES, row.witnesses, strict=False)],
        committee=[f"{one['name']}, {one['position']}" for one in row.committee],
        appraised=clock.long_date(row.appraised_on) if row.appraised_on else "",
        permit=permit(row),
        camat=signatory(office.official("camat")),
        final=final,
    )


def permit(row: Destruction) -> str:
    """The written approval as it is cited; empty where there is none yet."""
    if not row.permit_no or row.permit_on is None:
        return ""
    return f"{PERMITTED_BY[row.permit_by]}, nomor {row.permit_no}, tanggal {clock.long_date(row.permit_on)}"


def _item(number: int, item: DestructionItem, paper: Mapping[str, str]) -> list[str]:
    kept = paper.get(item.case_no, "")
    described = f"{item.description}\nDokumen kertas: {kept}" if kept else item.description
    until = clock.short_date(item.inactive_until)
    return [
        str(number), item.archive_no, item.classification, described, item.period, str(item.files), until
    ]  # fmt: skip


def _act(found: WholeList) -> str:
    return (
        f"telah memusnahkan {len(found.items)} berkas arsip dari daftar usul musnah nomor {found.row.no} yang jangka "
        "simpannya telah berakhir menurut Jadwal Retensi Arsip, dengan menghapus seluruh berkas elektroniknya secara "
        "permanen beserta data pribadi di dalamnya. Yang tersisa hanya nomor, tanggal, dan kode hash berkas."
    )

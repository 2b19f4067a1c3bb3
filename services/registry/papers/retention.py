"""Destruction of archives on paper: the list that is proposed, and the minutes once it is done."""

from __future__ import annotations

from datetime import datetime

from services.registry.papers.base import sheet, signatory
from services.registry.queries.retention import WholeList
from services.registry.tables import DestructionItem
from services.shared.calendar import clock
from services.shared.config.office import Office


def proposal(office: Office, found: WholeList, now: datetime) -> bytes:
    """The list of archives proposed for destruction (daftar usul musnah)."""
    return _destruction(office, found, now, "DAFTAR ARSIP USUL MUSNAH", f"Nomor {found.row.no}", final=False)


def minutes(office: Office, found: WholeList, now: datetime) -> bytes:
    """The minutes of a destruction (berita acara), with the list of what was destroyed."""
    number = f"Nomor {found.row.minutes_no}"
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
        opening=_opening(office, found, now) if final else "",
        items=[_item(number, item) for number, item in enumerate(found.items, 1)],
        approvals=[f"{a.name} ({a.role}), {clock.date_time(a.at)}" for a in found.approvals],
        submitted=f"{row.submitted_by_name}, {clock.date_time(row.submitted_at)}" if row.submitted_at else "",
        witnesses=list(row.witnesses),
        camat=signatory(office.official("camat")),
        final=final,
    )


def _item(number: int, item: DestructionItem) -> list[str]:
    until = clock.short_date(item.inactive_until)
    return [
        str(number), item.archive_no, item.classification, item.description, item.period, str(item.files), until
    ]  # fmt: skip


def _opening(office: Office, found: WholeList, now: datetime) -> str:
    day = clock.local(now)
    return (
        f"Pada hari {clock.DAYS[day.weekday()]}, tanggal {clock.long_date(now)}, bertempat di {office.name}, "
        f"telah dimusnahkan {len(found.items)} berkas arsip dari daftar usul musnah nomor {found.row.no} yang jangka "
        "simpannya telah berakhir menurut Jadwal Retensi Arsip, dengan menghapus seluruh berkas elektroniknya secara "
        "permanen beserta data pribadi di dalamnya. Yang tersisa hanya nomor, tanggal, dan kode hash berkas."
    )

"""Whose data a breach touched, and which: what the office has to tell them and the authority within 3 x 24 hours.

UU 27/2022 Pasal 46 asks for: which data, when and how they got out, and what is done about it. The first is found here:
from the looks that every service notes (``shared/audit/access_log.py``), from lists that were downloaded, or from all
that a service holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from deploy.installation import STAFF, Installation
from services.handoffs.contract import SERVICES
from services.intake.tables import Complaint
from services.letters.tables import Letter
from services.registry.tables import ArchiveCase
from services.registry.tables import Letter as RegisteredLetter
from services.review.tables import Case
from services.shared.audit import access_log
from services.shared.audit.trail import audit
from services.shared.calendar import clock

HOLDS = {
    "intake": "nama, NIK, alamat, nomor HP, e-mail, jenis kelamin, tanggal lahir, isi pengaduan, KTP dan bukti",
    "review": "nama, NIK tersamar, alamat, nomor HP, isi pengaduan, KTP dan bukti, hasil penanganan",
    "letters": "nama, isi surat",
    "registry": "nama, surat, buku register, seluruh berkas yang diarsipkan",
}
SEEN = {
    "case": "nama, NIK tersamar, alamat, nomor HP, isi pengaduan", "masked": "isi pengaduan tanpa identitas",
    "nik": "NIK lengkap", "file": "berkas (KTP atau bukti)", "letter": "nama, isi surat", "archive": "berkas arsip",
    "copy": "salinan lengkap data pribadi", "access_log": "nomor pengaduan",
}  # fmt: skip
TAKEN = ("export", "export_trail", "download_package", "export_case", "search_nik")  # verbs by which much goes at once
_NUMBERS: dict[str, Any] = {
    "intake": Complaint.case_no, "review": Case.case_no, "letters": Letter.case_no, "registry": ArchiveCase.case_no,
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """When, and where or through whom. ``whole``: all that the services held (a stolen copy)."""

    first: datetime
    last: datetime
    services: tuple[str, ...] = SERVICES
    account: str = ""
    whole: bool = False


@dataclass
class Report:
    """Affected cases with the data and the accounts, and downloads whose lists have to be looked through by hand."""

    cases: dict[str, tuple[set[str], set[str]]] = field(default_factory=dict)
    downloads: list[str] = field(default_factory=list)

    def add(self, case_no: str, data: str, who: str) -> None:
        """Data of this case were, or may have been, seen by this account."""
        known = self.cases.setdefault(case_no, (set(), set()))
        known[0].add(data)
        known[1].add(who)


def report(office: Installation, asked: Asked) -> Report:
    """Whose data were touched; says in the staff's trail that it was asked."""
    found = Report()
    if asked.whole:
        for service in asked.services:
            for number in _held(office, service, asked.last):
                found.add(number, HOLDS[service], "–")
    else:
        for row in _looks(office, asked):
            found.add(row.subject, SEEN.get(row.what, row.what), row.actor)
        for service in asked.services:
            found.downloads += _downloads(office, service, asked)
    _note(office, asked, found)
    return found


def _looks(office: Installation, asked: Asked) -> Iterable[Any]:
    with office.database(STAFF) as staff, staff.transaction() as session:
        rows = access_log.between(session, asked.first, asked.last, actor=asked.account or None)
    return [row for row in rows if row.service in asked.services]


def _held(office: Installation, service: str, until: datetime) -> list[str]:
    wanted = select(_NUMBERS[service]).distinct()
    if service == "intake":
        wanted = wanted.where(Complaint.received_at < until)
    with office.database(service) as database, database.transaction() as session:
        numbers = set(session.execute(wanted).scalars())
        if service == "registry":
            numbers |= set(session.execute(select(RegisteredLetter.case_no)).scalars())
    return sorted(numbers)


def _downloads(office: Installation, service: str, asked: Asked) -> list[str]:
    """Lists and packages that were taken, with the filter: what was in them is asked for again by the same filter."""
    wanted = select(audit).where(audit.c.at >= asked.first, audit.c.at < asked.last, audit.c.verb.in_(TAKEN))
    if asked.account:
        wanted = wanted.where(audit.c.actor == asked.account)
    with office.database(service) as database, database.transaction() as session:
        rows = session.execute(wanted.order_by(audit.c.position)).all()
    return [f"{clock.date_time(r.at)} {service} {r.actor}: {r.note} ({r.subject}) {r.details or ''}" for r in rows]


def _note(office: Installation, asked: Asked, found: Report) -> None:
    details = {"services": list(asked.services), "account": asked.account, "whole": asked.whole,
               "from": asked.first.isoformat(), "to": asked.last.isoformat(), "cases": len(found.cases)}  # fmt: skip
    office.note("breach_report", "breach", "Laporan kebocoran data dibuat", **details)

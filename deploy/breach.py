"""Whose data a breach touched, and which: what the office has to tell them and the authority within 3 x 24 hours.

UU 27/2022 Pasal 46 asks for: which data, when and how they got out, and what is done about it. The first is found here:
from the looks that every service notes (``shared/audit/access_log.py``), from lists that were downloaded, or from all
that a service holds.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from deploy.installation import STAFF, Installation
from services.handoffs.contract import SERVICES
from services.intake.notices.recipients import address_of
from services.intake.rules.notices import NOTICE_CHANNELS
from services.intake.tables import Applicant, Complaint
from services.letters.tables import Letter
from services.registry.tables import ArchiveCase
from services.registry.tables import Letter as RegisteredLetter
from services.review.tables import Case
from services.shared.audit import access_log
from services.shared.audit.trail import audit
from services.shared.calendar import clock
from services.shared.encryption.erasing import ERASED
from services.shared.encryption.vault import Vault
from services.shared.web.sheets import harmless

HOLDS = {
    "intake": "nama, NIK, alamat, nomor HP, surel, jenis kelamin, tanggal lahir, isi pengaduan, KTP dan bukti",
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
COLUMNS = ("Nomor pengaduan", "Nama", "Dirahasiakan", "Saluran", "Alamat kabar", "Alamat rumah", "Data", "Oleh")
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


def write(office: Installation, found: Report, folder: Path) -> tuple[Path, Path]:
    """The people as CSV, and the draft of the notice; readable by their owner only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    people, letter = folder / "terdampak.csv", folder / "pemberitahuan.txt"
    with _private(people) as text:
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow(COLUMNS)
        writer.writerows(_people(office, found))
    with _private(letter) as text:
        text.write(_draft(office, found))
    return people, letter


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


def _people(office: Installation, found: Report) -> Iterator[list[str]]:
    settings = office.settings("intake")
    vault = Vault(settings.field_keys, settings.index_key)
    with office.database("intake") as database, database.transaction() as session:
        rows = session.execute(select(Applicant).where(Applicant.case_no.in_(found.cases))).scalars()
        known = {row.case_no: row for row in rows}
    for number, (data, accounts) in sorted(found.cases.items()):
        person = known.get(number)
        words, by = "; ".join(sorted(data)), ", ".join(sorted(accounts))
        if person is None:
            yield [number, "(formulir belum diserahkan)", "", "", "", "", words, by]
        elif person.name == ERASED:
            yield [number, ERASED, "", "", "", "", words, by]
        else:
            hidden, channel = "ya" if person.confidential else "", NOTICE_CHANNELS.get(person.notice_channel, "")
            reach = address_of(vault, person) or ""  # a telephone number keeps its plus
            yield [number, harmless(person.name), hidden, channel, reach, harmless(person.address), words, by]


def _draft(office: Installation, found: Report) -> str:
    from services.shared.config import office as facts

    name = facts.load(office.settings("intake").office_file).name
    kinds = sorted({word for data, _ in found.cases.values() for word in data})
    listed = "".join(f"  - {kind}\n" for kind in kinds) or "  - tidak ada yang tercatat\n"
    taken = "".join(f"  - {line}\n" for line in found.downloads) or "  - tidak ada\n"
    return f"""PEMBERITAHUAN KEGAGALAN PELINDUNGAN DATA PRIBADI (UU 27/2022 Pasal 46)
Kepada subjek data dan lembaga, paling lambat 3 x 24 jam sejak diketahui. Lengkapi yang bertanda [...].

{name} memberitahukan bahwa pada [waktu] terjadi [bagaimana]. Diketahui pada [waktu].
Jumlah pengaduan yang terdampak: {len(found.cases)} (daftar orang dan cara menghubunginya: terdampak.csv).
Data pribadi yang terungkap:
{listed}Upaya penanganan dan pemulihan: [apa yang sudah dan akan dilakukan].
Yang dapat Anda lakukan: [misalnya waspada terhadap orang yang mengaku petugas]. Pertanyaan: loket kantor ini.

Untuk diperiksa dengan tangan: daftar atau paket yang diunduh pada waktu itu (isinya tidak tercatat baris demi baris)
{taken}"""


def _note(office: Installation, asked: Asked, found: Report) -> None:
    details = {"services": list(asked.services), "account": asked.account, "whole": asked.whole,
               "from": asked.first.isoformat(), "to": asked.last.isoformat(), "cases": len(found.cases)}  # fmt: skip
    office.note("breach_report", "breach", "Laporan kebocoran data dibuat", **details)


def _private(file: Path) -> Any:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    return os.fdopen(handle, "w", encoding="utf-8-sig" if file.suffix == ".csv" else "utf-8", newline="")

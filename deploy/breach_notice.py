"""What is told after a breach: the people concerned as a list, and the draft of the notice (UU 27/2022 Pasal 46)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from deploy.breach import Report
from deploy.installation import Installation
from services.intake.notices.recipients import address_of
from services.intake.rules.notices import NOTICE_CHANNELS
from services.intake.tables import Applicant, Represented
from services.shared.encryption.erasing import ERASED
from services.shared.encryption.vault import Vault
from services.shared.storage import private_file
from services.shared.web.delimited import harmless

COLUMNS = ("Nomor pengaduan", "Nama", "Dirahasiakan", "Saluran", "Alamat kabar", "Alamat rumah", "Data", "Oleh")
THROUGH = "lewat pemohon yang mewakili"
DRAFT = """\
PEMBERITAHUAN KEGAGALAN PELINDUNGAN DATA PRIBADI (UU 27/2022 Pasal 46)
Kepada subjek data dan lembaga, paling lambat 3 x 24 jam sejak diketahui. Lengkapi yang bertanda [...].

{name} memberitahukan bahwa pada [waktu] terjadi [bagaimana]. Diketahui pada [waktu].
Jumlah pengaduan yang terdampak: {cases} (daftar orang dan cara menghubunginya: terdampak.csv).
Data pribadi yang terungkap:
{listed}Upaya penanganan dan pemulihan: [apa yang sudah dan akan dilakukan].
Yang dapat Anda lakukan: [misalnya waspada terhadap orang yang mengaku petugas]. Pertanyaan: loket kantor ini.

Untuk diperiksa dengan tangan: daftar atau paket yang diunduh pada waktu itu (isinya tidak tercatat baris demi baris)
{taken}"""


def write(office: Installation, found: Report, folder: Path) -> tuple[Path, Path]:
    """The people as CSV, and the draft of the notice; readable by their owner only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    people, letter = folder / "terdampak.csv", folder / "pemberitahuan.txt"
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_people(office, found))
    private_file.write(people, text.getvalue().encode("utf-8-sig"))
    private_file.write(letter, _draft(office, found))
    return people, letter


def _people(office: Installation, found: Report) -> Iterator[list[str]]:
    settings = office.settings("intake")
    vault = Vault(settings.field_keys, settings.index_key)
    with office.database("intake") as database, database.transaction() as session:
        rows = session.execute(select(Applicant).where(Applicant.case_no.in_(found.cases))).scalars()
        known = {row.case_no: row for row in rows}
        others = session.execute(select(Represented).where(Represented.case_no.in_(found.cases))).scalars()
        represented = {row.case_no: row for row in others}
    for number, (data, accounts) in sorted(found.cases.items()):
        for person in _reached(vault, known.get(number), represented.get(number)):
            yield [number, *person, "; ".join(sorted(data)), ", ".join(sorted(accounts))]


def _reached(vault: Vault, person: Applicant | None, other: Represented | None) -> Iterator[list[str]]:
    """Of a case's people: name, whether it is hidden, by what and where they are reached, home."""
    if person is None or person.name == ERASED:
        yield [ERASED if person else "(formulir belum diserahkan)", "", "", "", ""]
        return
    hidden, channel = "ya" if person.confidential else "", NOTICE_CHANNELS.get(person.notice_channel, "")
    reach = address_of(vault, person) or ""  # a telephone number keeps its plus
    yield [harmless(person.name), hidden, channel, reach, harmless(person.address)]
    if other:  # has no channel of the own
        yield [harmless(other.name), hidden, THROUGH, reach, harmless(other.address or person.address)]


def _draft(office: Installation, found: Report) -> str:
    kinds = sorted({word for data, _ in found.cases.values() for word in data})
    return DRAFT.format(
        name=office.facts.name,
        cases=len(found.cases),
        listed="".join(f"  - {kind}\n" for kind in kinds) or "  - tidak ada yang tercatat\n",
        taken="".join(f"  - {line}\n" for line in found.downloads) or "  - tidak ada\n",
    )

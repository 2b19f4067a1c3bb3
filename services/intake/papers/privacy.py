"""The notice of what happens to the applicant's data (UU 27/2022): one text for the desk's form and for paper.

It informs; it asks no consent: the office acts in the exercise of its public task.
"""

from __future__ import annotations

from services.shared.config.office import Office

NOTICE = {
    "Untuk apa": "Data Anda dipakai untuk memeriksa, menangani dan menjawab pengaduan ini, tidak untuk hal lain.",
    "Dasarnya": "Pelaksanaan tugas pelayanan publik (UU 27/2022 Pasal 20 ayat (2) huruf e); bukan persetujuan.",
    "Siapa melihatnya": "Petugas Layanan, Kasi dan Camat; tim dan petugas registrasi sejauh tugasnya. NIK disimpan "
    "terenkripsi. Nama Anda disebut kepada pihak lain hanya bila perlu, dan tidak bila Anda minta dirahasiakan.",
    "Berapa lama": "Sampai masa simpan arsip habis (paling lama {years} tahun sesudah selesai), lalu dimusnahkan atau "
    "diserahkan ke lembaga kearsipan.",
    "Hak Anda": "Bertanya siapa melihat data Anda, meminta salinan dan perbaikan, dan mencabut pengaduan, di loket ini "
    "atau lewat {phone}, {email}.",
}


def notice(office: Office) -> list[tuple[str, str]]:
    """(heading, sentence) in the order in which they are read."""
    years = max(row.active_years + row.inactive_years for row in office.retention.values())
    known = {"years": years, "phone": office.office.phone, "email": office.office.email}
    return [(head, words.format(**known)) for head, words in NOTICE.items()]

"""A package of evidence (12d) as it leaves: locked with a passphrase, checked without a server. Memory stays flat."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import IO

from flask import Response

from services.review.actions.evidence_taking import Packet
from services.shared.encryption.parcel import parcel
from services.shared.errors import Missing, Stale
from services.shared.storage.object_store import CHUNK, Damaged, ObjectStore, StoredObject
from services.shared.storage.zipped import zipped
from services.shared.unit_of_work import Service
from services.shared.web.files import send_made
from services.shared.web.names import safe_name

CHANGED = "Berkas di penyimpanan bukan lagi yang diterima. Jangan diserahkan; hubungi administrator."
LIST, LOCKED, KEY = "manifest-sha256.txt", "bukti.zip.age", "kunci.age"
README = """\
CARA MEMBUKA DAN MEMERIKSA PAKET BUKTI

Dari: {office}. Berita acara: {number}.
Semua langkah tanpa server dan tanpa jaringan.

1. Membuka. Program age (satu berkas, untuk Windows, Linux, macOS): https://age-encryption.org
   Kata sandi disampaikan kantor secara terpisah. Di folder berisi berkas-berkas ini:
   age --decrypt -i {key} -o bukti.zip {locked}
   Lalu ekstrak bukti.zip.
2. Memeriksa bahwa tidak ada yang berubah, di folder hasil ekstraksi:
   Linux atau macOS:      sha256sum -c {list}
   Windows (PowerShell):  Get-FileHash -Algorithm SHA256 NAMA-BERKAS
   Setiap kode hash harus sama dengan {list} dan dengan berita acara.
3. Memeriksa bahwa daftar itu bersegel kantor, setelah sertifikat akar kantor
   diminta sendiri ke kantor (kantor.pem), tidak diambil dari paket ini:
   openssl cms -verify -binary -inform DER -in {list}.p7s \\
     -content {list} -CAfile kantor.pem -purpose any -out /dev/null
   Kode hash sertifikat segel (SHA-256), untuk dibandingkan dengan keterangan kantor:
   {seal}
"""
PURPOSE = "Tujuan segel: paket bukti untuk penegak hukum (12d)"
FOR = f"""\
   Untuk apa segel itu dibubuhkan tertulis di dalamnya:
   openssl asn1parse -inform DER -in {{list}}.p7s | grep "Tujuan segel"
   harus menyebut: {PURPOSE}
"""


def sent(service: Service, packet: Packet) -> Response:
    """The package, locked, as a download. Raises Stale where the store changed or lost a file."""
    row = packet.row
    try:
        made = parcel(zipped(_inside(service.store, packet)), packet.passphrase, service.settings.spool_dir)
    except (Damaged, Missing) as error:
        raise Stale(CHANGED) from error
    words = {"office": service.office.name, "number": row.number, "seal": row.certificate}
    says = README + (FOR if PURPOSE.encode() in base64.b64decode(row.seal) else "")  # one from before says none
    readme = says.format(**words, key=KEY, locked=LOCKED, list=LIST).encode()
    outer = [_whole("BACA-DAHULU.txt", readme), _whole(KEY, made.key), (LOCKED, made.size, _pieces(made.locked))]
    return send_made(zipped(outer), safe_name(f"serah-terima-{row.number.replace('/', '-')}.zip"), "application/zip")


def _inside(store: ObjectStore, packet: Packet) -> Iterator[tuple[str, int, Iterator[bytes]]]:
    for path, file in packet.files:
        yield path, file.size, _checked(store, file)
    yield _whole(LIST, packet.row.manifest.encode())
    yield _whole(f"{LIST}.p7s", base64.b64decode(packet.row.seal))


def _checked(store: ObjectStore, file: StoredObject) -> Iterator[bytes]:
    """The bytes of a file; raises Damaged at their end where they are not those that were received."""
    digest = hashlib.sha256()
    for piece in store.stream(file.bucket, file.key) if file.size else ():
        digest.update(piece)
        yield piece
    if digest.hexdigest() != file.sha256:
        raise Damaged(f"{file.bucket}/{file.key}")


def _whole(name: str, data: bytes) -> tuple[str, int, Iterator[bytes]]:
    return name, len(data), iter([data])


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(CHUNK):
            yield piece

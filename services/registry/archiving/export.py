"""A package on its way out: the edition for its reader, for a court with covering sheet and a manifest. Streamed.

The package is read from the store piece by piece and its files are written on at once: neither memory nor disk grows
with the size of a case.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from services.registry.archiving.reader import WHOLE, Edition
from services.registry.archiving.tags import EXPORTED
from services.shared.storage.object_store import CHUNK, ObjectStore, StoredObject
from services.shared.storage.zipped import zipped

_AT_ONCE = 4 * CHUNK  # bytes asked of the store at a time
Seal = Callable[[bytes], bytes]
README = """\
CARA MEMERIKSA BERKAS INI

1. Linux atau macOS, di folder hasil ekstraksi:   sha256sum -c manifest-sha256.txt
   Windows (PowerShell):                          Get-FileHash -Algorithm SHA256 NAMA-BERKAS
   Setiap kode hash harus sama dengan yang tertulis di manifest-sha256.txt.
   Langkah ini hanya menunjukkan bahwa berkas-berkas ini cocok satu sama lain.
2. Bahwa berkas ini dari {office}: dengan aplikasi Sigap, tanpa server,
   sigap archive verify BERKAS-INI.zip --keys FOLDER-KUNCI-KANTOR
   Folder kunci (trust.json) diminta sendiri ke kantor, tidak pernah diambil dari paket ini.
   Dengan OpenSSL, setelah sertifikat akar kantor diterima sebagai kantor.pem:
   openssl cms -verify -binary -inform DER -in manifest-sha256.txt.p7s \\
     -content manifest-sha256.txt -CAfile kantor.pem -purpose any -out /dev/null
   Kode hash sertifikat segel (SHA-256), untuk dibandingkan dengan keterangan kantor:
   {seal}
   Untuk apa segel itu dibubuhkan tertulis di dalamnya:
   openssl asn1parse -inform DER -in manifest-sha256.txt.p7s | grep "Tujuan segel"
   harus menyebut: {purpose}
3. Folder {root} adalah paket arsip BagIt (RFC 8493) dengan segel kantornya sendiri
   (sealed-sha512.txt.p7s); alat BagIt mana pun dapat memeriksa isinya.
4. Surat pengantar dan surat-surat (PDF) bersegel kantor; surat dapat diperiksa di {check}.
"""


class StoreFile(io.RawIOBase):
    """An object in the store as a seekable file, read by ranges."""

    def __init__(self, store: ObjectStore, ref: StoredObject) -> None:
        self._store, self._ref, self._at = store, ref, 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be sought in."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a position."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._ref.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer from the present position."""
        wanted = min(len(buffer), self._ref.size - self._at)
        if wanted <= 0:
            return 0
        data = b"".join(self._store.stream(self._ref.bucket, self._ref.key, self._at, wanted))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def open_package(store: ObjectStore, package: StoredObject) -> zipfile.ZipFile:
    """The package in the store, read by ranges. Raises Missing, Unavailable."""
    return zipfile.ZipFile(io.BufferedReader(StoreFile(store, package), _AT_ONCE))


def export(
    source: zipfile.ZipFile, papers: Mapping[str, bytes], edition: Edition = WHOLE, *, seal: Seal | None = None
) -> Iterator[bytes]:
    """The zip, piece by piece: ``papers`` first, then the files of the edition, last the manifest of all, sealed.

    Without ``seal`` there is no such manifest: a package by itself has its own.

    Raises:
        zipfile.BadZipFile: a file of the package is damaged; the zip then ends without its list and opens nowhere.
    """
    with source:
        yield from zipped(_entries(source, papers, edition, seal))


def _entries(
    source: zipfile.ZipFile, papers: Mapping[str, bytes], edition: Edition, seal: Seal | None
) -> Iterator[tuple[str, int, Iterable[bytes]]]:
    """Name, size and pieces of each file; the manifest is made when all before it have gone."""
    digests = list[tuple[str, Any]]()
    for name, data in {**papers, **edition.anew}.items():
        digests.append((name, hashlib.sha256(data)))
        yield name, len(data), [data]
    for entry in source.infolist():
        if entry.filename in edition.without or entry.filename in edition.anew:
            continue
        digest = hashlib.sha256()
        digests.append((entry.filename, digest))
        yield entry.filename, entry.file_size, _pieces(source, entry, digest)
    if seal:
        listed = "".join(f"{digest.hexdigest()}  {name}\n" for name, digest in digests).encode()
        for name, data in ((EXPORTED, listed), (f"{EXPORTED}.p7s", seal(listed))):
            yield name, len(data), [data]


def _pieces(source: zipfile.ZipFile, entry: zipfile.ZipInfo, digest: Any) -> Iterator[bytes]:
    with source.open(entry) as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            yield chunk

"""What a file is, by its own bytes: an allow-list. The name and what the browser says never decide.

The containers are looked into (``sniffing``), because there the same first bytes stand for allowed and refused types
alike; so are documents, because what acts by itself when it is opened is refused, whatever carries it.
"""

from __future__ import annotations

from typing import IO

from services.shared.errors import RuleBroken
from services.shared.files.sniffing import containers, iso, ole, texts
from services.shared.files.sniffing.refusals import MAIL, OPEN_IT, PRINT_MAIL, NotAccepted, refusal, refused
from services.shared.files.sniffing.zips import ZIP, directory, office
from services.shared.web.names import safe_name

HEAD = 16 * 1024
TEXT = "text/plain"
PDF = "application/pdf"
_OPEN_XML, _ODF = "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument."
ALLOWED = {
    "image/jpeg": "Foto JPEG",
    "image/png": "Gambar PNG",
    "image/webp": "Gambar WebP",
    "image/heic": "Foto HEIC",
    "image/avif": "Foto AVIF",
    "image/tiff": "Gambar TIFF",
    "image/bmp": "Gambar BMP",
    "image/jp2": "Gambar JPEG 2000",
    "image/gif": "Gambar GIF",
    "video/mp4": "Video MP4",
    "video/quicktime": "Video MOV",
    "video/3gpp": "Video 3GP",
    "video/webm": "Video WebM",
    "video/x-matroska": "Video MKV",
    "video/x-msvideo": "Video AVI",
    "video/x-ms-wmv": "Video WMV",
    "video/mpeg": "Video MPEG",
    "video/mp2t": "Video TS",
    "video/ogg": "Video OGV",
    "audio/mpeg": "Suara MP3",
    "audio/mp4": "Suara M4A",
    "audio/3gpp": "Suara 3GP",
    "audio/ogg": "Suara OGG",
    "audio/webm": "Suara WebM",
    "audio/x-matroska": "Suara MKA",
    "audio/wav": "Suara WAV",
    "audio/aac": "Suara AAC",
    "audio/flac": "Suara FLAC",
    "audio/amr": "Suara AMR",
    "audio/x-caf": "Suara CAF",
    "audio/x-ms-wma": "Suara WMA",
    PDF: "Dokumen PDF",
    f"{_OPEN_XML}wordprocessingml.document": "Dokumen Word",
    f"{_OPEN_XML}spreadsheetml.sheet": "Lembar Excel",
    f"{_OPEN_XML}presentationml.presentation": "Paparan PowerPoint",
    f"{_ODF}text": "Dokumen OpenDocument",
    f"{_ODF}spreadsheet": "Lembar OpenDocument",
    f"{_ODF}presentation": "Paparan OpenDocument",
    "application/msword": "Dokumen Word lama (DOC)",
    "application/vnd.ms-excel": "Lembar Excel lama (XLS)",
    "application/vnd.ms-powerpoint": "Paparan PowerPoint lama (PPT)",
    TEXT: "Teks",
}


def named(name: str) -> str:
    """A file's name, made safe; raises RuleBroken where nothing is left of it."""
    known = safe_name(name, "")
    if not known:
        raise RuleBroken("Berkas tanpa nama.", {"file": ["Berkas ini tidak bernama."]})
    return known


def empty() -> RuleBroken:
    """What is said of a file of no bytes."""
    return RuleBroken("Berkas kosong.", {"file": ["Berkas ini kosong (0 byte). Pilih berkas yang lain."]})


def sniff(source: IO[bytes]) -> str:
    """The content type of a seekable file, which is rewound.

    Raises:
        RuleBroken: an empty file. NotAccepted: a type outside the allow-list, or something that acts when opened.
    """
    source.seek(0)
    head = source.read(HEAD)
    if not head:
        raise empty()
    kind = _kind(head, source)
    if kind is None:
        raise refusal(head)
    if not head.startswith(ZIP) and directory(source) is not None:
        raise refused(f"{ALLOWED[kind]} yang menyembunyikan arsip ZIP", OPEN_IT)
    source.seek(0)
    return kind


def glance(head: bytes) -> None:
    """Refuse by the first bytes what cannot become anything that we keep; a document is seen only when it is whole.

    Raises:
        NotAccepted.
    """
    if not head.startswith((ZIP, ole.MAGIC)) and _kind(head, None) is None:
        raise refusal(head)


def _kind(head: bytes, source: IO[bytes] | None) -> str | None:
    if head.startswith(ZIP):
        return office(source) if source else None
    if head.startswith(ole.MAGIC):
        return ole.kind(source) if source else None
    if texts.is_pdf(head):
        return PDF
    return iso.kind(head, source) or containers.kind(head) or _text(head)


def _text(head: bytes) -> str | None:
    text = texts.decoded(head)
    if text is not None and texts.is_mail(text):
        raise refused(MAIL, PRINT_MAIL)
    return None if text is None or texts.is_page(text) else TEXT


__all__ = ["ALLOWED", "HEAD", "PDF", "TEXT", "NotAccepted", "glance", "sniff"]

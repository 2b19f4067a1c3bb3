"""Serves stored bytes to people: Range for players, safe names, and never an active type inline."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO
from urllib.parse import quote

from flask import Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from services.shared.errors import Forbidden, RuleBroken
from services.shared.phrases import phrase
from services.shared.storage.object_store import ObjectStore, StoredObject
from services.shared.verbs import Given
from services.shared.web.names import leaving_name, safe_name

PDF = "application/pdf"
INLINE = {
    "image/jpeg", "image/png", "image/webp", "image/gif", "image/avif", "image/bmp", "application/pdf",
    "audio/mpeg", "audio/mp4", "audio/ogg", "audio/webm", "audio/wav", "audio/x-wav", "audio/flac", "audio/aac",
    "video/mp4", "video/webm", "video/ogg", "video/quicktime",
}  # fmt: skip
# A PDF gets no sandbox: the browser's own viewer does not start in one. It runs no script of the document.
CSP = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
INFECTED = "Berkas ini dikarantina karena mengandung malware, jadi tidak dapat dibuka. Berkasnya tetap disimpan."
_RANGE = re.compile(r"bytes=([0-9]*)-([0-9]*)")
_DIGITS = 18  # of an offset; one of more lies behind every file


def send_object(store: ObjectStore, ref: StoredObject, name: str, *, download: bool = False) -> Response:
    """Stream an object; honours one Range. Active types (HTML, SVG, office files) are always downloads.

    Raises:
        Forbidden: it is malware. Missing: it is gone. Unavailable: the store does not answer.
        416 for a range outside the file.
    """
    if store.is_quarantined(ref.sha256):
        raise Forbidden(INFECTED)
    inline = not download and ref.content_type in INLINE
    start, end = _range(request.headers.get("Range"), ref.size)
    body = store.stream(ref.bucket, ref.key, start, end - start + 1) if ref.size else iter([b""])
    partial = _asks_part(request.headers.get("Range")) and ref.size > 0
    response = Response(body, status=206 if partial else 200)
    response.content_type = ref.content_type if inline else "application/octet-stream"
    response.content_length = end - start + 1 if ref.size else 0
    if partial:
        response.headers["Content-Range"] = f"bytes {start}-{end}/{ref.size}"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Disposition"] = _saved_as(
        "inline" if inline else "attachment", leaving_name(name, ref.content_type)
    )
    response.headers["Content-Security-Policy"] = CSP if ref.content_type == "application/pdf" else f"{CSP}; sandbox"
    response.headers["Cache-Control"] = "private, max-age=300"
    response.headers["ETag"] = f'"{ref.sha256}"'
    return response


def send_made(content: bytes | Iterable[bytes], name: str, kind: str = PDF) -> Response:
    """A file that was made just now, whole or in pieces: a PDF is shown, anything else is a download."""
    place = "inline" if kind == PDF else "attachment"
    return Response(content, content_type=kind, headers={"Content-Disposition": f'{place}; filename="{name}"'})


@dataclass(frozen=True)
class GivenFile:
    """A file that came with a form: its name, made safe, what the sender calls its type, and its bytes."""

    field: str
    name: str
    declared: str
    stream: IO[bytes]

    def read(self, most: int) -> bytes:
        """All bytes of a small file; raises RuleBroken, at its field, where there are more than ``most``."""
        data = self.stream.read(most + 1)
        if len(data) <= most:
            return data
        message = phrase("Berkas melebihi %(size)s MB. Perkecil berkas ini.", size=most // 1024 // 1024)
        raise RuleBroken(message, {self.field: [message]})


def given_file(asked: Given) -> GivenFile | list[GivenFile] | None:
    """The file of this request's form that a verb asks for (a list where it takes many), None where it needs none.

    Raises:
        RuleBroken, at its field: none was chosen, or it is empty.
    """
    found = _sent(asked)
    if asked.required and not (found and found[0].stream.read(1)):
        raise RuleBroken(phrase("Berkas belum dipilih."), {asked.field: [phrase("Pilih berkas.")]})
    for file in found:
        file.stream.seek(0)
    return found if asked.many else found[0] if found else None


def _sent(asked: Given) -> list[GivenFile]:
    return [
        GivenFile(asked.field, safe_name(file.filename or ""), file.mimetype, file.stream)
        for field in (asked.field, *asked.also)
        for file in request.files.getlist(field)
        if file.filename
    ]


def _asks_part(header: str | None) -> bool:
    """Whether one part is asked for in a way that we know; anything else is answered by the whole (RFC 9110, 14.2)."""
    match = _RANGE.fullmatch((header or "").replace(" ", ""))
    return match is not None and any(match.groups())


def _offset(digits: str) -> int:
    """An offset in a file, as far as there are such files: nobody makes us count in numbers of thousands of digits."""
    return int(digits) if len(digits) <= _DIGITS else 10**_DIGITS


def _range(header: str | None, size: int) -> tuple[int, int]:
    last = max(size - 1, 0)
    match = _RANGE.fullmatch((header or "").replace(" ", ""))
    if match is None or size == 0:
        return 0, last
    first_text, last_text = match.groups()
    if first_text == "":
        return (max(size - _offset(last_text), 0), last) if last_text else (0, last)
    first = _offset(first_text)
    if first > last or (last_text and _offset(last_text) < first):
        raise RequestedRangeNotSatisfiable(length=size)
    return first, min(_offset(last_text), last) if last_text else last


def _saved_as(kind: str, name: str) -> str:
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().replace('"', "") or "berkas"
    return f"{kind}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name)}"

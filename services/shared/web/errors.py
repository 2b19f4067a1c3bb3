"""The one place that turns errors into answers: 422 with messages per field, 404, 409, 403, 413, 500, 503."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from marshmallow import ValidationError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException

from services.shared.errors import Refused, RuleBroken, Unavailable
from services.shared.observability import correlation
from services.shared.phrases import phrase
from services.shared.rights.people import Actor
from services.shared.storage.room import FULL, Full, is_full
from services.shared.web import csrf
from services.shared.web.access import is_upload, wants_json
from services.shared.web.navigation import home

log = logging.getLogger(__name__)

TITLES = {
    400: phrase("Permintaan tidak dapat dibaca"),
    401: phrase("Perlu masuk dahulu"),
    403: phrase("Tidak berwenang"),
    404: phrase("Tidak ditemukan"),
    405: phrase("Halaman tidak dapat dibuka dengan cara ini"),
    406: phrase("Bentuk jawaban itu tidak ada"),
    409: phrase("Data sudah berubah"),
    412: phrase("Versi protokol tidak cocok"),
    413: phrase("Berkas terlalu besar"),
    415: phrase("Jenis isi tidak didukung"),
    416: phrase("Bagian berkas itu tidak ada"),
    422: phrase("Isian belum benar"),
    423: phrase("Sedang dipakai"),
    429: phrase("Terlalu sering mencoba"),
    500: phrase("Ada kesalahan pada sistem"),
    503: phrase("Layanan sedang tidak dapat dipakai"),
}
WAYS_OUT = {
    400: phrase("Alamat atau isi kiriman ini tidak dapat dibaca. Muat ulang halaman, lalu coba lagi."),
    401: phrase("Masuk dengan nama pengguna dan kata sandi Anda."),
    403: phrase("Halaman atau langkah ini bukan tugas peran Anda. Hubungi administrator bila seharusnya bisa."),
    404: phrase("Alamat ini salah, atau Anda tidak berhak melihatnya. Kembali ke daftar pekerjaan."),
    405: phrase("Kembali ke halaman sebelumnya dan tekan tombol yang tersedia."),
    413: phrase("Ukuran berkas melebihi batas. Kecilkan atau bagi berkas itu."),
    429: phrase("Tunggu sebentar, lalu coba lagi."),
    500: phrase(
        "Yang Anda kerjakan tidak tersimpan. Coba lagi; bila terulang, sebutkan nomor rujukan kepada administrator."
    ),
    503: phrase("Tunggu sebentar, lalu coba lagi."),
}


def register(app: Flask) -> None:
    """Map every error of the application; nothing else may render an error."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(ValidationError, _invalid)
    app.register_error_handler(DataError, _unstorable)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def answer(status: int, message: str, fields: dict[str, Any] | None = None) -> Response:
    """An error as JSON for the API, as a page for people; never an exception's text.

    A script that uploads reads it in ``X-Message`` as well (percent-encoded UTF-8): HEAD has no body.
    """
    said = _as_json if wants_json() or is_upload() else _as_page
    response = said(status, message, fields or {})
    response.status_code = status
    return response


def _as_json(status: int, message: str, fields: dict[str, Any]) -> Response:
    body: dict[str, Any] = {"code": status, "status": TITLES.get(status, ""), "message": message}
    if fields:
        body["errors"] = fields
    response = jsonify(body | {"reference": correlation.current()})
    if is_upload():
        text = next((str(lines[0]) for lines in fields.values() if lines), message)
        response.headers["X-Message"] = quote(text)
    return response


def _as_page(status: int, message: str, fields: dict[str, Any]) -> Response:
    page = render_template(
        "message.html",
        title=TITLES.get(status, phrase("Permintaan ditolak")),
        text=message,
        way_out=_way_out(status),
        fields=fields,
        status=status,
        reference=correlation.current() if status >= 500 else None,
    )
    return make_response(page)


def _way_out(status: int) -> tuple[str, str] | None:
    """Where to go on (label, path): what has changed as it is now, or one's own work; None for who is not signed in."""
    person: Actor | None = g.get("me")
    if person is None:
        return None
    if status == 409 and request.view_args:
        subject = f"/{next(iter(request.view_args.values()))}"  # the case, letter, list that the address is about
        page = request.path.partition(subject)[0] + subject
        urls = current_app.create_url_adapter(request)
        if urls and urls.test(page, "GET") and (page, "GET") != (request.path, request.method):
            return phrase("Buka keadaan terbarunya"), page
    return phrase("Kembali ke pekerjaan saya"), home(current_app.name)


def _refused(error: Refused) -> Response:
    if isinstance(error, Unavailable):
        log.warning("unavailable: %s", error.message, exc_info=error.__cause__)
    return answer(error.status, error.message, error.fields if isinstance(error, RuleBroken) else None)


def _invalid(error: ValidationError) -> Response:
    return answer(422, phrase("Periksa isian yang ditandai."), flatten(error.normalized_messages()))


def _unstorable(error: DataError) -> Response:
    """A number too large for its column, a text with a character that PostgreSQL refuses; nothing was stored."""
    log.warning("unstorable input", exc_info=error)
    return answer(
        422, phrase("Ada isian di luar batas yang dapat disimpan. Periksa angka, tanggal, dan tanda yang tidak lazim.")
    )


def _csrf(error: CSRFError) -> Response:
    return answer(400, csrf.message(error))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    fields = getattr(error, "data", {}).get("messages") if hasattr(error, "data") else None
    if status == 422 and fields:
        (of_its_place,) = fields.values() if len(fields) == 1 else (fields,)  # of the body, or of the address
        return answer(422, phrase("Periksa isian yang ditandai."), flatten(of_its_place))
    response = answer(status, WAYS_OUT.get(status, phrase("Coba lagi.")))
    if status == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]
    if getattr(error, "response", None) is not None and 300 <= status < 400:
        return error.get_response()  # type: ignore[return-value]
    return response


def _unexpected(error: Exception) -> Response:
    if is_full(error):
        log.critical("a disk of this machine is full", exc_info=error)
        return answer(Full.status, FULL)
    log.exception("unexpected error")
    return answer(500, WAYS_OUT[500])


def flatten(messages: Any, prefix: str = "") -> dict[str, list[str]]:
    """Nested messages of marshmallow as dotted field names: ``{"person.name": ["Wajib diisi."]}``."""
    if isinstance(messages, list):
        return {prefix.rstrip("."): [str(m) for m in messages]}
    flat: dict[str, list[str]] = {}
    for key, value in messages.items():
        flat |= flatten(value, prefix if key == "_schema" else f"{prefix}{key}.")
    return flat

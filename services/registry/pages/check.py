"""The public check of a letter: by the code printed on it, or by uploading the file. No personal data."""

from __future__ import annotations

from typing import BinaryIO, cast
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.registry.queries import check as queries
from services.registry.queries import letters
from services.registry.shown import check as shown
from services.registry.tables import Letter
from services.shared.errors import Missing
from services.shared.web.access import public
from services.shared.web.bodies import takes
from services.shared.web.files import safe_name
from services.shared.web.forms import Form
from services.shared.web.limits import limited
from services.shared.web.service import current_service
from services.shared.web.verbs import asks

check = Blueprint("check", __name__)
EMPTY = "Pilih berkas PDF surat yang akan diperiksa."


@check.get("/check")
@public
def form() -> str:
    """The page on which anybody uploads a letter to have it checked."""
    return render_template("check.html", form=Form(), answer=None)


@check.post("/check")
@limited("10 per minute")
@limited("60 per hour")
@takes(queries.LARGEST_UPLOAD)
@public
@asks
def upload() -> ResponseReturnValue:
    """Judge an uploaded file against signatures, seal and register. The file is not kept."""
    file, service = request.files.get("file"), current_service()
    if file is None:
        return _refused(EMPTY)
    with queries.spooled(cast(BinaryIO, file.stream), service.settings.spool_dir) as (path, sha256, size):
        if size == 0:
            return _refused(EMPTY)
        if size > queries.LARGEST_UPLOAD:
            return _refused("Berkas terlalu besar. Paling besar 20 MB.")
        answer = queries.check_file(service, path, sha256)
    facts = shown.facts(service.office, answer.letter) if answer.letter else None
    name = safe_name(str(file.filename or ""), "")
    return render_template("check.html", form=Form(), answer=answer, facts=facts, name=name)


@check.get("/check/<uuid:letter_id>")
@limited("60 per minute")
@public
def letter(letter_id: UUID) -> ResponseReturnValue:
    """What the register says of the letter with this code: number, date, class, signer, state. No personal data."""
    row = _letter(letter_id)
    if row is None:
        return render_template("check_unknown.html"), 404
    office = current_service().office
    picture = url_for(".first_page", letter_id=row.id) if shown.may_show(office, row) else ""
    return render_template(
        "check_letter.html", facts=shown.facts(office, row), state=shown.public_state(row), picture=picture
    )


@check.get("/check/<uuid:letter_id>/page.png")
@limited("30 per minute")
@public
def first_page(letter_id: UUID) -> ResponseReturnValue:
    """Page 1 of the sealed letter, where the office allows it."""
    row = _letter(letter_id)
    picture = shown.first_page(current_service(), row) if row else None
    if picture is None:
        raise Missing("Gambar surat ini tidak ditampilkan.")
    return Response(picture, mimetype="image/png", headers={"Cache-Control": "private, max-age=300"})


def _letter(letter_id: UUID) -> Letter | None:
    with current_service().reading() as session:
        try:
            return letters.one(session, letter_id)
        except Missing:
            return None


def _refused(message: str) -> ResponseReturnValue:
    return render_template("check.html", form=Form(errors={"file": [message]}), answer=None), 422

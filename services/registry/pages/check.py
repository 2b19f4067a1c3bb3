"""The public check of a letter: by the code printed on it, or by uploading the file. No personal data."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask import session as page_session
from flask.typing import ResponseReturnValue

from services.registry.queries import check as queries
from services.registry.queries import letters
from services.registry.rights import RIGHTS
from services.registry.shown import check as shown
from services.registry.tables import Letter
from services.registry.verbs import VERBS
from services.shared.calendar import clock
from services.shared.errors import Missing
from services.shared.phrases import phrase
from services.shared.web.access import public
from services.shared.web.forms import Forms
from services.shared.web.limits import limited
from services.shared.web.names import safe_name
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages

check = Blueprint("check", __name__)
CHECK_FILE = VERBS["check_letter_file"]
AGAIN = 2  # seconds after which a browser without scripts asks again


@check.get("/check")
@public
def form() -> str:
    """The page on which anybody uploads a letter to have it checked."""
    return _page(Forms())


@check.get("/check/answers/<uuid:key>")
@limited("600 per minute")
@public
def answer(key: UUID) -> ResponseReturnValue:
    """What was found of an uploaded file; while it waits its place in line, to be asked again (202)."""
    service = current_service()
    with service.reading() as session:
        found, ahead = queries.check(session, key, clock.now())
        judged = queries.answer_of(session, found) if found is not None else None
    if judged is None:
        waits = make_response(render_template("check_waiting.html", ahead=ahead, again=AGAIN), 202)
        waits.headers["Retry-After"] = str(AGAIN)
        return waits
    facts = shown.facts(service.office, judged.letter) if judged.letter else None
    of, name = page_session.get("checked", ("", ""))
    name = name if of == str(key) else ""
    return render_template("check.html", verb=CHECK_FILE, forms=Forms(), answer=judged, facts=facts, name=name)


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
        raise Missing(phrase("Pratinjau surat ini tidak ditampilkan."))
    return Response(picture, mimetype="image/png", headers={"Cache-Control": "private, max-age=300"})


def _letter(letter_id: UUID) -> Letter | None:
    with current_service().reading() as session:
        try:
            return letters.one(session, letter_id)
        except Missing:
            return None


def _page(forms: Forms) -> str:
    return render_template("check.html", verb=CHECK_FILE, forms=forms, answer=None)


def _to_the_answer(key: UUID) -> ResponseReturnValue:
    """The name that the file had is remembered by the visitor's browser alone."""
    file = request.files.get("file")
    page_session["checked"] = (str(key), safe_name(str(file.filename or ""), "") if file else "")
    return redirect(url_for(".answer", key=key), 303)


add_pages(check, "/check", _page, (CHECK_FILE,), RIGHTS, ways={"check_letter_file": _to_the_answer})

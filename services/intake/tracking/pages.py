"""The tracking pages: type the code of the receipt, see where the case is. Public, without personal data."""

from __future__ import annotations

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.intake.actions.withdrawal import UNKNOWN
from services.intake.rules.codes import normalise
from services.intake.states import RIGHTS
from services.intake.tracking.shown import case_of
from services.intake.verbs import VERBS
from services.intake.verbs.limits import PER_ADDRESS, PER_CODE, code_key
from services.shared.errors import Missing
from services.shared.phrases import phrase
from services.shared.web.access import public
from services.shared.web.forms import Form, Forms
from services.shared.web.limits import limited
from services.shared.web.verbs import add_pages

pages = Blueprint("tracking", __name__)
NO_CODE = phrase("Kode pelacakan terdiri atas 26 huruf dan angka. Periksa lagi kode pada tanda terima Anda.")


@pages.get("/track")
@limited(PER_ADDRESS)
@public
def ask() -> ResponseReturnValue:
    """The form for the code; a code that can be read leads to its page."""
    typed = request.args.get("code", "")
    if typed.strip():
        if code := normalise(typed):
            return redirect(url_for("tracking.show", code=code))
        return _form(typed, NO_CODE, 422)
    return _form("", "", 200)


@pages.get("/track/<code>")
@limited(PER_ADDRESS)
@limited(PER_CODE, code_key)
@public
def show(code: str) -> ResponseReturnValue:
    """Where the case is, what comes next, until when, and what is missing."""
    try:
        return _case(code, Forms())
    except Missing:
        return _form(code, UNKNOWN if normalise(code) else NO_CODE, 404)


def _case(code: str, forms: Forms) -> str:
    return render_template("tracking/show.html", seen=case_of(code), forms=forms, verbs=VERBS, staff=g.get("me"))


def _form(typed: str, message: str, status: int) -> ResponseReturnValue:
    form = Form(values={"code": typed[:200]}, errors={"code": [message]} if message else {})
    return make_response(render_template("tracking/ask.html", form=form), status)


add_pages(pages, "/track/<code>", _case, (VERBS["withdraw_by_code"], VERBS["object_to_withdrawal"]), RIGHTS)

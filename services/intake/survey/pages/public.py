"""For everybody: the questionnaire behind a one-time link (step 18), thanks, and the published index."""

from __future__ import annotations

from datetime import date

from flask import g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.intake.rules.codes import normalise
from services.intake.survey import actions, queries
from services.intake.survey.pages.blueprint import pages
from services.intake.survey.questions import BY_CODE, ELEMENTS, RESPONDENT
from services.intake.survey.requests import STAFF_REFUSED, no_staff
from services.intake.survey.rules import GRADE_LABELS
from services.intake.survey.schemas import AnswerSchema
from services.shared.calendar import clock
from services.shared.errors import Missing
from services.shared.web.access import public
from services.shared.web.forms import Form, submit
from services.shared.web.limits import limited
from services.shared.web.service import current_service

LABELS = {f"answers.{e.code}": e.label for e in ELEMENTS} | {name: label for name, label, _ in RESPONDENT}
NO_CODE = "Kode survei terdiri atas 26 huruf dan angka. Periksa lagi kode pada kertas Anda."


@pages.get("/survey")
@limited("60 per minute")
@public
def index() -> ResponseReturnValue:
    """The published index, and a field for the code of a paper without a camera at hand."""
    form = Form(values={"code": request.args.get("code", "")})
    if form.values["code"].strip():
        if code := normalise(form.values["code"]):
            return redirect(url_for("survey.show", token=code))
        form.errors = {"code": [NO_CODE]}
    with current_service().reading() as session:
        try:
            published = queries.published(session)
        except Missing:
            published = None
    page = render_template("survey/index.html", form=form, published=published, by_code=BY_CODE, words=GRADE_LABELS)
    return make_response(page, form.status)


@pages.get("/survey/<token>")
@limited("60 per minute")
@public
def show(token: str) -> ResponseReturnValue:
    """The questionnaire (step 18), for everybody who holds a live link, except the staff."""
    expires = live_until(token)
    if expires is None:
        return gone()
    if g.get("me") is not None:
        return render_template("survey/staff.html", token=token, text=STAFF_REFUSED)
    return _questionnaire(Form(), token)


@pages.post("/survey/<token>")
@limited("60 per minute")
@public
def answer(token: str) -> ResponseReturnValue:
    """Take the answers; with something missing the same page again, all values kept."""
    no_staff(g.get("me"))
    if live_until(token) is None:
        return gone()
    try:
        accepted, form = submit(AnswerSchema(), lambda data: _take(token, data))
    except Missing:
        return gone()
    if not accepted:
        return _questionnaire(_spread(form), token)
    return redirect(url_for("survey.thanks"))


def _take(token: str, data: dict[str, object]) -> bool:
    with current_service().work(actions.RESPONDENT) as work:
        actions.answer(work, token, data)
    return True


@pages.get("/survey/thanks")
@public
def thanks() -> str:
    """After the answer: thanks, and the way on."""
    return render_template("survey/thanks.html")


def live_until(token: str) -> date | None:
    """The last day of a link that may be used now, else None."""
    with current_service().reading() as session:
        return queries.expiry(session, token, clock.local(clock.now()).date())


def _questionnaire(form: Form, token: str) -> ResponseReturnValue:
    page = render_template(
        "survey/form.html", form=form, token=token, elements=ELEMENTS, respondent=RESPONDENT, labels=LABELS
    )
    return make_response(page, form.status)


def _spread(form: Form) -> Form:
    """Nothing answered at all gives one message for all nine: say it at each question."""
    if messages := form.errors.pop("answers", None):
        form.errors = {f"answers.{e.code}": ["Pilih salah satu."] for e in ELEMENTS if messages} | form.errors
    return form


def gone() -> ResponseReturnValue:
    """What an unknown, a used and an expired link get alike."""
    return make_response(render_template("survey/gone.html", text=actions.GONE), 404)

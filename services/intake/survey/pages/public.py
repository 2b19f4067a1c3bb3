"""For everybody: the questionnaire behind a one-time link (step 18), thanks, and the published index."""

from __future__ import annotations

from flask import g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.intake.rules.codes import normalise
from services.intake.rules.questionnaire import BY_CODE, ELEMENTS, RESPONDENT
from services.intake.states import RIGHTS
from services.intake.survey import queries
from services.intake.survey.pages.blueprint import pages
from services.intake.survey.rules import GRADE_LABELS, STAFF_REFUSED, Gone
from services.intake.survey.schemas import AnswerSchema
from services.intake.survey.verbs import ANSWER, PAPER
from services.shared.calendar import clock
from services.shared.errors import Forbidden, Missing
from services.shared.phrases import phrase
from services.shared.web.access import public
from services.shared.web.forms import Form, Forms
from services.shared.web.limits import limited
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages

NO_CODE = phrase("Kode survei terdiri atas 26 huruf dan angka. Periksa lagi kode pada kertas Anda.")


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
    signed_in = g.get("me")
    page = render_template(
        "survey/index.html",
        form=form,
        published=published,
        by_code=BY_CODE,
        words=GRADE_LABELS,
        types=signed_in is not None and RIGHTS.may(PAPER.name, signed_in),
    )
    return make_response(page, form.status)


@pages.get("/survey/<token>")
@limited("60 per minute")
@public
def show(token: str) -> str:
    """The questionnaire (step 18), for everybody who holds a live link, except the staff."""
    return _questionnaire(token, Forms())


@pages.get("/survey/thanks")
@public
def thanks() -> str:
    """After the answer: thanks, and the way on."""
    return render_template("survey/thanks.html")


@pages.errorhandler(Gone)
def gone(error: Gone) -> ResponseReturnValue:
    """A link that does not work."""
    return make_response(render_template("survey/gone.html", text=error.message), error.status)


def _questionnaire(token: str, forms: Forms) -> str:
    if g.get("me") is not None and forms.refused:
        raise Forbidden(STAFF_REFUSED)
    with current_service().reading() as session:
        queries.expiry(session, token, clock.today())
    if g.get("me") is not None:
        return render_template("survey/staff.html", token=token, text=STAFF_REFUSED)
    _spread(forms.active)
    return render_template(
        "survey/form.html", forms=forms, verb=ANSWER, token=token, elements=ELEMENTS, respondent=RESPONDENT
    )


def _spread(form: Form) -> None:
    """Nothing answered at all gives one message for all nine: say it at each question."""
    if form.errors.pop("answers", None):
        each = {f"answers.{element.code}": [phrase("Pilih salah satu.")] for element in ELEMENTS}
        form.refuse(AnswerSchema(), each | form.errors)


add_pages(
    pages,
    "/survey/<token>",
    _questionnaire,
    (ANSWER,),
    RIGHTS,
    ways={ANSWER.name: lambda _, token: redirect(url_for(".thanks"))},
)

"""For the clerk (step 18): the link as a QR code, or this very device without the clerk's session."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.intake.rules.codes import grouped, normalise
from services.intake.survey import actions, rules
from services.intake.survey.pages.blueprint import pages
from services.intake.survey.pages.public import gone, live_until
from services.shared.rights.people import Role
from services.shared.web.access import COOKIE, allow, me, staff_only
from services.shared.web.service import current_service, staff_directory


@pages.post("/survey/offers/<case_no>")
@allow(Role.CLERK)
def offer_case(case_no: str) -> ResponseReturnValue:
    """The button of a case that was served: a new link, shown once."""
    with current_service().work(me()) as work:
        token = actions.offer(work, case_no)
    return redirect(url_for("survey.offer", token=token))


@pages.get("/survey/<token>/offer")
@allow(Role.CLERK)
def offer(token: str) -> ResponseReturnValue:
    """For the clerk's screen: the QR code for the applicant's own telephone, or this device without the session."""
    expires = live_until(token)
    if expires is None:
        return gone()
    link = rules.link(current_service().settings.public_url, token)
    code = normalise(token) or ""
    return render_template(
        "survey/offer.html", token=token, link=link, code=grouped(code), qr=_qr(link), expires=expires
    )


@pages.post("/survey/<token>/kiosk")
@staff_only
def kiosk(token: str) -> ResponseReturnValue:
    """Sign the member of staff out on this device and open the questionnaire, to hand it to the applicant."""
    staff_directory().sign_out(request.cookies.get(COOKIE, ""))
    response = redirect(url_for("survey.show", token=token))
    response.delete_cookie(COOKIE, path="/")
    return response


def _qr(text: str) -> str:
    """A QR code as SVG with a view box, so that the page's style sets its size."""
    import segno

    return str(segno.make_qr(text, error="m").svg_inline(border=4, omitsize=True))

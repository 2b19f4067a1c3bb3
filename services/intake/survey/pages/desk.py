"""For the clerk (step 18): the link as a QR code, or this very device without the clerk's session."""

from __future__ import annotations

import segno
from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from services.intake.rules.codes import grouped, normalise
from services.intake.states import RIGHTS
from services.intake.survey import queries, rules
from services.intake.survey.pages.blueprint import pages
from services.intake.survey.verbs import HERE, OFFER
from services.shared.calendar import clock
from services.shared.web import cookies, tokens
from services.shared.web.access import allow
from services.shared.web.service import current_service, staff_directory
from services.shared.web.verbs import add_pages, guarded


@pages.get("/survey/<token>/offer")
@allow(*RIGHTS.roles("offer_survey"))
def offer(token: str) -> str:
    """For the clerk's screen: the QR code for the applicant's own telephone, or this device without the session."""
    service = current_service()
    with service.reading() as session:
        expires = queries.expiry(session, token, clock.today())
    link = rules.link(service.settings.public_url, token)
    qr = segno.make_qr(link, error="m").svg_inline(border=4, omitsize=True)  # its size is the style's
    code = grouped(normalise(token) or "")
    return render_template("survey/offer.html", token=token, link=link, code=code, qr=qr, expires=expires)


def kiosk(token: str) -> ResponseReturnValue:
    """Sign the member of staff out on this device and open the questionnaire, to hand it to the applicant."""
    staff_directory().sign_out(tokens.token())
    response = redirect(url_for(".show", token=token))
    cookies.forget(response, cookies.SESSION)
    return response


pages.post("/survey/<token>/kiosk")(guarded(HERE, RIGHTS, kiosk))
add_pages(
    pages,
    "/survey/offers/<case_no>",
    None,
    (OFFER,),
    RIGHTS,
    ways={OFFER.name: lambda token, **_: redirect(url_for(".offer", token=token))},
)

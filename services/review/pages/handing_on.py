"""Somebody leaves or falls ill: who has how much open, and the form by which all of it goes to another."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, request

from services.review.queries.handing_on import Burden, burdens
from services.review.queries.people import team
from services.review.states import RIGHTS
from services.review.verbs import VERBS
from services.shared.calendar import clock
from services.shared.unit_of_work import Service
from services.shared.web.access import allow
from services.shared.web.forms import Forms
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages


def add_to(pages: Blueprint) -> None:
    """Add the page to the blueprint."""
    pages.get("/handing-on")(handing_on)
    add_pages(pages, "/handing-on", _page, [VERBS["hand_on_work"]], RIGHTS, then=".handing_on")


@allow(*RIGHTS.roles("hand_on_work"))
def handing_on() -> str:
    """Who has how much open; ``?of=`` chooses somebody beforehand, from the page of the account."""
    return _page(Forms())


def _page(forms: Forms) -> str:
    service = current_service()
    with service.reading() as session:
        found = burdens(session)
    whom = request.args.get("of", "")
    return render_template(
        "handing_on.html",
        forms=forms,
        it=VERBS["hand_on_work"],
        rows=found,
        choices=_choices(service, found),
        defaults={"username": whom if whom in {one.username for one in found} else ""},
    )


def _choices(service: Service, found: Sequence[Burden]) -> dict[str, list[tuple[str, str]]]:
    """From whom, with how many cases, and to whom."""
    burdened = [(one.username, f"{one.name} ({one.cases})") for one in found]
    return {"burdened": burdened, "team": list(team(service, clock.now()).items())}

"""*Jejak audit* over all services on one page: each gives its lines to the auditor; the browser merges them.

As for the story of a case (``story.py``) no service asks another: what a conflict of interest closes to an auditor
in a service's own trail is closed here, and a service that is down is named.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.shared.audit import search
from services.shared.audit.search import Asked
from services.shared.folding import fold
from services.shared.rights import barring
from services.shared.web.access import allow
from services.shared.web.forms import address_of, filters, typed
from services.shared.web.rights_page import SERVICES
from services.shared.web.service import current_service
from services.shared.web.trail import (
    RIGHTS,
    STAFF,
    AskedSchema,
    Words,
    any_text,
    database_of,
    facts_of,
    people,
    reader_of,
    word,
    words_of,
)

STAFF_WORDS = "Akun dan masuk"
pages = Blueprint("trails", __name__)


class AnywhereSchema(AskedSchema):
    """What is looked for in all trails; a verb by what it is called, which every service knows of its own."""

    verb = any_text("Tindakan", attributes={"placeholder": "misalnya: melaporkan"})


@pages.get("/trail/all")
@allow(*RIGHTS.roles("see_trail"))
def show() -> ResponseReturnValue:
    """The page: filters, and where the lines of each trail are."""
    asked, form = filters(AnywhereSchema())
    address: dict[str, Any] = address_of(AnywhereSchema())
    own = f"/{current_service().name}/trail"
    trails = [(name, label, f"/{name}/trail") for name, label in SERVICES]
    parts = [*trails, (STAFF, STAFF_WORDS, f"{own}/staff")]
    shown = render_template(
        "trails.html",
        form=form,
        asked=AnywhereSchema(),
        services=SERVICES,
        parts=[(name, label, at, _with(f"{at}/panel", address)) for name, label, at in parts] if asked else [],
        choices={"people": people()},
        narrowed=bool(address),
    )
    return make_response(shown, form.status)


@pages.get("/trail/panel")
@allow(*RIGHTS.roles("see_trail"))
def own_part() -> str:
    """The lines of this service's trail, for the page over all of them."""
    return _part(current_service().name)


@pages.get("/trail/staff/panel")
@allow(*RIGHTS.roles("see_trail"))
def staff_part() -> str:
    """The lines of the accounts' trail, for the page over all of them."""
    return _part(STAFF)


def _part(chain: str) -> str:
    """Raises ValidationError, RuleBroken: a filter or a cursor that is none."""
    asked, words = typed(AnywhereSchema(), request.args), words_of(chain)
    with database_of(chain).transaction() as session:
        barring.read_as(session, reader_of(chain))
        found = search.page(session, _named(asked, words, search.verbs(session)), request.args.get("after"))
    view = ".staff_part" if chain == STAFF else ".own_part"
    address: dict[str, Any] = address_of(AnywhereSchema())
    following = url_for(view, **address, after=found.after) if found.after else ""
    lines = [line | {"word": word(line["verb"], words), "facts": facts_of(line)} for line in found.lines]
    place = STAFF_WORDS if chain == STAFF else dict(SERVICES)[chain]
    return render_template("trail_part.html", part=chain, place=place, lines=lines, following=following)


def _named(asked: Asked, words: Words, known: Any) -> Asked:
    """The verbs of this trail whose words hold what was typed."""
    if not asked.verb:
        return asked
    wanted = fold(asked.verb)
    verbs = tuple(verb for verb in known if wanted in fold(word(verb, words)))
    return Asked(**vars(asked) | {"verb": "", "verbs": verbs})


def _with(path: str, address: dict[str, Any]) -> str:
    query = url_for(".own_part", **address).partition("?")[2]
    return f"{path}?{query}" if query else path

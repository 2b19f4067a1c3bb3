"""The list of letters: first what waits for the person, then the rest."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from services.letters.queries import lists
from services.letters.shown.letter import row
from services.letters.states import RIGHTS, State
from services.letters.tables import Letter
from services.shared.calendar import clock
from services.shared.data.paging import Cursor, Page
from services.shared.rights.people import Actor, Role
from services.shared.web.access import allow, me
from services.shared.web.service import current_service

home = Blueprint("home", __name__)
ACTIONS = {Role.CAMAT: "Periksa", Role.SECTION_HEAD: "Paraf", Role.TEAM: "Susun"}


@home.get("/")
@allow(*RIGHTS.roles("see"))
def index() -> str:
    """What waits for me, the longest waiting first; below it the other letters, the newest move first."""
    person = me()
    mine = set(lists.waiting_states(person))
    signs = [kind for kind, role in current_service().office.letters.at_once.items() if role == Role.SECTION_HEAD]
    rest = [state for state in State if state not in mine]
    with current_service().reading() as session:
        waiting = lists.waiting(session, person, _cursor("mine"), signs=signs) if mine else Page[Letter]([], None)
        others = lists.others(session, person, states=rest, after=_cursor("after"))
        counts = lists.counts(session, person)
    return render_template(
        "letters.html",
        works=bool(mine),
        waiting=_rows(waiting, person, next((ACTIONS[r] for r in person.roles if r in ACTIONS), "Buka")),
        waiting_next=url_for(".index", mine=str(waiting.after)) if waiting.after else "",
        others=_rows(others, person, "Buka"),
        others_next=url_for(".index", after=str(others.after)) if others.after else "",
        further=bool(request.args.get("mine") or request.args.get("after")),
        tiles=_tiles(counts, mine),
    )


def _cursor(name: str) -> Cursor | None:
    return Cursor.parse(request.args.get(name))


def _rows(page: Page[Letter], person: Actor, action: str) -> list[dict[str, Any]]:
    service, now = current_service(), clock.now()
    return [row(service, letter, person, now, action) for letter in page.rows]


def _tiles(counts: dict[str, int], mine: set[State]) -> list[dict[str, Any]]:
    words = {State.DRAFTING: "disusun tim", State.REVIEW: "diperiksa Camat", State.SIGNED: "sudah ditandatangani"}
    return [
        {"value": counts.get(state, 0), "label": label, "tone": "warn" if state in mine else "info"}
        for state, label in words.items()
    ]

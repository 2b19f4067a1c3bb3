"""The page of one letter, and its verbs as forms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from services.letters.pages.preview import Drawn, preview
from services.letters.papers import making
from services.letters.papers.composing import Printed
from services.letters.queries.letters import one
from services.letters.queries.parts import draft_of
from services.letters.rules.signatory import first_block, signatory
from services.letters.schemas.given import SaveDraftSchema
from services.letters.shown.page import page_of
from services.letters.states import RIGHTS
from services.letters.verbs import LETTER, VERBS
from services.shared.calendar import clock
from services.shared.web.access import allow, me
from services.shared.web.forms import Forms
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages, asks

letter = Blueprint("letter", __name__)


@letter.get("/letters/<uuid:letter_id>")
@allow(*RIGHTS.roles("see"))
def show(letter_id: UUID) -> str:
    """The story of a letter, and what this person may do with it now."""
    return _page(letter_id, Forms())


@letter.post("/letters/<uuid:letter_id>/preview")
@asks
@allow(*RIGHTS.openers("save_draft"))
def draw(letter_id: UUID) -> ResponseReturnValue:
    """A page of the unsaved draft."""
    alone = "HX-Request" not in request.headers
    return preview(SaveDraftSchema(), lambda content, page: _drawn(letter_id, content, page), alone=alone)


def _drawn(letter_id: UUID, content: dict[str, Any], page: int) -> Drawn:
    service = current_service()
    with service.reading() as session:
        letter = one(session, letter_id, me())
        first = first_block(service.office, letter)
        block = draft_of(session, letter.id, letter.drafts_count).acting if letter.drafts_count else first
    printed = Printed(signatory=signatory(service.office, letter, block, clock.now()))
    return making.preview(making.service_for(service, letter), letter_id, content, page, clock.now(), printed)


def _page(letter_id: UUID, forms: Forms) -> str:
    return render_template("letter.html", **page_of(letter_id), forms=forms, verbs=VERBS)


add_pages(letter, "/letters/<uuid:letter_id>", _page, LETTER, RIGHTS)

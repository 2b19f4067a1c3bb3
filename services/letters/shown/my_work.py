"""What waits in letters for a person, as rows of *my work*: to draft, correct, initial, sign."""

from __future__ import annotations

from datetime import datetime

from flask import url_for

from services.letters.queries import lists
from services.letters.shown.letter import recipient
from services.letters.states import State
from services.letters.tables import Letter
from services.shared.rights.people import Actor, Role
from services.shared.unit_of_work import Service
from services.shared.web.my_work import MOST, Todo, Waiting

VERBS = {
    State.DRAFTING: "Susun surat",
    State.INITIALS: "Paraf surat",
    State.REVIEW: "Periksa surat",
    State.SIGNING: "Tanyakan tanda tangan",
}
CORRECT = "Perbaiki surat"


def my_work(service: Service, person: Actor, now: datetime) -> Waiting:
    """Steps 14 and 15: the letters whose next move is this person's."""
    if not person.is_any(Role.CAMAT, Role.SECTION_HEAD, Role.TEAM):
        return Waiting()
    signs = [kind for kind, role in service.office.letters.at_once.items() if role == Role.SECTION_HEAD]
    with service.reading() as session:
        page = lists.waiting(session, person, None, MOST, signs=signs)
        beyond = lists.how_many_wait(session, person, signs) - MOST if page.after else 0
    more = [("Semua surat yang menunggu Anda", url_for("home.index"))] if page.after else []
    return Waiting(todos=[_todo(service, letter, person) for letter in page.rows], more=more, beyond=beyond)


def _todo(service: Service, letter: Letter, person: Actor) -> Todo:
    state, kind = State(letter.state), service.office.letter_kinds.get(letter.kind, letter.kind)
    corrected = state == State.DRAFTING and letter.corrections_count
    return Todo(
        verb=CORRECT if corrected else VERBS[state],
        about=f"{kind}: {letter.title}",
        who=f"kepada {recipient(letter, person)}",
        number=letter.case_no,
        since=letter.moved_at,
        due=letter.deadline,
        url=url_for("letter.show", letter_id=letter.id),
    )

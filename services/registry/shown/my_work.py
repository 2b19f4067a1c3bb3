"""What waits in the registry for a person, as rows of *my work*: the next part of step 16, numbers, faults, lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from services.registry.queries import letters
from services.registry.queries import my_work as queries
from services.registry.rights import RIGHTS
from services.registry.shown.letters import recipient
from services.registry.shown.parts import next_words
from services.registry.states import DestructionState
from services.registry.tables import Destruction, Incident, Letter, NumberRequest
from services.shared.calendar import clock
from services.shared.data.paging import Part, Row
from services.shared.rights.people import Actor, Role
from services.shared.unit_of_work import Service
from services.shared.web.my_work import MOST, Todo, Waiting


def my_work(service: Service, person: Actor, now: datetime) -> Waiting:
    """Step 16 for clerk and registrar; what is to be approved for the heads."""
    with service.reading() as session:
        found = _kept(session, person)
        if person.roles & RIGHTS.roles("record_register"):
            found.add(_letters(service, session, person))
        return found


def _letters(service: Service, session: Session, person: Actor) -> Waiting:
    page = letters.waiting(session, None, MOST)
    more = [("Semua surat yang menunggu registrasi", url_for("home.index"))] if page.after else []
    beyond = letters.how_many_wait(session) - MOST if page.after else 0
    return Waiting(todos=[_todo(service, letter, person) for letter in page.rows], more=more, beyond=beyond)


def _todo(service: Service, letter: Letter, person: Actor) -> Todo:
    limit = service.office.limits.get("registration")
    return Todo(
        verb=next_words(service.office, letter).partition(" ")[2],
        about=letter.subject,
        who=f"kepada {recipient(letter, person)}",
        number=letter.number or letter.case_no,
        since=letter.received_at,
        due=service.calendar.deadline(clock.local(letter.received_at).date(), limit) if limit else None,
        url=url_for("letter.show", letter_id=letter.id),
    )


def _kept(session: Session, person: Actor) -> Waiting:
    """What is asked of the registrar beside the letters, and of the heads."""
    found = Waiting()
    if person.is_any(Role.REGISTRAR):
        found.add(_some(queries.numbers_wanted(session), _number))
    if RIGHTS.may("acknowledge", person):
        found.add(_some(queries.faults(session), _fault))
    if person.is_any(Role.REGISTRAR, Role.SECTION_HEAD, Role.CAMAT):
        found.add(_some(queries.lists_to_destroy(session, person), _list))
    return found


def _some(part: Part[Row], todo: Callable[[Row], Todo]) -> Waiting:
    return Waiting(todos=[todo(row) for row in part.rows], beyond=part.beyond)


def _number(asked: NumberRequest) -> Todo:
    about, url = f"Surat untuk {asked.case_no} menunggu nomor", url_for("agenda.index")
    return Todo(verb="Beri nomor surat", about=about, number=asked.case_no, since=asked.requested_at, url=url)


def _fault(fault: Incident) -> Todo:
    url = url_for("incidents.index")
    return Todo(verb="Tangani gangguan", about=fault.message, number=fault.case_no, since=fault.first_at, url=url)


def _list(row: Destruction) -> Todo:
    verb = "Laksanakan pemusnahan" if row.state == DestructionState.APPROVED else "Setujui pemusnahan"
    url = url_for("retention.destruction", list_id=row.id)
    return Todo(verb=verb, about=f"Daftar usul musnah {row.no}", since=row.submitted_at, url=url)

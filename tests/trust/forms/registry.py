"""Where the forms of the register book, the agenda and the archive stand."""

from __future__ import annotations

import uuid
from pathlib import Path

from services.handoffs.letters_to_registry import NUMBER_REQUESTED
from services.shared.calendar import clock
from tests.support import retention
from tests.support.forms import verbs_on
from tests.support.moves import ENDED
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest as Registered
from tests.support.registry import deliver
from tests.support.ways import other_office


def held_and_tried_in_vain(office: TestOffice, _: Path) -> set[str]:
    held = ENDED.make(ENDED, office, "archived", "release_hold")
    failed = ENDED.make(ENDED, office, "awaiting", "retry")
    return verbs_on(office, "registrasi", [held.page, failed.page, "/registry/incidents"])


def confidential(office: TestOffice, _: Path) -> set[str]:
    return verbs_on(
        office, "registrasi", [f"/registry/archive/{retention.archived(office, confidential=True).case_no}"]
    )


def with_its_paper(office: TestOffice, _: Path) -> set[str]:
    """Paper that lies in its place, and the same once somebody has it."""
    case, registrar = retention.archived(office), office.person("registrasi")
    page, path = f"/registry/archive/{case.case_no}", f"/registry/api/archive/{case.case_no}"
    registrar.do(f"{path}/place-paper", {"folder": "A-12", "box": "3", "shelf": "2"})
    found = verbs_on(office, "registrasi", [page])
    taken = {"taken_by": "Aipda Fictivus", "unit": "Polsek", "purpose": "Penyelidikan", "due_on": str(clock.today())}
    registrar.do(f"{path}/lend-paper", taken)
    return found | verbs_on(office, "registrasi", [page])


def in_the_book(office: TestOffice, _: Path) -> set[str]:
    letter = Registered(office)
    letter.walk("registered")
    entries = office.person("registrasi").ask(f"/registry/api/register?q={letter.case_no}")["entries"]
    return verbs_on(office, "registrasi", [f"/registry/register/{entries[-1]['position']}"])


def stamped_on_paper(office: TestOffice, _: Path) -> set[str]:
    letter = Registered(office, signing="wet")
    letter.walk("numbered")
    return verbs_on(office, "registrasi", [letter.page])


def in_the_agenda(office: TestOffice, _: Path) -> set[str]:
    """A number that is reserved, and one that is used."""
    registrar, facts = office.person("registrasi"), {"classification": "300.1.4", "signer_title": "Camat"}
    used = registrar.do("/registry/api/agenda/book-letter", facts | {"subject": "Undangan", "recipient": "Desa"})
    reserved = registrar.do("/registry/api/agenda/reserve-numbers", {"classification": "300.1.4", "count": 1})
    return verbs_on(office, "registrasi", [f"/registry/agenda/{line['id']}" for line in (used, reserved)])


def waiting_for_a_typed_number(office: TestOffice, folder: Path) -> set[str]:
    """After the signature, and before it."""
    typed = other_office(office, folder / "typed", number_source='"typed"')
    letter = Registered(typed)
    letter.walk("registered")
    asked = {"letter_id": uuid.uuid4(), "letter_kind": "tanggapan", "classification": "300.1.4", "requested_by": "x"}
    deliver(typed, NUMBER_REQUESTED, letter.case_no, asked)
    return verbs_on(typed, "registrasi", [letter.page, "/registry/agenda"])


LOOKS = (
    held_and_tried_in_vain,
    confidential,
    with_its_paper,
    in_the_book,
    stamped_on_paper,
    in_the_agenda,
    waiting_for_a_typed_number,
)

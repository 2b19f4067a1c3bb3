"""Notices of step 16: the registrar hears of a signed letter, and is reminded while it waits."""

from __future__ import annotations

from services.registry.tables import Letter
from services.shared.calendar import clock
from tests.support import notices
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest

REGISTRAR, HEAD = "role:registrar", "role:section_head"


def test_a_signed_letter_rings_and_reminds_until_step_16_is_done(office: TestOffice) -> None:
    waits, done, service = LetterUnderTest(office), LetterUnderTest(office), office.service("registry")
    done.walk()
    with service.reading() as session:
        received = clock.local(session.get_one(Letter, waits.id).received_at).date()
    due = service.calendar.deadline(received, service.office.limits["registration"])
    for day in (due, service.calendar.add(due, 1), service.calendar.add(due, 2)):
        notices.remind(office, "registry", notices.at(day.isoformat()))
    assert notices.told(service, str(waits.id)) == [
        (REGISTRAR, "letter_signed"),
        (REGISTRAR, "registration_near"),
        (REGISTRAR, "registration_over"),
        (HEAD, "registration_escalated"),
    ]
    assert notices.told(service, str(done.id)) == [(REGISTRAR, "letter_signed")]
    office.send_notices("registry")
    rung = notices.bells(service, "registrasi", waits.case_no)[0]
    assert office.person("registrasi").get(rung.link).status_code == 200

"""Notices of steps 14 and 15: a letter that comes to somebody, and one that waits too long."""

from __future__ import annotations

from datetime import date

from services.letters.tables import Letter
from services.shared.calendar import clock
from services.shared.unit_of_work import Service
from tests.support import notices
from tests.support.letters import LetterUnderTest
from tests.support.office import TestOffice

TEAM, CAMAT, HEAD = ["person:tim1", "person:tim2"], "role:camat", "role:section_head"


def since_submitted(service: Service, letter: LetterUnderTest) -> date:
    with service.reading() as session:
        return clock.local(session.get_one(Letter, letter.id).moved_at).date()


def test_a_letter_rings_where_it_comes_to_and_a_saved_draft_rings_nobody(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    letter.save()
    letter.submit()
    letter.correct()
    letter.submit()
    office.send_notices("letters")
    first = notices.bells(office.service("letters"), "camat", letter.case_no)[0]
    assert first.read_at is None
    letter.sign()
    assert notices.told(office.service("letters"), letter.id) == [
        *((name, "letter_requested") for name in TEAM),
        (CAMAT, "letter_in_review"),
        *((name, "letter_correcting") for name in TEAM),
        (CAMAT, "letter_in_review"),
    ]
    office.send_notices("letters")
    assert notices.bells(office.service("letters"), "camat", letter.case_no)[0].read_at, "signed: nobody waits for it"
    assert office.person("camat").get(first.link).status_code == 200


def test_a_letter_that_is_not_signed_reminds_the_camat_then_the_next(office: TestOffice) -> None:
    letter, service = LetterUnderTest(office), office.service("letters")
    letter.submit()
    submitted = since_submitted(service, letter)
    due = service.calendar.deadline(submitted, service.office.limits["letter_signing"])
    notices.remind(office, "letters", notices.at(submitted.isoformat()))
    assert not [line for line in notices.told(service, letter.id) if line[1].startswith("signing")]
    late = service.calendar.add(due, 2)
    for day in (due, late, late):
        notices.remind(office, "letters", notices.at(day.isoformat()))
    told = [line for line in notices.told(service, letter.id) if not line[1].startswith("letter")]
    assert told == [(CAMAT, "signing_near"), (CAMAT, "signing_over"), (HEAD, "signing_escalated")]
    letter.sign()
    notices.remind(office, "letters", notices.at(service.calendar.add(late, 5).isoformat()))
    assert len(notices.told(service, letter.id)) == len(told) + len(TEAM) + 1


def test_a_draft_that_is_late_reminds_the_team_of_this_letter(office: TestOffice) -> None:
    letter, service = LetterUnderTest(office, team=["tim3"]), office.service("letters")
    due = service.calendar.deadline(date(2026, 11, 23), service.office.limits["letter_signing"])  # asked for that day
    for day in (due, service.calendar.add(due, 2)):
        notices.remind(office, "letters", notices.at(day.isoformat()))
    told = [line for line in notices.told(service, letter.id) if not line[1].startswith("letter")]
    assert told == [("person:tim3", "drafting_near"), ("person:tim3", "drafting_over"), (CAMAT, "drafting_escalated")]

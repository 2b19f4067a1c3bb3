"""The daily summary: once a day per person who chose it, by the office's clock, on working days."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import update

from services.shared.notices import bell, digest
from services.shared.notices.posting import Via, person
from services.shared.rights.people import SYSTEM
from services.shared.staff.tables import account
from services.shared.unit_of_work import Service
from tests.support import notices
from tests.support.notices import at
from tests.support.office import TestOffice
from tests.support.outside import MailServer


@pytest.fixture(autouse=True)
def _nobody_else(office: TestOffice) -> None:
    """Who chose it in another test gets none."""
    with office.accounts.transaction() as session:
        session.execute(update(account).values(digest=False))


def run(service: Service, now: datetime) -> None:
    with service.work(SYSTEM, now) as work:
        digest.post_due(work)


def posted(service: Service, username: str) -> list[str]:
    return [row.occasion for row in notices.of(service, "ringkasan harian") if row.recipient == person(username)]


def waiting(office: TestOffice, intake: Service, username: str, now: datetime) -> str:
    """An unread notice in a person's bell."""
    subject = notices.posted(intake, Via.BELL, recipient=person(username), now=now)
    office.send_notices("intake", now)
    return subject


def choose(office: TestOffice, username: str, *, wanted: bool) -> None:
    with office.accounts.transaction() as session:
        chosen = {"email": f"{username}@kecamatan.example", "digest": wanted}
        session.execute(update(account).filter_by(username=username).values(**chosen))
        bell.mark_all(session, username, at("2030-01-01"))


def test_once_a_day_per_person_at_the_offices_seven_and_never_at_weekends(
    office: TestOffice, intake: Service, mail: MailServer
) -> None:
    choose(office, "tim1", wanted=True)
    choose(office, "tim2", wanted=False)
    for name in ("tim1", "tim2"):
        waiting(office, intake, name, at("2026-03-09", "16:00"))
    run(intake, at("2026-03-10", "06:59"))  # in UTC it is still the day before
    assert posted(intake, "tim1") == []
    for hour in ("07:00", "07:05", "23:59"):
        run(intake, at("2026-03-10", hour))
    assert posted(intake, "tim1") == ["2026-03-10"]
    assert posted(intake, "tim2") == []
    run(intake, at("2026-03-14", "08:00"))  # Saturday
    run(intake, at("2026-03-11", "09:00"))
    assert posted(intake, "tim1") == ["2026-03-10", "2026-03-11"]
    office.send_notices("intake", at("2026-03-11", "09:00"), **mail.settings)
    assert [sent["To"] for sent in mail.mails] == ["tim1@kecamatan.example"] * 2
    assert mail.mails[0]["Subject"] == "Kecamatan Kumelembuai: ringkasan harian"
    choose(office, "tim1", wanted=False)


def test_it_names_what_was_unread_at_seven_and_leaves_out_what_came_later_or_was_read(
    office: TestOffice, intake: Service, mail: MailServer
) -> None:
    choose(office, "tim3", wanted=True)
    before = waiting(office, intake, "tim3", at("2026-03-16", "16:00"))
    later = waiting(office, intake, "tim3", at("2026-03-17", "07:30"))
    run(intake, at("2026-03-17", "10:00"))  # the worker stood still in the morning
    office.send_notices("intake", at("2026-03-17", "10:00"), **mail.settings)
    (sent,) = mail.mails
    text = sent.get_content().replace("\r\n", "\n")
    assert text.startswith("Ada 1 pemberitahuan yang belum Anda baca:\n")
    assert before in text
    assert later not in text
    assert text.endswith("http://localhost:8000/intake/notices\n")
    with office.accounts.transaction() as session:
        bell.mark_all(session, "tim3", at("2026-03-17", "11:00"))
    run(intake, at("2026-03-18", "08:00"))
    assert posted(intake, "tim3") == ["2026-03-17"]
    choose(office, "tim3", wanted=False)

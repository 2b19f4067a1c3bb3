"""A chain of initials (paraf) before the Camat, as the office sets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.letters.tables import Letter
from services.letters.tasks import JOBS
from services.shared.calendar import clock
from services.shared.rights.people import SYSTEM
from tests.letters.test_conflict import listed, mark
from tests.support import notices
from tests.support.letters import LetterUnderTest, person
from tests.support.office import TestOffice
from tests.support.ways import other_office


@pytest.fixture(scope="module")
def chained(office: TestOffice, tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """The section head initials each letter."""
    folder: Path = tmp_path_factory.mktemp("initials")
    return other_office(office, folder, initials='["kasi"]')


def test_the_version_is_initialled_then_signed(chained: TestOffice) -> None:
    letter = LetterUnderTest(chained)
    assert letter.submit()["state"] == "letter_initials"
    page = person(chained, "kasi").get(letter.page).get_data(as_text=True)
    assert "Bubuhkan paraf pada versi 1" in page
    assert letter.id in person(chained, "kasi").get("/letters/").get_data(as_text=True)
    letter.sign(409)
    before = letter.now()["version"]
    done = letter.do("kasi", "initial", **letter.reviewed())
    assert (done["state"], done["drafts"][-1]["initials"]) == ("letter_review", ["kasi"])
    assert letter.do("kasi", "initial", version=before, **letter.reviewed())["version"] == before + 1  # pressed twice
    assert "Contoh Rondonuwu" in person(chained, "camat").get(letter.page).get_data(as_text=True)
    assert letter.sign()["state"] == "letter_signed"


def test_the_initialler_sends_it_back_and_a_new_version_needs_a_new_paraf(chained: TestOffice) -> None:
    letter = LetterUnderTest(chained)
    letter.submit()
    back = letter.do("kasi", "return-draft", note="Sebutkan dasar hukumnya.", comments=[{"block": 1, "note": "Kurang"}])
    assert (back["state"], back["corrections"][-1]["by"]) == ("letter_drafting", "Contoh Rondonuwu, S.Sos.")
    letter.submit()
    letter.do("kasi", "initial", **letter.reviewed())
    letter.correct()
    again = letter.submit(body="Isi baru.")
    assert (again["state"], again["drafts"][-1]["initials"]) == ("letter_initials", [])


def test_only_the_version_that_was_read_and_only_by_whose_turn_it_is(chained: TestOffice, office: TestOffice) -> None:
    letter = LetterUnderTest(chained)
    letter.submit()
    letter.do("kasi", "initial", 409, draft_no=1, sha256="0" * 64)
    letter.do("camat", "initial", 403, **letter.reviewed())
    other = LetterUnderTest(office).to_state("letter_review")
    other.do("kasi", "initial", 409, **other.reviewed())


def test_each_whose_turn_it_is_hears_the_bell_and_is_reminded(chained: TestOffice) -> None:
    letter, service = LetterUnderTest(chained), chained.service("letters")
    letter.submit()
    assert notices.told(service, letter.id)[-1] == ("person:kasi", "letter_to_initial")
    with service.reading() as session:
        day = clock.local(session.get_one(Letter, letter.id).moved_at).date()
    late = service.calendar.deadline(day, service.office.limits["letter_signing"])
    notices.remind(chained, "letters", notices.at(service.calendar.add(late, 1).isoformat()))
    assert ("person:kasi", "initialling_over") in notices.told(service, letter.id)
    assert ("role:camat", "letter_in_review") not in notices.told(service, letter.id)
    letter.do("kasi", "initial", **letter.reviewed())
    assert ("role:camat", "letter_in_review") in notices.told(service, letter.id)


def test_a_conflict_of_the_last_initialler_gives_the_letter_to_the_camat(chained: TestOffice) -> None:
    letter = LetterUnderTest(chained)
    letter.submit()
    mark(letter, {"usernames": ["kasi"], "stood_in": ["section_head"]})
    assert letter.now()["state"] == "letter_review"
    assert letter.id not in listed(chained, "kasi")
    assert ("role:camat", "letter_in_review") in notices.told(chained.service("letters"), letter.id)
    page = person(chained, "camat").get(letter.page).get_data(as_text=True)
    assert "Tidak ada lagi yang perlu memaraf versi 1; diajukan kepada Camat" in page
    mark(letter, {"usernames": [], "stood_in": []})  # lifted: what was passed on stays there
    assert letter.sign()["state"] == "letter_signed"


def test_a_chain_that_the_office_gave_up_keeps_no_letter_waiting(chained: TestOffice, office: TestOffice) -> None:
    letter = LetterUnderTest(chained)
    letter.submit()
    service = office.service("letters")  # the same letters, by an office.toml without a chain
    (job,) = [job for job in JOBS if job.name == "letters.pass_initials"]
    with chained.service("letters").work(SYSTEM) as work:
        job.run(work)
    assert letter.now()["state"] == "letter_initials"  # the chain still holds
    with service.work(SYSTEM) as work:
        job.run(work)
    assert letter.now()["state"] == "letter_review"
    assert ("role:camat", "letter_in_review") in notices.told(service, letter.id)

"""A chain of initials (paraf) before the Camat, as the office sets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.letters import LetterUnderTest, person
from tests.support.office import TestOffice
from tests.support.ways import other_office


@pytest.fixture(scope="module")
def chained(office: TestOffice, tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """The section head initials each letter."""
    folder: Path = tmp_path_factory.mktemp("initials")
    return other_office(office, folder, initials='["kasi"]')


def reviewed(letter: LetterUnderTest) -> dict[str, object]:
    newest = letter.now()["drafts"][-1]
    return {"draft_no": newest["no"], "sha256": newest["sha256"]}


def test_the_version_is_initialled_then_signed(chained: TestOffice) -> None:
    letter = LetterUnderTest(chained)
    assert letter.submit()["state"] == "letter_initials"
    page = person(chained, "kasi").get(letter.page).get_data(as_text=True)
    assert "Bubuhkan paraf pada versi 1" in page
    assert letter.id in person(chained, "kasi").get("/letters/").get_data(as_text=True)
    letter.sign(409)
    before = letter.now()["version"]
    done = letter.do("kasi", "initial", **reviewed(letter))
    assert (done["state"], done["drafts"][-1]["initials"]) == ("letter_review", ["kasi"])
    assert letter.do("kasi", "initial", version=before, **reviewed(letter))["version"] == before + 1  # pressed twice
    assert "Contoh Rondonuwu" in person(chained, "camat").get(letter.page).get_data(as_text=True)
    assert letter.sign()["state"] == "letter_signed"


def test_the_initialler_sends_it_back_and_a_new_version_needs_a_new_paraf(chained: TestOffice) -> None:
    letter = LetterUnderTest(chained)
    letter.submit()
    back = letter.do("kasi", "return-draft", note="Sebutkan dasar hukumnya.", comments=[{"block": 1, "note": "Kurang"}])
    assert (back["state"], back["corrections"][-1]["by"]) == ("letter_drafting", "Contoh Rondonuwu, S.Sos.")
    letter.submit()
    letter.do("kasi", "initial", **reviewed(letter))
    letter.correct()
    again = letter.submit(body="Isi baru.")
    assert (again["state"], again["drafts"][-1]["initials"]) == ("letter_initials", [])


def test_only_the_version_that_was_read_and_only_by_whose_turn_it_is(chained: TestOffice, office: TestOffice) -> None:
    letter = LetterUnderTest(chained)
    letter.submit()
    letter.do("kasi", "initial", 409, draft_no=1, sha256="0" * 64)
    letter.do("camat", "initial", 403, **reviewed(letter))
    other = LetterUnderTest(office).to_state("letter_review")
    other.do("kasi", "initial", 409, **reviewed(other))

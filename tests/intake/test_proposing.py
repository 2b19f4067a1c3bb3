"""Step 3: kind and title proposed from a story's words, by the office's file and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.demo.stories import STORIES
from services.intake.rules.cases import located
from services.intake.rules.proposing import Proposed, propose
from services.shared.config import office as offices
from services.shared.config.proposals import Proposal
from services.shared.config.settings import SettingsError
from tests.support.intake import Desk, new_nik, person
from tests.support.office import TestOffice

FILE = Path(__file__).parents[2] / "deploy/office.toml"
OURS = {
    "noise": Proposal(words=("musik", "bising"), title="Suara keras"),
    "liquor": Proposal(words=("mabuk",), title="Minuman keras"),
}


@pytest.mark.parametrize(
    ("story", "place", "proposed"),
    [
        ("Tetangga memutar MUSIK sampai pagi", "Jaga II", Proposed("noise", "Suara keras di Jaga II")),
        ("Sekelompok orang mabuk-mabukan", "", Proposed("liquor", "Minuman keras")),
        ("Orang mabuk memutar musik bising", "", Proposed("noise", "Suara keras")),
        ("Sesuatu yang lain", "Jaga II", Proposed()),
        ("musik", "x" * 200, Proposed("noise", "Suara keras")),
        ("", "", Proposed()),
    ],
)
def test_the_kind_with_most_of_its_words_is_proposed(story: str, place: str, proposed: Proposed) -> None:
    assert propose(story, place, OURS) == proposed


def test_an_office_without_a_list_proposes_nothing() -> None:
    assert propose("musik keras sekali", "", {}) == Proposed()


def test_the_shipped_list_knows_most_stories_of_the_demonstration() -> None:
    known = offices.load(FILE).proposals
    kinds = [story.category == propose(story.case["uraian"], "", known).category for story in STORIES]
    assert kinds.count(True) >= len(kinds) - 4, kinds


def test_a_list_for_a_kind_that_there_is_not_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "office.toml"
    wrong.write_text(FILE.read_text().replace("\nlivestock = { words", "\nlivestok = { words"))
    with pytest.raises(SettingsError, match=r"livestok.*livestock"):
        offices.load(wrong)


def test_the_village_is_added_to_the_place_unless_it_stands_there() -> None:
    assert located("Kebun Jaga III", "Malola") == "Kebun Jaga III, Desa Malola"
    assert located("Kebun di Malola", "Malola") == "Kebun di Malola"
    assert located("Kebun", "") == "Kebun"


def test_the_screens_are_told_what_nik_and_story_tell(office: TestOffice) -> None:
    desk, clerk, number = Desk(office), person(office), new_nik()
    asked = {"nik": number, "birth_date": "23/01/1971", "gender": "female"}
    told = clerk.post(f"{desk.page}/form/person", data=asked).json
    assert (told["birth_date"], told["gender"]) == ("22/01/1971", "male")
    assert "Tanggal lahir yang ditulis tidak sama" in told["found"]
    assert "Jenis kelamin yang ditulis tidak sama" in told["found"]
    proposed = clerk.post(f"{desk.page}/form/proposed", data={"story": "Sapi dilepas di kebun", "place": "Jaga I"}).json
    assert proposed == {"category": "livestock", "title": "Ternak lepas di Jaga I"}
    for who in ("kasi", "camat", "auditor", "admin", "registrasi"):
        assert person(office, who).post(f"{desk.page}/form/person", data=asked).status_code == 403


def test_without_script_the_next_page_has_what_was_proposed(office: TestOffice) -> None:
    desk, clerk = Desk(office), person(office)
    typed = {"applicant.nik": new_nik(), "complaint.story": "Sapi tetangga dilepas dan merusak kebun jagung saya."}
    kept = clerk.post(f"{desk.page}/save-draft", data=typed | {"version": str(desk.now()["version"]), "lookup": "1"})
    assert kept.status_code == 302
    page = clerk.get(f"{desk.page}/form").text
    assert 'value="22/01/1971"' in page
    assert 'value="Ternak lepas"' in page

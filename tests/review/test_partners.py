"""Step 10: the office's villages are partners; police, prosecutor and army are no technical agency."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pytest

from deploy.setup import OFFICE_FILE
from services.intake.rules.cases import propose_class
from services.review.rules.choices import addressee, check_partner
from services.review.shown.statistics import sections
from services.shared.config import office as office_file
from services.shared.config.partners import Partner
from services.shared.errors import RuleBroken
from tests.review.test_statistics import counted
from tests.review.test_team import paper
from tests.support.review import Desk

OFFICE = office_file.load(OFFICE_FILE)
MAKASILI = "7105152007"


def test_each_village_is_a_partner_with_title_and_place_of_its_head() -> None:
    found = {one.village: one for one in OFFICE.contacts if one.village}
    assert set(found) == set(OFFICE.villages.values())
    one = found["Makasili"]
    assert (one.code, one.kind, one.place, addressee(one)) == (MAKASILI, "village", "Makasili", "Hukum Tua Makasili")
    heads = OFFICE.model_dump() | {"village_heads": {MAKASILI: "Contoh Hukum Tua"}}
    assert office_file.Office.model_validate(heads).partner(MAKASILI).person == "Contoh Hukum Tua"


@dataclass(frozen=True)
class Called:
    name: str
    law: bool = False


@pytest.mark.parametrize(
    "called",
    [
        Called("Polres Minahasa Selatan", law=True),
        Called("Polres Minahasa Selatan"),
        Called("Kejaksaan Negeri Minahasa Selatan"),
        Called("Kodim 1302/Minahasa"),
        Called("Satuan Brimob", law=True),
    ],
    ids=lambda called: called.name,
)
def test_who_bears_arms_or_prosecutes_is_never_a_technical_agency(called: Called) -> None:
    one = Partner(code="x", kind="agency", name=called.name, law_enforcement=called.law)
    assert (one.technical, one.level) == (False, "forkopimcam")
    with pytest.raises(RuleBroken):
        check_partner("agency", "coordinate", one.level)
    for mode in ("hand_over", "input_and_hand_over"):
        with pytest.raises(RuleBroken):
            check_partner(one.level, mode, one.level)


def test_satpol_pp_is_an_agency() -> None:
    assert OFFICE.partner("satpolpp").technical
    assert OFFICE.partner("koramil").level == "forkopimcam"


@pytest.mark.parametrize(
    ("positions", "found"),
    [
        ([], "ordinary"),
        (["Hukum Tua"], "oversight"),
        ([""], "oversight"),
        (["Anggota Polsek Motoling"], "ordinary"),
        (["Babinsa"], "ordinary"),
        (["Petugas PLN"], "ordinary"),
        (["Anggota TNI", "Kepala Urusan"], "oversight"),
    ],
)
def test_oversight_is_proposed_for_officials_of_the_regency_only(positions: list[str], found: str) -> None:
    assert propose_class(positions) == found


def test_the_village_that_was_spoken_with_is_recorded_and_printed(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    case = desk.do(case_no, "coordinate", partner=MAKASILI)
    row = case["coordinations"][-1]
    assert (row["village"], row["partner_name"], row["step"]) == ("Makasili", "Pemerintah Desa Makasili", "10a")
    desk.do(case_no, "submit_report")
    assert "Pemerintah Desa" in paper(desk, case_no, "report").replace("\r\n", " ")


def test_one_record_asks_for_input_and_hands_over(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    body = {"partner": "dinas_pupr", "mode": "input_and_hand_over"}
    assert desk.do(case_no, "coordinate", **body)["coordinations"][-1]["step"] == "10c"
    assert desk.do(case_no, "submit_report")["reports"][-1]["proposes"] == "12c"


def test_the_police_get_no_delegation(desk: Desk) -> None:
    team = desk.case("team_assigned")
    for partner in ("polres", "kejaksaan"):
        assert desk.do(team, "coordinate", partner=partner)["coordinations"][-1]["step"] == "10b"
        refused = desk.do(team, "coordinate", partner=partner, mode="input_and_hand_over", expect=422)
        assert "mode" in refused["errors"]
    case_no = desk.case("camat_decision")
    assert "partner" in desk.do(case_no, "decide_delegation", partner="polres", expect=422)["errors"]
    page = desk.person("camat").get(f"/review/cases/{case_no}").text
    delegation = page[page.index("decide-delegation") : page.index("decide-report-law")]
    assert "Polres" not in delegation


def test_the_villages_that_were_spoken_with_are_counted(desk: Desk) -> None:
    before = counted(desk).counts.get("talked", Counter())["Lolombulan Makasili"]
    case_no = desk.case("team_assigned")
    desk.do(case_no, "coordinate", partner="7105152015")
    found = counted(desk)
    assert found.counts["talked"]["Lolombulan Makasili"] == before + 1
    titles = {section.title: section.rows for section in sections(desk.service.office, found)}
    assert ["Lolombulan Makasili", before + 1] in titles["Koordinasi dengan pemerintah desa (10a)"]

"""Step 8c: one member leads, and the Camat changes the disposition afterwards; told to whom it concerns."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from services.handoffs.review_to_letters import TEAM_CHANGED
from services.letters.tables import Letter
from tests.review.test_consultation import rung
from tests.review.test_team import paper
from tests.support.letters import LetterUnderTest, envelope, take
from tests.support.review import Desk, in_days


def test_one_member_leads_and_stands_on_the_sheet(desk: Desk) -> None:
    case_no = desk.case("camat_review")
    refused = desk.do(case_no, "dispose_to_team", leader="tim3", expect=422)
    assert "Centang juga namanya" in refused["errors"]["leader"][0]
    case = desk.do(case_no, "dispose_to_team", leader="tim2")
    assert [one["username"] for one in case["members"] if one["leads"]] == ["tim2"]
    assert "(ketua)" in paper(desk, case_no, "disposition")
    other = desk.case("team_assigned")
    assert [one["username"] for one in desk.see(other)["members"] if one["leads"]] == ["tim1"], "left out: the first"


def test_a_disposition_is_changed_and_everybody_whom_it_concerns_hears_it(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    desk.do(case_no, "assign_task", member="tim2", what="Temui kedua pihak")
    told = len(desk.posted(case_no, "case_progressed"))
    words = {"members": ["tim1", "tim3"], "leader": "tim3", "due": in_days(12), "reason": "Anggota sakit."}
    case = desk.do(case_no, "change_disposition", **words)
    assert (case["state"], case["due"]) == ("team_assigned", in_days(12))
    assert {one["username"] for one in case["members"]} == {"tim1", "tim3"}
    assert [row["leader"] for row in case["dispositions"]] == ["tim1", "tim3"], "what was before stays written"
    assert [row["username"] for row in case["tasks"]] == ["tim3"], "open tasks of who leaves are the leader's"
    assert f"{case_no} didisposisikan kepada Anda" in rung(desk, "tim3", case_no)
    assert f"disposisi {case_no} diubah Camat" in rung(desk, "tim1", case_no)
    assert f"{case_no} tidak lagi didisposisikan kepada Anda" in rung(desk, "tim2", case_no)
    desk.see(case_no, "tim2", expect=404)
    desk.see(case_no, "tim3")
    assert len(desk.posted(case_no, "case_progressed")) == told, "the applicant is told nothing of it"
    assert "Anggota sakit." in desk.person("camat").get(f"/review/cases/{case_no}").text
    for username in ("kasi", "tim1", "auditor"):
        desk.do(case_no, "change_disposition", username=username, expect=403)


def test_letters_under_way_follow_the_team(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    desk.do(case_no, "coordinate", result="", with_letter=True)
    desk.do(case_no, "change_disposition", members=["tim3"], reason="Anggota sakit.")
    assert desk.posted(case_no, "team_changed", "letters")[-1]["team"] == ["tim3"]
    letter = LetterUnderTest(desk.office).to_state("letter_drafting")
    (done,) = take(desk.office, envelope(TEAM_CHANGED, letter.case_no, {"team": ["tim3"]}))
    assert done.outcome == "done"
    with desk.office.service("letters").reading() as session:
        assert session.scalar(select(Letter.team).where(Letter.id == uuid.UUID(letter.id))) == ["tim3"]

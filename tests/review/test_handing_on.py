"""Somebody leaves or falls ill: all that is open goes to another in one act, told to both, written in each case."""

from __future__ import annotations

from sqlalchemy import select

from services.handoffs.review_to_letters import TEAM_CHANGED
from services.review.queries import deadlines
from services.review.tables import FollowUp, Task
from services.shared.audit import trail
from services.shared.notices.posting import person
from services.shared.notices.tables import notice
from services.shared.rights.people import Actor, Role
from tests.support.letters import LetterUnderTest
from tests.support.letters import envelope as to_letters
from tests.support.letters import take as taken_by_letters
from tests.support.office import TestOffice
from tests.support.review import Desk, in_days

PATH = "/review/api/handing-on"
REASON = "Sakit sampai waktu yang belum diketahui"


def hand_on(desk: Desk, who: str, username: str, to: str, expect: int = 200) -> dict[str, list[str]]:
    body = {"username": username, "to": to, "reason": REASON}
    found: dict[str, list[str]] = desk.person(who).do(PATH, body, expect)
    return found


def of_team(desk: Desk, state: str, *members: str) -> str:
    """A case whose disposition names these members."""
    case_no = desk.case("camat_review")
    desk.do(case_no, "dispose_to_team", members=list(members))
    if state == "letter_requested":
        desk.do(case_no, "submit_report", username=members[0])
        desk.do(case_no, "decide_written_letter")
    return case_no


def clear(desk: Desk, username: str, to: str) -> None:
    """What earlier tests left open with somebody is another's."""
    hand_on(desk, "admin", username, to)


def told(desk: Desk, case_no: str, username: str) -> list[str]:
    mine = select(notice.c.text).where(notice.c.subject == case_no, notice.c.recipient == person(username))
    with desk.service.reading() as session:
        return list(session.scalars(mine.where(notice.c.kind == "handed_on")))


def test_everything_open_goes_in_one_act(desk: Desk) -> None:
    clear(desk, "tim3", "tim1")
    alone, both = of_team(desk, "team_assigned", "tim3"), of_team(desk, "team_assigned", "tim2", "tim3")
    letter = of_team(desk, "letter_requested", "tim3")
    desk.do(alone, "assign_task", username="tim3", member="tim3", what="Mengukur ulang", due_on=in_days(3))
    done = hand_on(desk, "kasi", "tim3", "tim2")
    assert (done["cases"], done["kept"]) == (sorted([alone, both, letter]), [])
    for case_no in (alone, both, letter):
        case = desk.see(case_no)
        assert [one["username"] for one in case["members"]] == ["tim2"]
        assert desk.see(case_no, "tim2")["case_no"] == case_no
        desk.see(case_no, "tim3", 404)
        assert (len(told(desk, case_no, "tim2")), len(told(desk, case_no, "tim3"))) == (1, 1)
        with desk.service.reading() as session:
            line = trail.audit.c
            notes = list(session.scalars(select(line.note).where(line.subject == case_no, line.verb == "hand_on_work")))
        assert len(notes) == 1
        assert REASON in notes[0]
    with desk.service.reading() as session:
        assert set(session.scalars(select(Task.username).where(Task.case_no == alone))) == {"tim2"}
    (message,) = desk.posted(letter, "team_changed", "letters")
    assert message["team"] == ["tim2"]
    assert desk.posted(alone, "team_changed") == []
    assert [one["leads"] for one in desk.see(both)["members"]] == [True]
    assert hand_on(desk, "kasi", "tim3", "tim2") == {"cases": [], "kept": []}, "pressed twice"


def owed(desk: Desk, username: str, case_no: str) -> list[str]:
    """What *my work* has of a case beside the case itself."""
    actor = Actor(None, username, username, frozenset({Role.TEAM}))
    with desk.service.reading() as session:
        return sorted(one.thing for one in deadlines.owed(session, actor).rows if one.case_no == case_no)


def test_an_answer_that_is_awaited_is_the_successor_s_and_nobody_s_once_the_case_is_withdrawn(desk: Desk) -> None:
    clear(desk, "tim3", "tim1")
    clear(desk, "tim2", "tim1")
    case_no = of_team(desk, "team_assigned", "tim3")
    desk.do(case_no, "coordinate", username="tim3", result="")
    desk.do(case_no, "assign_task", username="tim3", member="tim3", what="Mengukur ulang", due_on=in_days(3))
    hand_on(desk, "kasi", "tim3", "tim2")
    assert owed(desk, "tim2", case_no) == ["coordination", "task"]
    assert owed(desk, "tim3", case_no) == []
    desk.withdrawn(case_no)
    assert owed(desk, "tim2", case_no) == [], "nothing of it can be done any more"


def test_an_answer_that_is_awaited_after_the_end_goes_too(desk: Desk) -> None:
    clear(desk, "tim3", "tim1")
    case_no = of_team(desk, "team_assigned", "tim3")
    desk.do(case_no, "submit_report", username="tim3")
    desk.do(case_no, "decide_delegation")
    desk.do(case_no, "convey_and_close", username="tim3")
    with desk.service.database.transaction() as session:
        row = session.scalars(select(FollowUp).where(FollowUp.case_no == case_no)).one()
        assert row.due_on
    assert case_no in hand_on(desk, "admin", "tim3", "tim2")["cases"]
    with desk.service.reading() as session:
        row = session.scalars(select(FollowUp).where(FollowUp.case_no == case_no)).one()
    assert (row.by, row.awaited_by) == ("tim3", "tim2"), "who told the applicant stays written"
    assert case_no in desk.person("tim2").get("/review/work/panel").text


def test_only_who_may_and_only_to_the_team(desk: Desk) -> None:
    for who in ("camat", "tim1", "auditor", "loket1"):
        hand_on(desk, who, "tim1", "tim2", 403)
    for to in ("loket1", "tim1", "tidak.ada"):
        answer = desk.person("kasi").do(PATH, {"username": "tim1", "to": to, "reason": REASON}, 422)
        assert list(answer["errors"]) == ["to"]
    assert desk.person("tim1").get("/review/handing-on").status_code == 403
    assert "Alihkan pekerjaan" in desk.person("kasi").get("/review/handing-on?of=tim1").text
    assert "/review/handing-on" in desk.person("kasi").get("/review/cases").text
    assert "/review/handing-on" not in desk.person("tim1").get("/review/cases").text
    assert "handing-on?of=tim1" in desk.person("admin").get("/intake/staff/tim1").text


def test_a_case_in_which_the_other_has_no_part_stays(desk: Desk) -> None:
    clear(desk, "tim3", "tim1")
    case_no, free = of_team(desk, "team_assigned", "tim3"), of_team(desk, "team_assigned", "tim3")
    desk.do(case_no, "mark_conflict", usernames=["tim2"])
    done = hand_on(desk, "admin", "tim3", "tim2")
    assert (done["cases"], done["kept"]) == ([free], [case_no])
    assert [one["username"] for one in desk.see(case_no)["members"]] == ["tim3"]
    assert told(desk, case_no, "tim2") == []


def test_who_is_barred_from_a_case_moves_nothing_of_it_and_hears_nothing(desk: Desk) -> None:
    clear(desk, "tim3", "tim1")
    case_no = of_team(desk, "team_assigned", "tim3")
    desk.do(case_no, "mark_conflict", usernames=["kasi"], username="camat")
    done = hand_on(desk, "kasi", "tim3", "tim2")
    assert case_no not in done["cases"] + done["kept"]
    assert [one["username"] for one in desk.see(case_no)["members"]] == ["tim3"]


def test_the_letters_that_are_still_written_follow(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    before = letter.now()["team"]
    team = ["tim3", *before[1:]]
    answers = taken_by_letters(office, to_letters(TEAM_CHANGED, letter.case_no, {"team": team}))
    assert [one.outcome for one in answers] == ["done"]
    assert letter.now()["team"] == team

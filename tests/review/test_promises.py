"""Promises of a mediation are watched: reminded, kept, broken; broken leads back to the Camat or to a new complaint."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from services.review.notices import reminders
from services.shared.calendar import clock
from services.shared.notices.tables import notice
from services.shared.rights.people import SYSTEM
from tests.support.review import Desk


def rung(desk: Desk, case_no: str, kind: str) -> list[tuple[str, bool]]:
    """Who hears a kind of notice about a case, and whether it is over."""
    asked = select(notice.c.recipient, notice.c.done_by).where(notice.c.subject == case_no, notice.c.kind == kind)
    with desk.service.reading() as session:
        return sorted((row.recipient, row.done_by is not None) for row in session.execute(asked))


def remind(desk: Desk, days: int) -> None:
    with desk.service.work(SYSTEM, clock.now() + timedelta(days=days)) as work:
        reminders.remind_all(work)


def test_a_promise_is_reminded_once_and_no_more_when_it_was_kept(desk: Desk) -> None:
    case_no, promise = desk.promised()
    remind(desk, 10)
    remind(desk, 10)
    assert rung(desk, case_no, "promise_near") == [("person:tim1", False), ("person:tim2", False)]
    case = desk.do(case_no, "settle_promise", "tim2", promise_id=promise, state="kept", note="Dilihat di lokasi")
    assert (case["promises"][0]["state"], case["state"]) == ("kept", "team_assigned")
    assert rung(desk, case_no, "promise_near") == [("person:tim1", True), ("person:tim2", True)]
    assert "settle_promise" not in case["verbs"]
    again = {"promise_id": promise, "state": "kept", "note": "Dilihat di lokasi"}
    desk.do(case_no, "settle_promise", "tim2", **again)
    desk.do(case_no, "settle_promise", "tim1", expect=409, promise_id=promise, state="broken")


def test_broken_it_goes_back_to_the_camat_who_chooses_again(desk: Desk) -> None:
    case_no, promise = desk.promised()
    refused = desk.do(case_no, "return_to_camat", "tim1", expect=422)
    assert "tidak ditepati" in refused["errors"]["reason"][0]
    desk.do(case_no, "settle_promise", "tim1", promise_id=promise, state="broken")
    assert rung(desk, case_no, "promise_broken") == [("role:camat", False)]
    assert desk.posted(case_no, "promise_broken") == [], "the case runs: nobody needs to complain anew"
    case = desk.do(case_no, "return_to_camat", "tim1")
    assert {"dispose_to_team", "call_mediation"} <= set(desk.see(case_no)["verbs"])
    assert case["state"] == "camat_review"
    assert rung(desk, case_no, "promise_broken") == [("role:camat", True)]


def test_broken_after_the_end_the_desk_tells_that_one_may_complain_anew(desk: Desk) -> None:
    case_no, promise = desk.promised("camat_review")
    desk.do(case_no, "resolve_directly", "camat")
    remind(desk, 10)
    assert rung(desk, case_no, "promise_near") == [("role:camat", False)], "ended, and still watched"
    assert "settle_promise" in desk.see(case_no, "kasi")["verbs"]
    page = desk.person("kasi").get(f"/review/cases/{case_no}").text
    assert "/settle-promise" in page
    case = desk.do(case_no, "settle_promise", "kasi", promise_id=promise, state="broken", note="Patok dicabut lagi")
    assert case["state"] == "closed_resolved_direct"
    (told,) = desk.posted(case_no, "promise_broken")
    assert told["promise_id"] == promise
    assert "Patok" not in str(told), "what was promised stays here"


def test_a_stranger_settles_nothing(desk: Desk) -> None:
    case_no, promise = desk.promised()
    desk.do(case_no, "settle_promise", "tim3", expect=404, promise_id=promise, state="kept")
    desk.do(case_no, "settle_promise", "auditor", expect=403, promise_id=promise, state="kept")
    other, _ = desk.promised()
    desk.do(other, "settle_promise", "tim1", expect=404, promise_id=promise, state="kept")
    waiting = desk.mediation("team_assigned")
    draft = desk.do(waiting, "add_promise", "tim1", **desk.participant(waiting))["promises"][0]["id"]
    desk.do(waiting, "settle_promise", "tim1", expect=409, promise_id=draft, state="kept")

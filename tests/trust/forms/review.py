"""Where the forms of a case stand, in review: as each of its pages shows them to who may send them."""

from __future__ import annotations

from pathlib import Path

from tests.support.forms import offered, verbs_on
from tests.support.moves import CASE
from tests.support.office import TestOffice
from tests.support.review import Desk as Reviewed


def with_open_parts(office: TestOffice, _: Path) -> set[str]:
    thing = CASE.make(CASE, office, "team_assigned", "")
    for verb in ("close_coordination", "finish_task"):
        CASE.part(thing, verb)
    return verbs_on(office, "tim1", [thing.page]) | verbs_on(office, "kasi", ["/review/handing-on"])


def without_its_report_number(office: TestOffice, _: Path) -> set[str]:
    """A case that was reported to the law (12d) before the report had a number."""
    desk = Reviewed(office)
    case_no = desk.case("law_followup")
    desk.do(case_no, "convey_and_close", reference="")
    return verbs_on(office, "tim1", [f"/review/cases/{case_no}"])


def with_evidence_prepared(office: TestOffice, _: Path) -> set[str]:
    desk = Reviewed(office)
    case_no = desk.case("law_followup")
    photo = next(one["id"] for one in desk.see(case_no)["files"] if one["role"] == "evidence")
    desk.do(case_no, "prepare_evidence", files=[photo])
    return offered(office, "tim1", f"/review/cases/{case_no}")


def mediated(office: TestOffice, _: Path) -> set[str]:
    """While a mediation is planned and something was promised; and after its minutes."""
    desk = Reviewed(office)
    planned, (held, _promise) = desk.mediation("team_assigned"), desk.promised()
    desk.do(planned, "add_promise", **desk.participant(planned))
    seen = verbs_on(office, "tim1", [f"/review/cases/{planned}", f"/review/cases/{held}"])
    desk.do(held, "settle_promise", "tim1", promise_id=_promise, state="broken")
    return seen | verbs_on(office, "tim1", [f"/review/cases/{held}"])


def without_a_camat(office: TestOffice, _: Path) -> set[str]:
    """Every Camat is barred: a second person is asked."""
    desk = Reviewed(office)
    case_no = desk.case("camat_review")
    desk.do(case_no, "mark_conflict", username="kasi", usernames=["camat"])
    return verbs_on(office, "auditor", [f"/review/cases/{case_no}"])


LOOKS = (with_open_parts, without_its_report_number, with_evidence_prepared, mediated, without_a_camat)

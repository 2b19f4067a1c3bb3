"""*Urungkan*: one's own last step is taken back where it stayed in the house, and nowhere else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text, update

from services.review.rules.undoing import STAYS, WITHIN
from services.review.states import State
from services.review.tables import LastStep
from services.shared.rights.people import SYSTEM
from tests.review.test_uploads import uploads
from tests.support.intake import picture
from tests.support.review import Desk

# What stays in the house, of all the moves that lead to where they begin: found by trying, not listed in the product.
TAKEN_BACK = {"coordinate", "close_coordination", "assign_task", "finish_task", "note_visit"}


def tried(desk: Desk, verb: str) -> tuple[str, list[str]]:
    """A case of the team in which a verb was done; what may be done next."""
    case_no = desk.case("team_assigned")
    if verb == "close_coordination":
        open_one = desk.do(case_no, "coordinate", result="")["coordinations"][0]["id"]
        return case_no, desk.do(case_no, verb, coordination_id=open_one)["verbs"]
    if verb == "finish_task":
        task = desk.do(case_no, "assign_task")["tasks"][0]["id"]
        return case_no, desk.do(case_no, verb, task_id=task)["verbs"]
    return case_no, desk.do(case_no, verb)["verbs"]


def view(desk: Desk, case_no: str, username: str = "tim1") -> dict[str, object]:
    return desk.person(username).ask(f"/review/api/cases/{case_no}")


@pytest.mark.parametrize("verb", sorted(TAKEN_BACK))
def test_a_step_that_stayed_in_the_house_leaves_nothing_but_its_two_lines(desk: Desk, verb: str) -> None:
    case_no, may = tried(desk, verb)
    assert "undo" in may
    after = view(desk, case_no)
    back = desk.do(case_no, "undo", username="tim1")
    assert "undo" not in back["verbs"]
    same = ("coordinations", "tasks", "visits", "path", "state")
    changed = [name for name in same if back.get(name) != after.get(name)]
    assert changed, "something was taken back"
    if verb in {"coordinate", "assign_task", "note_visit"}:
        assert not any(back[name] for name in ("coordinations", "tasks", "visits"))
    else:
        (row,) = (*back["coordinations"], *back["tasks"])
        assert (row.get("closed_at"), row.get("done_at")) == (None, None)
    notes = [line["note"] for line in back["timeline"]]
    assert notes[-1] == f"Diurungkan: {notes[-2]}"


def test_files_that_belonged_to_it_are_loose_again(desk: Desk) -> None:
    case_no, data = desk.case("team_assigned"), picture("tinjauan")
    uploads(desk, case_no, role="visit").whole(data, "lokasi.jpg")
    desk.do(case_no, "note_visit")
    held = [file for file in view(desk, case_no)["files"] if file["role"] == "visit"]  # type: ignore[attr-defined]
    assert held[0]["visit_id"]
    desk.do(case_no, "undo", username="tim1")
    (left,) = [file for file in view(desk, case_no)["files"] if file["role"] == "visit"]  # type: ignore[attr-defined]
    assert left["visit_id"] is None


@pytest.mark.parametrize(("verb", "state", "who"), [
    ("consult", "camat_review", "camat"), ("change_disposition", "team_assigned", "camat"),
    ("submit_report", "team_assigned", "tim1"), ("report_to_camat", "section_head_review", "kasi"),
    ("mark_conflict", "camat_review", "kasi"), ("dispose_to_team", "camat_review", "camat"),
])  # fmt: skip
def test_what_was_told_or_handed_over_is_not_taken_back(desk: Desk, verb: str, state: str, who: str) -> None:
    case_no = desk.case(state)
    assert "undo" not in desk.do(case_no, verb, username=who)["verbs"]
    assert "sudah" in desk.do(case_no, "undo", username=who, expect=409)["message"]


def test_a_request_by_letter_is_handed_over(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    assert "undo" not in desk.do(case_no, "coordinate", result="", with_letter=True)["verbs"]


def test_only_who_did_it_takes_it_back_and_only_at_once(desk: Desk) -> None:
    case_no, _ = tried(desk, "note_visit")
    desk.do(case_no, "undo", username="tim2", expect=409)
    desk.do(case_no, "undo", username="kasi", expect=409)
    desk.do(case_no, "undo", username="tim3", expect=404)
    desk.do(case_no, "undo", username="auditor", expect=403)
    with desk.service.work(SYSTEM) as work:
        early = LastStep.at - WITHIN - timedelta(seconds=1)
        work.session.execute(update(LastStep).where(LastStep.case_no == case_no).values(at=early))
    assert "10 menit" in desk.do(case_no, "undo", username="tim1", expect=409)["message"]
    assert "undo" not in view(desk, case_no)["verbs"]  # type: ignore[operator]


def test_pressed_twice_it_is_done_once_and_a_stale_page_is_told(desk: Desk) -> None:
    case_no, _ = tried(desk, "note_visit")
    version = desk.version(case_no)
    first = desk.do(case_no, "undo", username="tim1", version=version)
    assert desk.do(case_no, "undo", username="tim1", version=version)["version"] == first["version"]
    desk.do(case_no, "note_visit")
    desk.do(case_no, "undo", username="tim1", version=version, expect=409)


def test_what_somebody_added_to_it_meanwhile_is_not_torn_off(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    row = desk.do(case_no, "coordinate", result="")["coordinations"][0]["id"]
    path = f"/review/api/cases/{case_no}/files?role=coordination&coordination_id={row}"
    sent = desk.person("tim2").post(path, data=picture("balasan"), headers={"X-File-Name": "balasan.jpg"})
    assert sent.status_code == 201, sent.get_data(as_text=True)
    assert "disusul" in desk.do(case_no, "undo", username="tim1", expect=409)["message"]
    assert view(desk, case_no)["coordinations"]
    assert "undo" not in view(desk, case_no)["verbs"]  # type: ignore[operator]


def test_what_the_machine_told_meanwhile_stands(desk: Desk) -> None:
    case_no, _ = tried(desk, "assign_task")
    with desk.service.work(SYSTEM) as work:
        told = (
            "insert into notice (id, kind, subject, recipient, occasion, channel, text, link, created_at, next_at) "
            "values (gen_random_uuid(), 'task', :no, 'person:tim1', 'x', 'bell', 'x', '', now(), now())"
        )
        work.session.execute(text(told), {"no": case_no})
    desk.do(case_no, "undo", username="tim1", expect=409)


def test_the_page_offers_it_right_after_the_step(desk: Desk) -> None:
    case_no, _ = tried(desk, "note_visit")
    page = desk.person("tim1").get(f"/review/cases/{case_no}").text
    assert f'action="/review/cases/{case_no}/undo"' in page
    assert "undo-line" not in desk.person("tim2").get(f"/review/cases/{case_no}").text


def test_only_steps_that_lead_nowhere_else_can_stay_in_the_house() -> None:
    assert {(State.TEAM_ASSIGNED, verb) for verb in TAKEN_BACK} <= STAYS
    assert not any(verb in {"submit_report", "dispose_to_team", "decline"} for _, verb in STAYS)

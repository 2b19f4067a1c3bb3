"""The applicant takes the complaint back before and after forwarding, or lets the time pass."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from services.handoffs.intake_to_registry import CASE_ENDED_AT_DESK, INTAKE_DOSSIER
from services.handoffs.intake_to_review import WITHDRAWAL_REQUESTED
from services.handoffs.outcomes import Outcome
from services.intake.states import State
from services.shared.jobs.tables import timed_job
from tests.support.intake import Desk, applicant, later, person
from tests.support.office import TestOffice


@pytest.mark.parametrize("state", [State.INTAKE_CHECK, State.AWAITING_COMPLETION])
def test_before_forwarding_the_desk_ends_it_and_tells_the_registry(office: TestOffice, state: State) -> None:
    desk = Desk(office).to_state(state)
    after = desk.withdrawn(reason="Sudah berdamai dengan tetangga").now()
    assert (after["state"], after["outcome"], after["deadline"]) == ("closed_withdrawn", "withdrawn", None)
    ended = CASE_ENDED_AT_DESK.load(desk.posted("case_ended")[0])
    assert ended["parts"] == ["intake"]
    assert ended["summary"] == "Dicabut oleh pemohon: Sudah berdamai dengan tetangga"
    assert ended["applicant_name"] == "Ferdinand Karundeng"
    dossier = INTAKE_DOSSIER.load(desk.posted("dossier_part")[0])
    assert {"id_card", "form"} <= {doc["role"] for doc in dossier["documents"]}
    assert [entry["verb"] for entry in dossier["timeline"]][-1] == "withdrawn"
    assert desk.posted(receiver="review") == []


def test_a_draft_is_withdrawn_with_what_is_known(office: TestOffice) -> None:
    desk = Desk(office, purpose="Melaporkan ternak lepas")
    desk.withdrawn(reason="Tidak jadi melapor", signature="")
    ended = CASE_ENDED_AT_DESK.load(desk.posted("case_ended")[0])
    assert (ended["applicant_name"], ended["title"]) == ("Tidak dicatat", "Melaporkan ternak lepas")
    assert INTAKE_DOSSIER.load(desk.posted("dossier_part")[0])["documents"] == []


def test_a_confidential_name_does_not_reach_the_register(office: TestOffice) -> None:
    desk = Desk(office).filled(who=applicant(confidential=True))
    desk.withdrawn(reason="Takut dibalas")
    ended = CASE_ENDED_AT_DESK.load(desk.posted("case_ended")[0])
    assert (ended["applicant_name"], ended["nik_masked"]) == ("Identitas dirahasiakan", "*" * 16)


@pytest.mark.parametrize("state", [State.FORWARDED, State.READY_FOR_HANDOVER, State.DELIVERED])
def test_after_forwarding_review_ends_it(office: TestOffice, state: State) -> None:
    desk = Desk(office).to_state(state)
    assert desk.withdrawn().now()["state"] == "withdrawal_requested"
    assert WITHDRAWAL_REQUESTED.load(desk.posted("withdrawal_requested")[0])["reason"] == "Sudah berdamai"
    assert desk.posted("case_ended") == []
    desk.closed(Outcome.WITHDRAWN)
    assert desk.now()["state"] == "closed_withdrawn"
    assert len(desk.posted("dossier_part")) == 1


@pytest.mark.parametrize("state", [State.INTAKE_CHECK, State.AWAITING_COMPLETION])
def test_a_returned_case_is_known_to_review_so_review_ends_it(office: TestOffice, state: State) -> None:
    desk = Desk(office).to_state(state, returned=True)
    assert desk.withdrawn().now()["state"] == "withdrawal_requested"
    assert len(desk.posted("withdrawal_requested")) == 1


@pytest.fixture
def not_yet_run(office: TestOffice) -> None:
    """No timed job has run in any day to come; other files of the suite let time pass, too."""
    with office.service("intake").database.transaction() as session:
        session.execute(delete(timed_job))


@pytest.mark.turns(3)
@pytest.mark.usefixtures("not_yet_run")
def test_a_file_that_is_not_completed_lapses_after_its_last_day(office: TestOffice) -> None:
    desk = Desk(office).to_state(State.AWAITING_COMPLETION)
    back = Desk(office).to_state(State.AWAITING_COMPLETION, returned=True)
    fresh = Desk(office).to_state(State.INTAKE_CHECK)
    assert "intake.lapse" in office.run_jobs("intake", later(30))
    assert desk.now()["state"] == "awaiting_completion"
    assert "intake.lapse" in office.run_jobs("intake", later(31))
    assert "intake.lapse" not in office.run_jobs("intake", later(31))
    assert desk.now()["state"] == "closed_withdrawn"
    assert CASE_ENDED_AT_DESK.load(desk.posted("case_ended")[0])["branch"] == "4>lapsed"
    assert len(desk.posted("dossier_part")) == 1
    assert back.now()["state"] == "withdrawal_requested"
    assert fresh.now()["state"] == "intake_check"


def test_an_office_may_switch_the_lapse_off(office: TestOffice) -> None:
    desk = Desk(office).to_state(State.AWAITING_COMPLETION)
    service = office.service("intake")
    facts = service.office
    service.office = facts.model_copy(update={"completion": facts.completion.model_copy(update={"lapse": False})})
    try:
        office.run_jobs("intake", later(400))
    finally:
        service.office = facts
    assert desk.now()["state"] == "awaiting_completion"
    desk.withdrawn()


def test_a_reason_is_needed(office: TestOffice) -> None:
    desk = Desk(office)
    assert desk.do("withdraw", {"reason": ""}, 422)["errors"]["reason"]
    person(office, "kasi").do(f"{desk.path}/withdraw", {"version": 1, "reason": "Saya mau"}, 403)

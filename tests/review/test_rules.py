"""Bad input and broken rules: 422 with messages per field, nothing changed; deadlines; the frozen report."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.handoffs.outcomes import way, way_of
from services.review.rules import dates
from services.review.rules.applicant import address_line
from services.review.rules.path import add_step, branch
from services.review.rules.report import canonical, fingerprint
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.conflicts import same_person
from tests.support.review import Desk

YESTERDAY, TOMORROW = (str((clock.now() + timedelta(days=days)).date()) for days in (-2, 2))  # so in every zone
BAD: list[tuple[str, str, dict[str, Any], str]] = [
    ("section_head_review", "report_to_camat", {"complete": False}, "complete"),
    ("section_head_review", "report_to_camat", {"conflict": True}, "notes.conflict"),
    ("section_head_review", "report_to_camat", {"notes": {"colour": "x"}}, "notes"),
    ("section_head_review", "link_case", {}, "other_no"),
    ("section_head_review", "report_to_camat", {"accurate": False}, "accurate"),
    ("section_head_review", "report_to_camat", {"identity_clear": False}, "identity_clear"),
    ("section_head_review", "report_to_camat", {"relevant": False}, "relevant"),
    ("section_head_review", "report_to_camat", {"analysis": "pendek sekali"}, "analysis"),
    ("section_head_review", "report_to_camat", {"class_code": "nonsense"}, "class_code"),
    ("section_head_review", "report_to_camat", {"urgency": "besok"}, "urgency"),
    ("section_head_review", "ask_clarification", {"missing": []}, "missing"),
    ("section_head_review", "ask_clarification", {"missing": 7}, "missing"),
    ("section_head_review", "decline", {"reason": ""}, "reason"),
    ("section_head_review", "decline", {"told_how": "pigeon"}, "told_how"),
    ("camat_review", "resolve_directly", {"solution": ""}, "solution"),
    ("camat_review", "resolve_directly", {"told_at": "kemarin"}, "told_at"),
    ("camat_review", "resolve_directly", {"told_at": "2999-01-01T00:00:00+00:00"}, "told_at"),
    ("camat_review", "resolve_directly", {"told_at": "2001-01-01T00:00:00+00:00"}, "told_at"),
    ("camat_review", "resolve_directly", {"told_at": "2026-11-24T10:00:00"}, "told_at"),
    ("camat_review", "call_face_to_face", {"date": YESTERDAY}, "date"),
    ("camat_review", "call_face_to_face", {"date": "2030-01-05"}, "date"),
    ("camat_review", "call_face_to_face", {"time": "25.00"}, "time"),
    ("camat_review", "dispose_to_team", {"members": []}, "members"),
    ("camat_review", "dispose_to_team", {"members": ["loket1"]}, "members"),
    ("camat_review", "dispose_to_team", {"due": YESTERDAY}, "due"),
    ("camat_review", "dispose_to_team", {"instructions": ["dance"]}, "instructions"),
    ("team_assigned", "coordinate", {"kind": "village", "partner": "polsek"}, "partner"),
    ("team_assigned", "coordinate", {"partner": "nobody"}, "partner"),
    ("team_assigned", "coordinate", {"mode": "hand_over"}, "mode"),
    ("team_assigned", "coordinate", {"held_on": TOMORROW}, "held_on"),
    ("team_assigned", "close_coordination", {"coordination_id": "x"}, "coordination_id"),
    ("team_assigned", "close_coordination", {}, "coordination_id"),
    ("team_assigned", "coordinate", {"due_on": YESTERDAY, "result": ""}, "due_on"),
    ("team_assigned", "assign_task", {"member": "tim3"}, "member"),
    ("team_assigned", "assign_task", {"due_on": YESTERDAY}, "due_on"),
    ("team_assigned", "finish_task", {}, "task_id"),
    ("team_assigned", "note_visit", {"visited_on": TOMORROW}, "visited_on"),
    ("camat_meeting", "record_meeting", {"signature_camat": "x"}, "signature_camat"),
    ("transfer_followup", "convey_and_close", {"due_on": YESTERDAY}, "due_on"),
    ("team_assigned", "submit_report", {"recommendation": ""}, "recommendation"),
    ("camat_decision", "decide_written_letter", {"letter_kind": "delegation"}, "letter_kind"),
    ("camat_decision", "decide_delegation", {"partner": "polsek"}, "partner"),
    ("camat_decision", "decide_report_law", {"partner": "inspektorat"}, "partner"),
    ("camat_decision", "return_report", {"note": ""}, "note"),
    ("oral_followup", "convey_and_close", {"told_to": ""}, "told_to"),
]
_CASES: dict[str, str] = {}


@pytest.mark.parametrize(("state", "verb", "changes", "field"), BAD)
def test_bad_input_names_the_field_and_changes_nothing(
    desk: Desk, state: str, verb: str, changes: dict[str, Any], field: str
) -> None:
    if state not in _CASES:
        _CASES[state] = desk.case(state)
    case_no = _CASES[state]
    version, posted = desk.version(case_no), len(desk.posted(case_no))
    answer = desk.do(case_no, verb, expect=422, **changes)
    assert any(name == field or name.startswith(f"{field}.") for name in answer["errors"]), answer
    assert (desk.version(case_no), desk.state(case_no)) == (version, state)
    assert len(desk.posted(case_no)) == posted


def test_a_body_without_version_is_refused(desk: Desk) -> None:
    case_no = desk.case()
    answer = desk.person("kasi").do(f"/review/api/cases/{case_no}/decline", {"reason": "x" * 30}, expect=422)
    assert "version" in answer["errors"]


def test_a_report_waits_for_open_coordinations(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    case = desk.do(case_no, "coordinate", result="")
    refused = desk.do(case_no, "submit_report", expect=422)
    assert "Pemerintah Desa" in refused["errors"]["results"][0]
    identifier = case["coordinations"][0]["id"]
    desk.do(case_no, "close_coordination", coordination_id=identifier, result="x", no_answer=True, expect=422)
    desk.do(case_no, "close_coordination", coordination_id=identifier, result="", expect=422)
    closed = desk.do(case_no, "close_coordination", coordination_id=identifier, result="", no_answer=True)
    assert closed["coordinations"][0]["no_answer"]
    desk.do(case_no, "close_coordination", coordination_id=identifier, expect=422)
    assert "results" in desk.do(case_no, "submit_report", results="", expect=422)["errors"]
    assert desk.do(case_no, "submit_report")["state"] == "camat_decision"


def test_a_report_without_coordinations_needs_no_results(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    assert desk.do(case_no, "submit_report", results="")["state"] == "camat_decision"


def test_a_coordination_of_another_case_is_unknown(desk: Desk) -> None:
    other = desk.do(desk.case("team_assigned"), "coordinate", result="")
    case_no = desk.case("team_assigned")
    desk.do(case_no, "close_coordination", coordination_id=other["coordinations"][0]["id"], expect=422)


def test_the_report_is_frozen_by_its_hash(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    file = desk.upload(case_no, "report", b"lampiran laporan", "lampiran.txt")
    desk.do(case_no, "coordinate")
    report = desk.do(case_no, "submit_report")["reports"][0]
    assert hashlib.sha256(report["content"].encode()).hexdigest() == report["sha256"]
    content = json.loads(report["content"])
    assert canonical(content) == report["content"]
    assert content["recommendation"] == report["recommendation"]
    assert content["coordinations"][0]["partner"] == "7105152007"
    assert content["attachments"] == [{"name": "lampiran.txt", "sha256": file["sha256"]}]


def test_an_unprintable_sign_from_the_desk_stops_no_step(desk: Desk) -> None:
    case_no = desk.case("camat_review", complaint_title="Ribut \u4e2d malam", applicant_name="Budi \u4e2d")
    assert desk.do(case_no, "dispose_to_team")["state"] == "team_assigned"


def test_the_branch_is_what_happened() -> None:
    path: list[str] = []
    for step in ("8b", "8c", "10b", "10a", "10a", "12b"):
        path = add_step(path, step)
    assert branch(path) == "8b>8c>10a+10b>12b"
    assert branch([]) == "-"
    assert way(["8b", "8c"]) == "Tatap muka dengan Camat, lalu disposisi kepada Tim (8b, 8c)"
    assert way(["7-no"]) == "Ditolak"
    whole = way_of("8b>10a+10b>12b")
    assert whole.startswith("Tatap muka dengan Camat, lalu koordinasi dengan pemerintahan setempat dan tokoh dan ")
    assert way_of("-") == "-"
    assert way([]) == ""


@pytest.mark.parametrize("text", ["8:30", "08.30", " 8.30 "])
def test_meeting_times_as_people_write_them(text: str) -> None:
    assert dates.meeting_time(text) == "08.30"


@given(st.text(max_size=8))
def test_any_other_time_is_refused_clearly(text: str) -> None:
    try:
        shown = dates.meeting_time(text)
    except RuleBroken as error:
        shown = "".join(error.fields)
    assert shown == "time" or (len(shown) == 5 and shown[2] == ".")


@given(st.dictionaries(st.text(), st.text()))
def test_the_fingerprint_does_not_depend_on_the_order_of_keys(content: dict[str, str]) -> None:
    assert fingerprint(content) == fingerprint(dict(reversed(content.items())))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jemmy Kalalo", "jemmy  kalalo, S.H.", True),
        ("Jemmy Kalalo", "Jemmy Kalalo2", True),
        ("Jemmy Kalalo", "Vonny Supit", False),
        ("", "", False),
    ],
)
def test_same_person(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same


def test_who_is_told_in_the_very_minute_of_receipt_is_told_in_time() -> None:
    received = datetime(2026, 11, 25, 4, 37, 42, tzinfo=UTC)
    now = received + timedelta(seconds=10)
    minute = received.replace(second=0)  # as people write it, and as the form offers it
    assert dates.told_moment(minute, received, now) == minute
    with pytest.raises(RuleBroken):
        dates.told_moment(minute - timedelta(minutes=1), received, now)


def test_an_address_names_its_village_once() -> None:
    assert address_line("Jaga II", "Makasili") == "Jaga II, Desa Makasili"
    assert address_line("Jaga II, desa makasili.", "Makasili") == "Jaga II, desa makasili."
    assert address_line("Jaga II, Desa Makasili", "Malola") == "Jaga II, Desa Makasili, Desa Malola"

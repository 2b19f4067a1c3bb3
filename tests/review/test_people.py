"""Who sees what: assignment, masking of a confidential applicant, conflicts of interest, files."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from sqlalchemy import select

from services.shared.audit import trail
from tests.support.review import OFFICIAL, Desk, file_ref

SECRET = "Greity Tambuwun"


def secret_case(desk: Desk, state: str = "team_assigned") -> str:
    return desk.case(state, applicant_name=SECRET, applicant_confidential=True, applicant_phone="08999888777")


def stored_file(desk: Desk, case_no: str, role: str) -> str:
    case = desk.see(case_no)
    return next(str(file["id"]) for file in case["files"] if file["role"] == role)


def test_a_team_member_sees_only_the_cases_disposed_to_the_member(desk: Desk) -> None:
    mine, other = desk.case("team_assigned"), desk.case("camat_review")
    desk.see(mine, "tim1")
    desk.see(mine, "tim3", expect=404)
    desk.see(other, "tim1", expect=404)
    desk.do(mine, "submit_report", username="tim3", expect=404)
    desk.upload(mine, "report", b"x", username="tim3", expect=404)
    assert desk.person("tim3").get(f"/review/cases/{mine}").status_code == 404
    numbers = [item["case_no"] for item in desk.person("tim1").ask("/review/api/cases?limit=100")["items"]]
    assert mine in numbers
    assert other not in numbers


@pytest.mark.parametrize(
    ("username", "known"), [("kasi", True), ("camat", True), ("tim1", False), ("auditor", False), ("admin", False)]
)
def test_a_confidential_applicant_is_masked(desk: Desk, username: str, known: bool) -> None:
    case_no = secret_case(desk)
    text = json.dumps(desk.see(case_no, username))
    page = desk.person(username).get(f"/review/cases/{case_no}").get_data(as_text=True)
    found = desk.person(username).ask(f"/review/api/cases?q={case_no}")
    for shown in (text, page, json.dumps(found)):
        assert (SECRET in shown) is known
    assert ("08999888777" in text) is known
    roles = {file["role"] for file in desk.see(case_no, username)["files"]}
    assert ("id_card" in roles) is known
    assert ("verification" in roles) is known
    assert "disposition" in roles


def test_the_name_of_a_confidential_applicant_cannot_be_searched_by_others(desk: Desk) -> None:
    case_no = secret_case(desk)

    def found(username: str) -> bool:
        page = desk.person(username).ask("/review/api/cases?q=greity&limit=100")
        return case_no in [item["case_no"] for item in page["items"]]

    assert found("camat")
    assert not found("tim1")
    assert not found("auditor")


def test_showing_a_confidential_name_leaves_a_trace_off_the_time_line(desk: Desk) -> None:
    case_no = secret_case(desk)
    desk.see(case_no, "tim1")
    desk.see(case_no, "camat")
    with desk.service.reading() as session:
        rows = session.execute(
            select(trail.audit.c.actor, trail.audit.c.story).filter_by(subject=case_no, verb="see_identity")
        ).all()
    assert {row.actor for row in rows} >= {"camat"}
    assert "tim1" not in {row.actor for row in rows}
    assert not any(row.story for row in rows)


def test_letters_to_others_and_the_register_do_not_name_a_confidential_applicant(desk: Desk) -> None:
    case_no = secret_case(desk, "camat_decision")
    desk.do(case_no, "decide_report_law", with_letter=True)
    (asked,) = desk.posted(case_no, "letter_requested")
    assert asked["applicant_name"] == "Identitas dirahasiakan"
    desk.letter_registered(case_no)
    desk.do(case_no, "convey_and_close", reference="")
    to_registry = json.dumps(desk.posted(case_no, receiver="registry"))
    assert SECRET not in to_registry
    assert not re.search(r"710515[\d*]*9903", to_registry), "nor the NIK, whole or masked"
    assert not re.search(r"(?<![0-9a-f.-])9903(?![0-9a-f-])", to_registry), "its end; keys may have it"


def test_a_letter_to_the_confidential_applicant_names_them(desk: Desk) -> None:
    case_no = secret_case(desk, "letter_requested")
    assert desk.posted(case_no, "letter_requested")[0]["applicant_name"] == SECRET


def test_a_conflicted_person_is_shut_out(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    desk.do(case_no, "mark_conflict", usernames=["tim1"])
    desk.see(case_no, "tim1", expect=403)
    desk.do(case_no, "submit_report", username="tim1", expect=403)
    items = desk.person("tim1").ask("/review/api/cases?limit=100")["items"]
    assert case_no not in [item["case_no"] for item in items]
    desk.see(case_no, "tim2")
    desk.do(case_no, "mark_conflict", usernames=[])
    desk.see(case_no, "tim1")


def test_who_bears_the_reported_officials_name_is_shut_out_until_cleared(desk: Desk) -> None:
    case_no = desk.case("camat_review", complaint_reported_official=OFFICIAL | {"name": "JEMMY KALALO, S.H."})
    assert "sama dengan nama petugas Jemmy Kalalo" in desk.person("camat").get(f"/review/cases/{case_no}").text
    refused = desk.do(case_no, "dispose_to_team", expect=422)
    assert refused["errors"]["members"] == ["Berbenturan kepentingan: Jemmy Kalalo."]
    desk.do(case_no, "mark_conflict", usernames=[])
    assert "sama dengan nama petugas" not in desk.person("camat").get(f"/review/cases/{case_no}").text
    desk.do(case_no, "dispose_to_team")
    desk.see(case_no, "tim1")


def test_the_next_in_line_decides_for_a_camat_who_is_named(desk: Desk) -> None:
    case_no = desk.case("camat_review", complaint_reported_official=OFFICIAL | {"name": "Contoh Mandeij"})
    desk.see(case_no, "camat", expect=200)  # another name than the Camat's "Drs. Contoh Mandey"
    case_no = desk.case(complaint_reported_official=OFFICIAL | {"name": "contoh  mandey"})
    desk.see(case_no, "camat", expect=403)
    assert desk.see(case_no, "kasi")["stood_in"] == []
    desk.do(case_no, "confirm_conflict", username="auditor")
    assert desk.see(case_no, "kasi")["stood_in"] == ["camat"]
    desk.do(case_no, "report_to_camat")
    assert case_no in [item["case_no"] for item in work(desk, "kasi")]
    assert case_no not in [item["case_no"] for item in work(desk, "camat")]
    case = desk.do(case_no, "dispose_to_team", username="kasi")
    acting = case["dispositions"][0]["acting"]
    assert (acting["kind"], acting["position"]) == ("an", "Kasi Pelayanan Umum")
    desk.do(case_no, "submit_report")
    desk.do(case_no, "decide_oral_answer", username="camat", expect=403)
    assert desk.do(case_no, "decide_oral_answer", username="kasi")["state"] == "oral_followup"


def test_the_camat_verifies_where_the_section_head_is_barred(desk: Desk) -> None:
    case_no = desk.case()
    desk.do(case_no, "report_to_camat", username="camat", expect=403)
    desk.do(case_no, "mark_conflict", username="kasi", usernames=["kasi"])
    assert case_no in [item["case_no"] for item in work(desk, "camat")]
    refused = desk.do(case_no, "mark_conflict", username="camat", usernames=["kasi", "camat"], expect=422)
    assert "pejabat pelaksana" in refused["errors"]["usernames"][0]
    assert desk.do(case_no, "report_to_camat", username="camat")["state"] == "camat_review"


def work(desk: Desk, username: str) -> list[dict[str, Any]]:
    """All that waits for a person."""
    found: list[dict[str, Any]] = []
    after = ""
    while after is not None:
        page = desk.person(username).ask(f"/review/api/work?limit=100&after={after}")
        found += page["items"]
        after = page["next"]
    return found


def test_letters_are_told_who_is_barred_and_of_every_change(desk: Desk) -> None:
    case_no = desk.case("camat_decision", complaint_reported_official=OFFICIAL | {"name": "Ferry Tiwa"})
    desk.do(case_no, "decide_written_letter")
    assert desk.posted(case_no, "letter_requested")[0]["barring"] == {"usernames": ["tim3"], "stood_in": []}
    desk.do(case_no, "mark_conflict", username="kasi", usernames=["camat", "tim3"])
    (told,) = desk.posted(case_no, "conflict_marked")
    assert (told["usernames"], told["stood_in"]) == (["camat", "tim3"], [])
    desk.do(case_no, "confirm_conflict", username="admin")
    told = desk.posted(case_no, "conflict_marked")[-1]
    assert (told["usernames"], told["stood_in"]) == (["camat", "tim3"], ["camat"])


def test_the_desk_is_told_that_an_identity_was_hidden_in_review(desk: Desk) -> None:
    case_no = desk.case()
    assert "confidential" not in desk.posted(case_no, "case_progressed")[0]
    desk.do(case_no, "report_to_camat", confidential=True)
    assert desk.posted(case_no, "case_progressed")[-1]["confidential"] is True


def test_nobody_is_disposed_to_against_a_conflict(desk: Desk) -> None:
    case_no = desk.case("camat_review")
    desk.do(case_no, "mark_conflict", username="kasi", usernames=["tim2"])
    refused = desk.do(case_no, "dispose_to_team", expect=422)
    assert refused["errors"]["members"] == ["Berbenturan kepentingan: Vonny Supit."]
    assert "usernames" in desk.do(case_no, "mark_conflict", username="kasi", usernames=["nobody"], expect=422)["errors"]


def test_clerks_and_registrars_have_no_way_in(desk: Desk) -> None:
    case_no = desk.case()
    for username in ("loket1", "registrasi"):
        desk.see(case_no, username, expect=403)
        assert desk.person(username).get(f"/review/cases/{case_no}").status_code == 403


def test_the_full_story_of_files(desk: Desk) -> None:
    case_no = desk.case("team_assigned", files=[file_ref(), file_ref("id_card", "ktp.jpg")])
    row = desk.upload(case_no, "coordination", b"%PDF-1.4 catatan rapat", "../../catatan%20rapat.pdf")
    assert (row["name"], row["content_type"]) == ("catatan rapat.pdf", "application/pdf")
    again = desk.upload(case_no, "coordination", b"%PDF-1.4 catatan rapat", "lain.pdf")
    assert again["id"] == row["id"], "the same bytes twice are one attachment"

    answer = desk.person("tim1").get(f"/review/cases/{case_no}/files/{row['id']}")
    assert answer.data == b"%PDF-1.4 catatan rapat"
    assert answer.headers["Content-Disposition"].startswith("inline")
    saved = desk.person("tim1").get(f"/review/cases/{case_no}/files/{row['id']}?download=1")
    assert saved.headers["Content-Disposition"].startswith("attachment")

    other = desk.case("team_assigned")
    assert desk.person("tim1").get(f"/review/cases/{other}/files/{row['id']}").status_code == 404
    assert desk.person("tim3").get(f"/review/cases/{case_no}/files/{row['id']}").status_code == 404


def test_an_active_type_is_never_shown_inline(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    page = b"<!doctype html><html><script>alert(1)</script></html>"
    assert "halaman HTML" in str(desk.upload(case_no, "report", page, "foto.jpg", expect=415)["errors"]["file"])
    row = desk.upload(case_no, "report", b"catatan biasa", "foto.jpg")
    answer = desk.person("tim1").get(f"/review/cases/{case_no}/files/{row['id']}")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_confidential_id_card_is_not_sent_to_the_team(desk: Desk) -> None:
    case_no = secret_case(desk)
    file_id = stored_file(desk, case_no, "id_card")
    assert desk.person("tim1").get(f"/review/cases/{case_no}/files/{file_id}").status_code == 404


@pytest.mark.parametrize(
    ("role", "username", "status"),
    [("coordination", "camat", 403), ("minutes", "tim1", 403), ("follow_up", "tim1", 409), ("nonsense", "tim1", 422)],
)
def test_attachments_are_for_the_right_role_and_step(desk: Desk, role: str, username: str, status: int) -> None:
    case_no = desk.case("team_assigned")
    desk.upload(case_no, role, b"x", username=username, expect=status)


def test_an_empty_or_nameless_attachment_is_refused(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    desk.upload(case_no, "report", b"", expect=422)
    desk.upload(case_no, "report", b"x", name="", expect=422)


def test_attachments_uploaded_before_a_coordination_belong_to_it(desk: Desk) -> None:
    case_no = desk.case("team_assigned")
    file = desk.upload(case_no, "coordination", b"foto rapat", "foto.txt")
    case: dict[str, Any] = desk.do(case_no, "coordinate")
    (attached,) = [row for row in case["files"] if row["id"] == file["id"]]
    assert attached["coordination_id"] == case["coordinations"][0]["id"]

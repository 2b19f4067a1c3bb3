"""A clerk alone ends somebody's complaint, one against himself at best, by "withdrawing" it with a reason 'x'."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from services.intake.states import State
from services.shared.notices.tables import notice
from tests.support.intake import OFFICIAL, Desk, applicant, items, new_nik, person, picture, withdrawal
from tests.support.office import TestOffice

Json = dict[str, Any]
OPEN = [State.DRAFT_INTAKE, State.INTAKE_CHECK, State.AWAITING_COMPLETION, State.FORWARDED, State.READY_FOR_HANDOVER]
WHATSAPP = {"notice_channel": "whatsapp", "phone": "081234567890"}


@pytest.mark.parametrize("state", OPEN)
def test_a_clerk_alone_ends_no_complaint(office: TestOffice, state: State) -> None:
    desk = Desk(office).to_state(state)
    with_draft = state == State.DRAFT_INTAKE  # nobody has signed a form yet: here the section head is asked
    desk.do("withdraw", {"reason": "xxxxx"}, 200 if with_draft else 422)
    desk.nobody_objected()
    assert desk.now()["state"] == state


def test_nor_one_against_himself(office: TestOffice) -> None:
    desk = Desk(office).forwarded(official=OFFICIAL)
    answer = desk.do("withdraw", {"reason": "xxxxx"}, 422)
    assert "tindakan pemohon" in answer["errors"]["signature"][0]
    assert desk.now()["state"] == "forwarded"


@pytest.mark.parametrize("state", OPEN[1:])
def test_nor_with_a_signature_that_he_drew_himself(office: TestOffice, state: State) -> None:
    desk = Desk(office).to_state(state)
    assert desk.do("withdraw", withdrawal())["withdrawal"]["to_confirm"]
    assert not desk.nobody_objected()
    assert desk.now()["state"] == state
    desk.do("confirm-withdrawal", {"told_how": "phone"}, 403)
    assert "role:camat" in bells(desk)  # the section head heard at once, now the Camat does


def test_nor_with_any_picture_as_the_statement(office: TestOffice) -> None:
    desk = Desk(office).forwarded()
    desk.upload(picture(), "kosong.jpg", "withdrawal")
    assert desk.do("withdraw", {"reason": "xxxxx"})["withdrawal"]["way"] == "scan"
    assert not desk.nobody_objected()
    desk.do("stop-withdrawal", {"reason": "Pemohon tidak pernah mencabut"}, who="kasi")
    desk.do("withdraw", {"reason": "xxxxx"}, 422)  # the same statement does not count twice


def test_nor_by_sending_the_message_to_himself(office: TestOffice) -> None:
    desk, _ = with_code(office)
    body = {"notice_channel": "whatsapp", "phone": "089999999999", "email": ""}
    assert person(office).post(f"{desk.page}/change-channel", data=body).status_code == 302
    desk.do("withdraw", withdrawal())
    arrived(desk)
    assert not desk.nobody_objected()
    assert desk.now()["withdrawal"]["to_confirm"]


def test_nor_with_the_code_while_he_is_signed_in(office: TestOffice) -> None:
    desk, code = with_code(office)
    person(office).do(f"/intake/api/tracking/{code}/withdraw-by-code", {"reason": ""}, 403)
    assert desk.now()["withdrawal"] is None


def test_the_applicant_is_told_at_once_and_objects_with_the_code(office: TestOffice) -> None:
    desk, code = with_code(office)
    desk.do("withdraw", withdrawal())
    assert "berlaku setelah" in told(desk)[-1].text
    page = public(office, "get", f"/intake/track/{code}")
    assert "Pengaduan ini dicabut" in page.text
    assert public(office, "post", f"/intake/track/{code}/object-to-withdrawal").status_code == 302
    assert not desk.nobody_objected()
    assert (desk.now()["state"], desk.now()["withdrawal"]) == ("forwarded", None)
    assert "Pencabutan" not in public(office, "get", f"/intake/track/{code}").text
    assert public(office, "post", f"/intake/track/{code}/object-to-withdrawal").status_code == 409
    assert [row.kind for row in told(desk)][-1] == "withdrawal_stopped"
    assert "role:section_head" in bells(desk)


def test_who_was_told_and_does_not_object_has_withdrawn(office: TestOffice) -> None:
    """What must still work: nobody in the office has to do anything more."""
    desk, _ = with_code(office)
    assert not desk.do("withdraw", withdrawal())["withdrawal"]["confirmed_at"]
    arrived(desk)
    assert not desk.now()["withdrawal"]["to_confirm"]
    assert desk.nobody_objected()
    assert desk.now()["state"] == "withdrawal_requested"
    office.set_aside(but=desk.case_no)
    office.pump()
    assert desk.now()["state"] == "closed_withdrawn"


def test_the_applicant_withdraws_alone_with_the_code(office: TestOffice) -> None:
    desk, code = with_code(office)
    assert public(office, "post", f"/intake/track/{code}/withdraw-by-code", reason="Sudah damai").status_code == 302
    seen = desk.now()["withdrawal"]
    assert (seen["way"], seen["reason"]) == ("code", "Sudah damai")
    arrived(desk)
    assert desk.nobody_objected()
    assert desk.posted("withdrawal_requested")[0]["told_how"] == "Di halaman pelacakan"
    assert public(office, "post", f"/intake/track/{code}/withdraw-by-code", reason="").status_code == 409


def test_a_wrong_code_withdraws_nothing(office: TestOffice) -> None:
    wrong = "A" * 26
    assert public(office, "post", f"/intake/track/{wrong}/withdraw-by-code", reason="").status_code == 404
    assert public(office, "post", f"/intake/track/{wrong}/object-to-withdrawal").status_code == 404


def test_the_case_goes_on_while_a_withdrawal_waits_and_may_end_first(office: TestOffice) -> None:
    desk, _ = with_code(office)
    desk.do("withdraw", withdrawal())
    desk.closed()
    assert desk.now()["withdrawal"] is None
    assert not desk.nobody_objected()
    assert desk.now()["state"] == "closed_resolved"


def with_code(office: TestOffice) -> tuple[Desk, str]:
    """A forwarded complaint whose applicant is told by WhatsApp, and the code of its receipt."""
    desk = Desk(office).filled(who=applicant(nik=new_nik(), **WHATSAPP))
    return desk, desk.do("forward", {"items": items()})["receipt"]["tracking_code"]


def public(office: TestOffice, method: str, path: str, **data: str) -> Any:
    """A request of somebody who is not signed in, at a browser."""
    client = office.app("intake").test_client()
    token = client.get("/intake/api/session").get_json()["csrf_token"]
    return client.open(path, method=method.upper(), data=data | {"csrf_token": token} if method == "post" else None)


def arrived(desk: Desk) -> None:
    """The messages to the applicant went out."""
    mine = (notice.c.subject == desk.case_no, notice.c.recipient == "applicant")
    with desk.office.service("intake").database.transaction() as session:
        session.execute(update(notice).where(*mine).values(sent_at=notice.c.created_at))


def told(desk: Desk) -> list[Any]:
    """What the applicant was told, or is to be told by the channel, oldest first."""
    return rows(desk, "applicant")


def bells(desk: Desk) -> set[str]:
    """Who heard of a withdrawal."""
    return {row.recipient for row in rows(desk) if row.kind == "withdrawal" and row.recipient != "applicant"}


def rows(desk: Desk, recipient: str = "") -> list[Any]:
    """The notices of the case."""
    with desk.office.service("intake").reading() as session:
        found = session.execute(
            select(notice).where(notice.c.subject == desk.case_no).order_by(notice.c.created_at)
        ).all()
    return [row for row in found if recipient in ("", row.recipient)]

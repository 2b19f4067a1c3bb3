"""A complaint from paper counts from when it was received; a lost code is replaced once, and the old one dies."""

from __future__ import annotations

import io
from datetime import timedelta

import pypdfium2

from services.intake.rules.codes import grouped
from services.shared.calendar import clock
from tests.support.intake import Desk, applicant, form, items, new_nik, picture
from tests.support.office import TestOffice

PAPER = {"purpose": "Keributan tetangga", "taken_by": "Rina Wulandari", "late_reason": "Listrik padam sejak pagi"}


def words(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(pdf)))


def test_a_complaint_from_paper_keeps_its_true_time_and_its_limits_count_from_then(office: TestOffice) -> None:
    clerk, received = office.person("loket2"), clock.now() - timedelta(days=6)
    given = PAPER | {"received_at": received.isoformat(), "override_reason": "Uji"}
    opened = clerk.do("/intake/api/complaints", given, 201)
    assert opened["received_at"][:16] == received.isoformat()[:16]
    assert (opened["taken_by"], opened["late_reason"]) == ("Rina Wulandari", "Listrik padam sejak pagi")
    assert opened["entered_at"] > opened["received_at"]
    desk = Desk(office)
    desk.case_no = opened["case_no"]
    assert "Dicatat menyusul" in office.person("loket1").get(desk.page).text
    desk.upload(picture(), "ktp.jpg", "id_card")
    desk.do("submit-form", form(who=applicant(nik=new_nik())))
    desk.do("forward", {"items": items()})
    service, now = office.service("intake"), desk.now()
    begins = clock.local(received).date()
    due = service.calendar.deadline(begins, service.office.classes[now["class_code"]])
    assert now["answer_by"] == due.isoformat()
    (sent,) = desk.posted("case_forwarded")
    assert sent["counts_from"] == begins.isoformat()
    office.pump()
    assert office.person("kasi").ask(f"/review/api/cases/{desk.case_no}")["clock_from"] == begins.isoformat()


def test_paper_needs_a_time_that_was_who_took_it_and_why(office: TestOffice) -> None:
    clerk, now = office.person("loket2"), clock.now()
    for wrong, field in (
        ({"received_at": (now + timedelta(hours=1)).isoformat()}, "received_at"),
        ({"received_at": (now - timedelta(days=90)).isoformat()}, "received_at"),
        ({"taken_by": ""}, "taken_by"),
        ({"late_reason": ""}, "late_reason"),
    ):
        given = PAPER | {"received_at": (now - timedelta(hours=5)).isoformat(), "override_reason": "Uji"} | wrong
        assert field in clerk.do("/intake/api/complaints", given, 422)["errors"]


def test_the_kept_receipt_hides_the_code_and_only_the_code_prints_it(office: TestOffice) -> None:
    desk = Desk(office).filled(who=applicant(nik=new_nik()))
    receipt = desk.do("forward", {"items": items()})["receipt"]
    code, clerk = receipt["tracking_code"], office.person("loket2")
    stored = clerk.get(f"/intake/api/complaints/{desk.case_no}/evidence/{receipt['document']}")
    assert stored.status_code == 200, stored.text
    kept = words(stored.data)
    assert code not in kept
    assert "••••" in kept
    printed = clerk.post(f"{desk.page}/receipt.pdf", data={"code": code})
    assert grouped(code.replace("-", "")) in words(printed.data).replace("\r\n", "")
    other = Desk(office).filled(who=applicant(nik=new_nik()))
    foreign = other.do("forward", {"items": items()})["receipt"]["tracking_code"]
    assert clerk.post(f"{desk.page}/receipt.pdf", data={"code": foreign}).status_code == 404


def test_a_lost_code_is_replaced_after_an_identity_check_and_the_old_one_dies(office: TestOffice) -> None:
    desk = Desk(office).filled(who=applicant(nik=new_nik()))
    desk.do("new-code", {"identity": "id_card"}, expect=409)
    old = desk.do("forward", {"items": items()})["receipt"]["tracking_code"]
    visitor, clerk = office.app("intake").test_client(), office.person("loket2")
    assert visitor.get(f"/intake/track/{old}").status_code == 200
    version = str(desk.now()["version"])
    assert clerk.post(f"{desk.page}/new-code", data={"version": version}).status_code == 422
    assert office.person("kasi").post(f"{desk.page}/new-code", data={"version": version}).status_code == 403
    assert "Pemohon kehilangan kode pelacakan" in clerk.get(desk.page).text
    assert clerk.post(f"{desk.page}/new-code", data={"version": version, "identity": "id_card"}).status_code == 302
    shown = clerk.get(f"{desk.page}/receipt").text
    new = shown.split("<code>")[1].split("</code>")[0]
    assert visitor.get(f"/intake/track/{old}").status_code == 404
    assert visitor.get(f"/intake/track/{new}").status_code == 200
    assert "<code>" not in clerk.get(f"{desk.page}/receipt").text
    lines = [line for line in desk.now()["timeline"] if line["verb"] == "new_code"]
    assert len(lines) == 1
    assert new not in str(lines)

"""At the desk: a form that nobody signed is not ticked, and 'opened by mistake' makes no complaint disappear."""

from __future__ import annotations

from pypdfium2 import PdfDocument
from sqlalchemy import select

from services.handoffs import conflicts
from services.handoffs.review_to_intake import CASE_RETURNED
from services.intake.rules.cases import UNSIGNED
from services.intake.states import State
from services.intake.tables import CaseFile
from services.registry.tables import RegisterEntry
from services.shared.audit.trail import audit
from services.shared.encryption.erasing import ERASED
from services.shared.paper.preview import page_text
from services.shared.rights.people import SYSTEM
from tests.support.intake import FERDINAND, Desk, applicant, form, items, new_nik, person, picture, returned, signature
from tests.support.office import TestOffice

MISTAKE = {"reason": "Terbuka dua kali untuk orang yang sama"}


def unsigned(desk: Desk, verb: str, rows: list[dict]) -> dict:
    """What is answered to a check without a signature."""
    return desk.do(verb, {"items": rows, "signature": ""}, 422)


def test_a_form_that_nobody_signed_is_ticked_by_no_way(office: TestOffice) -> None:
    desk, clerk = Desk(office).filled(), person(office)
    assert unsigned(desk, "forward", items())["errors"]["items.form"] == [UNSIGNED]
    assert unsigned(desk, "return-incomplete", items(evidence="Foto"))["errors"]["items.form"] == [UNSIGNED]
    rows = {f"items.{row['item']}": row["verdict"] for row in items()} | {"notes.evidence": "Saksi"}
    page = clerk.post(f"{desk.page}/forward", data=rows | {"version": str(desk.now()["version"])})
    assert page.status_code == 422
    assert UNSIGNED in page.text
    answer = desk.do("forward", {"items": items(), "signature": "data:image/png;base64,AAAA"}, 422)
    assert "signature" in answer["errors"]
    assert desk.now()["state"] == State.INTAKE_CHECK
    desk.upload(picture(), "tanda-tangan.jpg", "form_signature", expect=422)


def test_the_scan_or_the_pad_is_enough(office: TestOffice) -> None:
    scanned = Desk(office).filled()
    scanned.upload(picture(), "formulir.jpg", "signed_form")
    assert scanned.do("forward", {"items": items(), "signature": ""})["state"] == State.FORWARDED
    drawn = Desk(office).filled()
    answer = drawn.do("forward", {"items": items(), "signature": signature()})
    assert [file["role"] for file in answer["evidence"]] == ["id_card", "form_signature"]
    paper = next(file["url"] for file in answer["documents"] if file["role"] == "form")
    assert "Ferdinand Karundeng" in page_text(person(office).get(paper).data)


def test_what_was_drawn_stands_under_no_other_words(office: TestOffice) -> None:
    desk = Desk(office).filled()
    desk.do("return-incomplete", {"items": items(evidence="Foto"), "signature": signature()})
    desk.do("complete-documents")
    desk.do("submit-form", form(story="Cerita yang sama sekali lain daripada yang ditandatangani pemohon."))
    assert unsigned(desk, "forward", items())["errors"]["items.form"] == [UNSIGNED]
    assert [file["role"] for file in desk.now()["evidence"]] == ["id_card"]


def test_an_unchanged_form_stays_signed_when_it_comes_back(office: TestOffice) -> None:
    desk = Desk(office).forwarded()
    desk.take(CASE_RETURNED, returned())
    desk.do("complete-documents")
    assert desk.do("forward", {"items": items(), "signature": ""})["round"] == 2


def test_opened_by_mistake_keeps_its_number_and_forgets_what_was_typed(office: TestOffice) -> None:
    number = new_nik()
    desk = Desk(office).filled(who=applicant(nik=number, name="Salahbuka Orangnya"))
    clerk = person(office)
    assert "Salah buka…" in clerk.get(desk.page).text
    desk.upload(picture(), "ktp salahbuka.jpg", "id_card")
    service = office.service("intake")
    kept = service.settings.evidence_bucket, f"{desk.case_no}/"
    assert service.store.keys(*kept)
    answer = desk.do("cancel-opening", MISTAKE)
    assert service.store.keys(*kept) == [], "no retention would ever end it"
    assert (answer["state"], answer["mistake"], answer["applicant"]) == (State.CLOSED_MISTAKEN, MISTAKE["reason"], None)
    assert answer["evidence"] == []
    with service.reading() as session:
        assert {file.name for file in session.scalars(select(CaseFile).filter_by(case_no=desk.case_no))} == {ERASED}
    assert answer["verbs"] == []
    assert desk.posted("case_forwarded") == []
    page = clerk.get(desk.page).text
    assert MISTAKE["reason"] in page
    assert "Salahbuka" not in page
    book = "".join(page.get_textpage().get_text_range() for page in PdfDocument(clerk.get("/intake/book.pdf").data))
    assert MISTAKE["reason"] in " ".join(book.split())
    found = clerk.do("/intake/api/complaints/search", {"q": "Salahbuka"}, 200)["items"]
    assert found == []
    assert clerk.do("/intake/api/earlier-complaints", {"nik": number}, 200)["items"] == []
    following = int(Desk(office).case_no.rsplit("-", 1)[1])
    assert following > int(desk.case_no.rsplit("-", 1)[1])
    desk.upload(picture(), "baru.jpg", expect=409)


def test_whom_a_mistaken_opening_named_is_forgotten_everywhere_and_a_row_says_why_the_number_has_no_case(
    office: TestOffice,
) -> None:
    desk, named = Desk(office), [{"name": "Deasy Sondakh"}]
    body = {"version": desk.now()["version"], "reported_persons": named}
    assert person(office).put(f"{desk.path}/form", json=body).status_code == 200
    office.pump()
    for service in ("intake", "review", "letters", "registry"):
        assert known(office, service, desk.case_no), f"{service} heard whom the form names"
    desk.do("cancel-opening", MISTAKE)
    office.pump()
    for service in ("intake", "review", "letters", "registry"):
        assert known(office, service, desk.case_no) == [], service
    registrar = person(office, "registrasi")
    told = registrar.get(f"/registry/api/archive/{desk.case_no}")
    assert told.status_code == 404
    assert MISTAKE["reason"] in told.get_json()["message"]
    (row,) = registrar.ask(f"/registry/api/archive?q={desk.case_no}")["mistaken"]
    assert (row["reason"], row["cancelled_by"]) == (MISTAKE["reason"], "Rina Wulandari")
    page = registrar.get(f"/registry/archive?q={desk.case_no}").text
    assert MISTAKE["reason"] in page
    assert "Deasy" not in page
    with office.service("registry").database.transaction() as session:
        assert session.scalars(select(RegisterEntry.serial).filter_by(case_no=desk.case_no)).all() == []


def known(office: TestOffice, service: str, case_no: str) -> list[dict]:
    with office.service(service).work(SYSTEM) as work:
        return conflicts.known(work, case_no)


def test_what_somebody_was_handed_or_told_is_no_mistake_any_more(office: TestOffice) -> None:
    forwarded = Desk(office).forwarded()
    forwarded.do("cancel-opening", MISTAKE, 409)
    forwarded.take(CASE_RETURNED, returned())
    forwarded.do("complete-documents")
    forwarded.do("cancel-opening", MISTAKE, 409)
    told = Desk(office).filled()
    told.do("return-incomplete", {"items": items(evidence="Foto")})
    told.do("cancel-opening", MISTAKE, 409)
    told.do("complete-documents")
    told.do("cancel-opening", MISTAKE, 409)
    urgent = Desk(office)
    urgent.do("mark-urgent", {"danger": "weapon", "reason": "Membawa parang di depan rumah"})
    urgent.do("cancel-opening", MISTAKE, 409)
    for desk in (forwarded, told, urgent):
        assert "cancel_opening" not in desk.now()["verbs"]
    mine = Desk(office)
    for who in ("kasi", "camat", "registrasi", "admin", "tim1"):
        assert person(office, who).post(f"{mine.path}/cancel-opening", json=MISTAKE | {"version": 1}).status_code == 403


def test_only_the_clerk_who_compares_sees_the_full_nik_beside_the_card(office: TestOffice) -> None:
    desk = Desk(office).filled()
    page = person(office).get(f"{desk.page}/check").text
    assert FERDINAND in page
    for who in ("kasi", "camat", "auditor", "registrasi", "admin", "tim1"):
        assert person(office, who).get(f"{desk.page}/check").status_code == 403
        assert FERDINAND not in person(office, who).get(desk.page).text
    with office.service("intake").database.transaction() as session:
        looks = select(audit.c.actor).where(audit.c.subject == desk.case_no, audit.c.verb == "see_nik")
        assert session.scalars(looks).all() == ["loket1"]

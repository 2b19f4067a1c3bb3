"""The pages as the clerk uses them: every state renders, forms keep their values, only what may be done is offered."""

from __future__ import annotations

import io
import re

import pytest

from services.intake.states import State
from services.shared.calendar import clock
from services.shared.paper.preview import page_text
from tests.intake.test_evidence_kept import tend
from tests.support.intake import (
    FERDINAND,
    OFFICIAL,
    Desk,
    applicant,
    form,
    handed,
    items,
    new_nik,
    pdf,
    person,
    picture,
    signature,
)
from tests.support.office import TestOffice

READERS = ("loket1", "kasi", "camat", "registrasi", "auditor")


def page_form(version: int, **changes: object) -> dict:
    """The form as a browser posts it."""
    whole = form(**changes)
    official = whole.pop("reported_official")
    flat = {f"{part}.{name}": value for part in whole for name, value in whole[part].items()}
    flat |= {f"reported_persons.0.{name}": value for name, value in (official or {}).items()}
    flat |= {"has_reported": "true", "reported_persons.0.kind": "official"} if official else {}
    return {name: value for name, value in flat.items() if value is not False} | {"version": str(version)}


def checked(version: int, official: bool = False, **missing: str) -> dict:
    """The checklist as a browser posts it."""
    rows = items(official, **missing)
    fields = {f"items.{row['item']}": row["verdict"] for row in rows} | {
        f"notes.{row['item']}": row["note"] for row in rows
    }
    return fields | {"version": str(version), "signature": signature()}


def version_on(page: str) -> int:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found, page[:3000]
    return int(found[1])


@pytest.mark.parametrize("state", list(State))
def test_the_case_page_renders_in_every_state_for_every_reader(office: TestOffice, state: State) -> None:
    desk = Desk(office).to_state(state)
    for who in READERS:
        answer = person(office, who).get(desk.page)
        assert answer.status_code == 200, answer.text
        assert FERDINAND not in answer.text
        if who != "loket1":
            assert f"{desk.case_no}/withdraw" not in answer.text
    assert person(office, "tim1").get(desk.page).status_code == 403


def test_from_the_door_to_the_receipt_by_the_pages(office: TestOffice) -> None:
    clerk = person(office)
    assert "Maksud kedatangan" in clerk.get("/intake/complaints/new").text
    opened = clerk.post("/intake/complaints", data={"purpose": "Melapor", "override_reason": "x y"})
    assert opened.status_code == 302
    path = opened.location.removesuffix("/form")
    version = version_on(clerk.get(f"{path}/form").text)
    kept = clerk.post(
        f"{path}/save-draft",
        data=page_form(version, place="Kebun yang diketik")
        | {"upload": "1", "id_card": (io.BytesIO(picture()), "ktp.jpg")}
        | {"evidence": [(io.BytesIO(pdf()), "a.pdf"), (io.BytesIO(picture()), "b.jpg")]},
    )
    assert kept.status_code == 302, kept.text
    page = clerk.get(f"{path}/form").text
    assert "Kebun yang diketik" in page
    assert all(name in page for name in ("ktp.jpg", "a.pdf", "b.jpg"))
    saved = clerk.post(f"{path}/submit-form", data=page_form(version_on(page), official=OFFICIAL))
    assert saved.location.endswith("/check"), saved.text
    check = clerk.get(f"{path}/check").text
    assert "Rolly M." in check
    done = clerk.post(f"{path}/forward", data=checked(version_on(check), official=True))
    assert done.location.endswith("/receipt"), done.text
    first, again = clerk.get(done.location).text, clerk.get(done.location).text
    code = re.compile(r"<code>(?:[0-9A-Z]{4}-){6}[0-9A-Z]{2}</code>")
    assert code.search(first)
    assert not code.search(again)
    assert "Sedang diproses: " in clerk.get("/intake/").text
    assert path not in clerk.get("/intake/").text, "it is the section head's now"


@pytest.mark.parametrize(
    ("path", "data", "to"),
    [
        ("form", {}, "submit-form"),
        ("form", {"draft": "1"}, "save-draft"),
        ("form/anew", {}, "start-anew"),
        ("autosave", {}, "save-draft"),
        ("check", {"decision": "forward"}, "forward"),
        ("check", {"decision": "return"}, "return-incomplete"),
        ("likeness", {}, "judge-likeness"),
        ("handover", {}, "hand-over"),
    ],
)
def test_a_form_of_an_earlier_release_is_sent_on(office: TestOffice, path: str, data: dict, to: str) -> None:
    answer = person(office).post(f"/intake/complaints/PGD-2026-0001/{path}", data=data)
    assert (answer.status_code, answer.location) == (308, f"/intake/complaints/PGD-2026-0001/{to}")


@pytest.mark.parametrize("kind", ["complaint", "visit"])
def test_who_came_is_noted_from_a_page_of_an_earlier_release(office: TestOffice, kind: str) -> None:
    answer = person(office).post("/intake/complaints/new", data={"kind": kind})
    assert (answer.status_code, answer.location) == (308, f"/intake/{kind}s")


@pytest.mark.parametrize(
    ("verb", "page"),
    [("save-draft", "form"), ("submit-form", "form"), ("forward", "check"), ("hand-over", "handover")],
)
def test_who_signs_in_again_after_a_button_gets_its_form(office: TestOffice, verb: str, page: str) -> None:
    answer = person(office).get(f"/intake/complaints/PGD-2026-0001/{verb}")
    assert (answer.status_code, answer.location) == (302, f"/intake/complaints/PGD-2026-0001/{page}")


def test_a_wrong_form_keeps_everything_and_names_each_field(office: TestOffice) -> None:
    desk, clerk = Desk(office), person(office)
    version = version_on(clerk.get(f"{desk.page}/form").text)
    data = page_form(version) | {"applicant.nik": "123", "complaint.occurred_on": "32/13/2026", "has_reported": "true"}
    answer = clerk.post(f"{desk.page}/submit-form", data=data)
    assert answer.status_code == 422
    for text in ("Tetangga kebun memindahkan", "32/13/2026", "Ferdinand Karundeng", 'value="123"'):
        assert text in answer.text
    for text in ("hh/bb/tttt", "Isi nama, jabatan, atau alamat; atau centang"):
        assert text in answer.text
    empty = clerk.post(f"{desk.page}/submit-form", data={"version": str(version), "has_reported": "true"})
    assert empty.status_code == 422
    assert empty.text.count("Wajib diisi.") > 10
    assert desk.now()["state"] == "draft_intake"


def test_autosave_answers_the_new_version(office: TestOffice) -> None:
    desk, clerk = Desk(office), person(office)
    version = version_on(clerk.get(f"{desk.page}/form").text)
    answer = clerk.post(
        f"{desk.page}/save-draft", data={"version": str(version), "applicant.name": "Ferdi", "autosave": "1"}
    )
    assert answer.json == {"fields": {"version": version + 1}}
    assert 'value="Ferdi"' in clerk.get(f"{desk.page}/form").text
    assert clerk.post(f"{desk.page}/save-draft", data={"version": "0"}).status_code == 409


def test_a_refused_file_says_why_and_the_others_are_kept(office: TestOffice) -> None:
    desk, clerk = Desk(office), person(office)
    version = version_on(clerk.get(f"{desk.page}/form").text)
    files = [(io.BytesIO(b"<html><script>"), "halaman.jpg"), (io.BytesIO(picture()), "baik.jpg")]
    data = {"version": str(version), "complaint.title": "Judul tersimpan", "upload": "1", "evidence": files}
    answer = clerk.post(f"{desk.page}/save-draft", data=data)
    assert answer.status_code == 422
    assert "halaman.jpg: Jenis berkas ini (halaman HTML) tidak diterima" in answer.text
    assert "Judul tersimpan" in answer.text
    assert [f["name"] for f in desk.now()["evidence"]] == ["baik.jpg"]
    page = clerk.get(f"{desk.page}/form").text
    row = desk.now()["evidence"][0]
    clerk.post(f"{desk.page}/save-draft", data={"version": str(version_on(page)), "remove": row["id"]})
    assert desk.now()["evidence"] == []


def test_earlier_data_is_offered_by_a_button(office: TestOffice) -> None:
    clerk, number = person(office), new_nik()
    first = Desk(office).filled(who=applicant(nik=number, address="Jaga VIII"))
    desk = Desk(office)
    version = version_on(clerk.get(f"{desk.page}/form").text)
    clerk.post(f"{desk.page}/save-draft", data={"version": str(version), "applicant.nik": number, "lookup": "1"})
    page = clerk.get(f"{desk.page}/form").text
    assert "Pakai data ini" in page
    data = {"version": str(version_on(page)), "applicant.nik": number, "use_data": first.case_no}
    clerk.post(f"{desk.page}/save-draft", data=data)
    assert 'value="Jaga VIII"' in clerk.get(f"{desk.page}/form").text


def test_the_return_is_written_down_and_printed(office: TestOffice) -> None:
    desk, clerk = Desk(office).filled(), person(office)
    version = version_on(clerk.get(f"{desk.page}/check").text)
    lacking = checked(version, evidence="Foto patok") | {"notes.evidence": ""}
    answer = clerk.post(f"{desk.page}/return-incomplete", data=lacking)
    assert answer.status_code == 422
    assert "Tulis apa yang kurang" in answer.text
    clerk.post(f"{desk.page}/return-incomplete", data=checked(version, evidence="Foto patok"))
    page = clerk.get(desk.page).text
    assert "Foto patok" in page
    assert "Cetak pemberitahuan kekurangan" in page
    assert "Terima kelengkapan" in clerk.get("/intake/").text
    done = clerk.post(f"{desk.page}/complete-documents", data={"version": str(version_on(page))})
    assert done.location.endswith("/check")


def test_the_handover_page_shows_the_letter(office: TestOffice) -> None:
    desk, clerk = Desk(office).forwarded(), person(office)
    real = clerk.get("/intake/paper/requirements.pdf").data
    desk.letter(pdf_bytes=real)
    page = clerk.get(f"{desk.page}/handover").text
    assert "letter/1.png" in page
    assert clerk.get(f"{desk.page}/letter/1.png").data.startswith(b"\x89PNG")
    assert clerk.get(f"{desk.page}/letter/9.png").status_code == 404
    bad = clerk.post(f"{desk.page}/hand-over", data={"version": "1", "relation": "applicant", "recipient": "Ferdinand"})
    assert bad.status_code == 422
    scan = {"signature_scan": (io.BytesIO(picture()), "ttd.jpg"), "version": str(version_on(page))}
    data = {name: str(value) for name, value in handed().items() if value} | scan | {"identity_checked": "true"}
    done = clerk.post(f"{desk.page}/hand-over", data=data)
    assert done.status_code == 302, done.text
    assert [f["role"] for f in desk.now()["evidence"]] == ["id_card", "form_signature", "handover"]
    page = clerk.get(desk.page).text
    clerk.post(f"{desk.page}/confirm-receipt", data={"version": str(version_on(page))})
    assert desk.now()["state"] == "closed_resolved"
    assert clerk.get(f"{desk.page}/handover").status_code == 409


def test_a_proxy_leaves_the_letter_of_authority_with_the_form(office: TestOffice) -> None:
    desk, clerk = Desk(office).to_state(State.READY_FOR_HANDOVER), person(office)
    page = clerk.get(f"{desk.page}/handover").text
    data = {"relation": "proxy", "recipient": "Meity Wowor", "note": "Kuasa 12/XI", "identity_checked": "true"}
    data |= {"version": str(version_on(page))}
    refused = clerk.post(f"{desk.page}/hand-over", data=data)
    assert refused.status_code == 422
    assert "Unggah pindaian atau foto surat kuasa penerima." in refused.text
    assert 'value="Meity Wowor"' in refused.text
    done = clerk.post(f"{desk.page}/hand-over", data=data | {"authority": (io.BytesIO(picture()), "kuasa.jpg")})
    assert done.status_code == 302, done.text
    note = next(f for f in desk.now()["documents"] if f["role"] == "handover_note")
    words = page_text(clerk.get(note["url"]).data)
    assert "Kuasa 12/XI" in words
    assert "Surat kuasa" in words
    assert "authority" in [f["role"] for f in desk.now()["evidence"]]


def test_a_letter_that_cannot_be_shown_is_said_so(office: TestOffice) -> None:
    desk = Desk(office).to_state(State.READY_FOR_HANDOVER)  # its letter is not a readable PDF
    assert "Pratinjau surat tidak dapat ditampilkan" in person(office).get(f"{desk.page}/handover").text


def test_the_book_on_screen_and_on_paper(office: TestOffice) -> None:
    desk = Desk(office).filled(who=applicant(name="Rahasia Sekali", confidential=True))
    clerk = person(office)
    assert "Rahasia Sekali" in clerk.get("/intake/book").text or "after=" in clerk.get("/intake/book").text
    for who in ("auditor", "admin"):
        assert "Rahasia Sekali" not in person(office, who).get("/intake/book").text
        assert "Rahasia Sekali" not in page_text(person(office, who).get("/intake/book.pdf").data)
    paper = page_text(clerk.get("/intake/book.pdf").data)
    assert all(column in paper for column in ("Alamat", "Produk layanan", "Tanda tangan", "Jaga II"))
    assert "Jaga II" not in page_text(person(office, "admin").get("/intake/book.pdf").data)
    blank = page_text(clerk.get("/intake/paper/book.pdf").data)
    assert "BUKU PERMOHONAN PRODUK LAYANAN" in blank
    assert "Tanda tangan" in blank
    assert "Jaga II" not in blank
    assert "Belum ada permohonan" in clerk.get("/intake/book?month=2020-01").text
    assert clerk.get("/intake/book?month=2020-13").status_code == 422
    assert person(office, "registrasi").get("/intake/book").status_code == 403
    assert desk.case_no in clerk.get(desk.page).text


def test_papers_are_printed(office: TestOffice) -> None:
    clerk, desk = person(office), Desk(office).filled(official=OFFICIAL)
    assert "FORMULIR PENGADUAN" in page_text(clerk.get("/intake/paper/form.pdf").data)
    assert "14 hari kerja" in page_text(clerk.get("/intake/paper/requirements.pdf").data)
    words = page_text(clerk.get(f"{desk.page}/form.pdf").data)
    assert FERDINAND in words, "the applicant compares what he signs, and the clerk's look is in the trail"
    assert OFFICIAL["act"] in words
    for who in ("kasi", "camat"):
        others = page_text(person(office, who).get(f"{desk.page}/form.pdf").data)
        assert "710515******9903" in others
        assert FERDINAND not in others
    assert person(office, "auditor").get(f"{desk.page}/form.pdf").status_code == 403
    assert clerk.get(f"{Desk(office).page}/form.pdf").status_code == 404


def test_the_full_nik_is_on_one_answer_only(office: TestOffice) -> None:
    desk, clerk = Desk(office).filled(), person(office)
    assert clerk.post(f"{desk.page}/unmask", data={"reason": ""}).status_code == 422
    assert FERDINAND in clerk.post(f"{desk.page}/unmask", data={"reason": "Mencocokkan"}).text
    assert FERDINAND not in clerk.get(desk.page).text


def test_hostile_text_stays_text(office: TestOffice) -> None:
    bad = '<script>alert(1)</script>{{ 7*7 }}"><img src=x onerror=alert(1)> #eval("1") $x$ \\ @ *'
    desk = Desk(office, purpose=bad).filled(
        title=bad, story=bad + "x" * 40, place=bad, who=applicant(address=bad, name=bad)
    )
    for path in (
        desk.page,
        f"{desk.page}/form",
        f"{desk.page}/check",
        "/intake/",
        "/intake/book",
        "/intake/complaints",
    ):
        page = person(office).get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert desk.do("forward", {"items": items()})["state"] == "forwarded"


def test_what_is_missing_is_printed_also_for_a_case_that_the_section_head_sent_back(office: TestOffice) -> None:
    desk, clerk = Desk(office).to_state(State.AWAITING_COMPLETION, returned=True), person(office)
    assert f"{desk.page}/incomplete.pdf" in clerk.get(desk.page).text
    words = page_text(clerk.get(f"{desk.page}/incomplete.pdf").data)
    assert "Salinan surat jual beli yang terbaca" in words
    assert clerk.get(f"{Desk(office).page}/incomplete.pdf").status_code == 404


def test_no_small_picture_shows_the_card(office: TestOffice) -> None:
    desk = Desk(office).filled()
    desk.upload(picture(), "foto.jpg")
    tend(office)
    card, photo = desk.now()["evidence"]
    page = person(office).get(desk.page).text
    assert f"{photo['url']}/thumb" in page
    assert f"{card['url']}/thumb" not in page
    assert person(office).get(f"{card['url']}/thumb").status_code == 404
    assert person(office).get(f"{photo['url']}/thumb").status_code == 200


@pytest.mark.parametrize("state", [State.CLOSED_RESOLVED_DIRECT, State.CLOSED_DECLINED, State.CLOSED_WITHDRAWN])
def test_the_survey_is_offered_once_after_whichever_end(office: TestOffice, state: State) -> None:
    desk, clerk = Desk(office).to_state(state), person(office)
    assert f"/intake/survey/offers/{desk.case_no}" in clerk.get(desk.page).text
    assert clerk.post(f"/intake/survey/offers/{desk.case_no}").status_code == 302
    assert f"/intake/survey/offers/{desk.case_no}" not in clerk.get(desk.page).text


def test_the_applicant_follows_the_case_by_the_code_of_the_receipt(office: TestOffice) -> None:
    desk = Desk(office).filled()
    code = desk.do("forward", {"items": items()})["receipt"]["tracking_code"]
    seen = office.app("intake").test_client().get(f"/intake/api/tracking/{code}")
    assert seen.status_code == 200, seen.text
    assert seen.json["number"] == desk.case_no
    today = clock.local(clock.now()).date()
    dated = {step["label"]: step["on"] for step in seen.json["steps"] if step["on"]}
    assert dated == dict.fromkeys([step["label"] for step in seen.json["steps"][:3]], today.isoformat())
    assert clock.long_date(today) in office.app("intake").test_client().get(f"/intake/track/{code}").text
    assert "Ferdinand" not in seen.text

"""Steps 4 and 5: the checklist, the return, the receipt, the deadline, the handoff."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from services.handoffs.intake_to_review import CASE_FORWARDED
from services.handoffs.review_to_intake import CASE_RETURNED
from services.intake import queries
from services.intake.rules import cases
from services.intake.rules.codes import hash_code
from services.intake.tables import Complaint
from services.shared.calendar import clock
from services.shared.calendar.working_days import WorkingDays
from services.shared.paper.preview import page_text
from tests.support.intake import OFFICIAL, Desk, applicant, form, items, pdf, person, picture, returned, signature
from tests.support.office import TestOffice
from tests.support.tokens import carry


def test_forwarding_gives_review_everything_and_the_applicant_a_receipt(office: TestOffice) -> None:
    desk = Desk(office).filled(official=OFFICIAL)
    desk.upload(pdf(), "surat jual beli.pdf")
    answer = desk.do("forward", {"items": items(official=True)})
    body = CASE_FORWARDED.load(desk.posted("case_forwarded")[0])
    assert body["round"] == 1
    assert body["applicant"]["nik_masked"] == "710515******9903"
    assert body["applicant"]["village"] == "Makasili"
    assert body["complaint"]["reported_official"]["act"] == OFFICIAL["act"]
    assert body["complaint"]["class_code"] == "oversight"
    assert sorted(file["role"] for file in body["files"]) == ["evidence", "form", "id_card"]
    assert body["deadline"] == date.fromisoformat(answer["deadline"])
    today = clock.local(clock.now()).date()
    assert body["deadline"] == office.service("intake").calendar.add(today, 60)
    code = answer["receipt"]["tracking_code"]
    with office.service("intake").reading() as session:
        found = queries.by_tracking_code(session, code.lower().replace("-", " "))
        assert found is not None
        assert found.case_no == desk.case_no
        assert session.get_one(Complaint, desk.case_no).tracking_hash == hash_code(code)
        assert queries.by_tracking_code(session, "salah") is None
    paper = person(office).get(f"{desk.path}/evidence/{answer['receipt']['document']}").data
    words = page_text(paper)
    assert code not in words, "the sheet that is kept has it masked"
    assert "surat jual beli.pdf" in words
    assert answer["evidence"][0]["sha256"][:12] in words
    assert code not in person(office).get(desk.path).text


def test_forwarding_at_once_by_a_double_press_is_one_handoff(office: TestOffice) -> None:
    desk = Desk(office).filled()
    version = desk.now()["version"]
    clerk = person(office)
    headers = {"X-CSRFToken": clerk._tokens["intake"]}
    cookie = clerk.client("intake").get_cookie("sigap_session")
    page = clerk.client("intake").get_cookie("sigap_page_intake")
    assert cookie is not None
    assert page is not None

    drawn = signature()

    def press(_: int) -> int:
        client = office.app("intake").test_client()
        carry(office, client, cookie.value)
        client.set_cookie(page.key, page.value)
        body = {"version": version, "items": items(), "signature": drawn}
        return client.post(f"{desk.path}/forward", json=body, headers=headers).status_code

    with ThreadPoolExecutor(4) as hands:
        assert set(hands.map(press, range(4))) == {200}
    assert len(desk.posted("case_forwarded")) == 1
    assert len([f for f in desk.now()["documents"] if f["role"] == "receipt"]) == 1


def test_nothing_goes_on_while_something_is_missing_or_unclear(office: TestOffice) -> None:
    desk = Desk(office)
    desk.do("submit-form", form())
    no_card = desk.do("forward", {"items": items()}, 422)
    assert "KTP" in no_card["errors"]["items.identity"][0]
    desk.upload(picture(), "ktp.jpg", "id_card")
    lacking = desk.do("forward", {"items": items(evidence="Foto")}, 422)
    assert set(lacking["errors"]) == {"items.evidence"}
    without_note = [row | {"note": ""} for row in items(evidence="Foto")]
    assert set(desk.do("return-incomplete", {"items": without_note}, 422)["errors"]) == {"notes.evidence"}
    assert set(desk.do("forward", {"items": items()[:3]}, 422)["errors"]) == {
        "items.evidence",
        "items.reported_official",
    }
    unknown = desk.do("forward", {"items": [*items(), {"item": "luck", "verdict": "ok"}]}, 422)
    assert set(unknown["errors"]) == {"items.luck"}
    assert set(desk.do("forward", {"items": items(official=True)}, 422)["errors"]) == {"items.reported_official"}
    assert desk.do("return-incomplete", {"items": items()}, 422)["message"].startswith("Tidak ada yang kurang")
    assert desk.now()["state"] == "intake_check"
    assert desk.posted() == []


def test_an_incomplete_file_waits_thirty_days_and_the_applicant_has_it_on_paper(office: TestOffice) -> None:
    desk = Desk(office).filled()
    answer = desk.do("return-incomplete", {"items": items(evidence="Foto patok", substance="Nama saksi")})
    today = clock.local(clock.now()).date()
    assert answer["deadline"] == (today + timedelta(days=30)).isoformat()
    assert [line.rsplit(": ", 1)[1] for line in answer["missing"]] == ["Nama saksi", "Foto patok"]
    note = next(f for f in answer["documents"] if f["role"] == "incomplete_note")
    words = page_text(person(office).get(f"{desk.path}/evidence/{note['id']}").data)
    assert "Nama saksi" in words
    assert clock.long_date(today + timedelta(days=30)) in words
    back = desk.do("complete-documents", {"note": "Foto dibawa"})
    assert (back["state"], back["deadline"]) == ("intake_check", None)
    assert desk.do("forward", {"items": items()})["round"] == 1


def test_a_case_that_comes_back_keeps_its_code_and_its_deadline_moves_by_the_days_away(office: TestOffice) -> None:
    desk = Desk(office).forwarded()
    first = desk.now()
    calendar = office.service("intake").calendar
    today = clock.local(clock.now()).date()
    away = next(
        today - timedelta(days=n) for n in range(1, 30) if calendar.between(today - timedelta(days=n), today) == 3
    )
    moment = clock.now() - (today - away) * 1
    desk.take(CASE_RETURNED, returned(returned_at=moment))
    waiting = desk.now()
    assert (waiting["state"], waiting["returned_by"]) == ("awaiting_completion", "Contoh Rondonuwu, S.Sos.")
    assert waiting["missing"] == ["Salinan surat jual beli yang terbaca"]
    desk.do("complete-documents")
    desk.upload(pdf(), "surat-jelas.pdf")
    again = desk.do("forward", {"items": items()})
    assert again["receipt"]["tracking_code"] is None
    assert again["round"] == 2
    assert again["deadline"] == calendar.add(date.fromisoformat(first["deadline"]), 3).isoformat()
    second = desk.posted("case_forwarded")[1]
    assert second["round"] == 2
    assert "surat-jelas.pdf" in [file["name"] for file in second["files"]]


def test_days_away_never_bring_the_deadline_nearer() -> None:
    calendar = WorkingDays(type("Corrections", (), {"add": (), "remove": ()})())
    friday, monday = date(2026, 11, 27), date(2026, 11, 30)
    assert cases.extended(friday, monday, friday, calendar) == friday
    assert cases.extended(friday, friday, monday, calendar) == monday


def test_a_confidential_name_is_masked_for_others(office: TestOffice) -> None:
    secret = "Greity Rahasiawati"
    desk = Desk(office).forwarded(who=applicant(name=secret, confidential=True))
    for who in ("registrasi", "auditor"):
        answer = person(office, who).get(desk.path)
        assert secret not in answer.text
        assert "081234567890" not in answer.text
        assert answer.json["applicant"]["name"] == "Identitas dirahasiakan"
        assert answer.json["documents"] == []
        assert [f["role"] for f in answer.json["evidence"]] == []
        found = person(office, who).ask("/intake/api/complaints?q=rahasiawati")
        assert found["items"] == []
        assert secret not in person(office, who).get("/intake/api/complaints").text
    for who in ("loket1", "kasi", "camat"):
        assert person(office, who).ask(desk.path)["applicant"]["name"] == secret
        assert [row["case_no"] for row in person(office, who).ask("/intake/api/complaints?q=rahasiawati")["items"]]
    person(office, "tim1").ask(desk.path, 403)
    person(office, "admin").ask(desk.path, 403)


def test_evidence_is_a_file_or_a_written_reason(office: TestOffice) -> None:
    desk = Desk(office).filled()
    bare = [row | {"note": ""} for row in items()]
    refused = desk.do("forward", {"items": bare}, 422)
    assert "Belum ada berkas bukti (syarat P3)" in refused["errors"]["notes.evidence"][0]
    assert desk.now()["state"] == "intake_check"
    file = desk.upload(picture(), "bukti.jpg")
    clerk = person(office)
    gone = clerk.client("intake").delete(
        f"{desk.path}/evidence/{file['id']}", headers={"X-CSRFToken": clerk.token("intake")}
    )
    assert gone.status_code == 204
    desk.do("forward", {"items": bare}, 422)  # taken back again
    desk.upload(picture(), "bukti.jpg")
    assert desk.do("forward", {"items": bare})["state"] == "forwarded"
    assert Desk(office).filled().do("forward", {"items": items()})["completeness"][3]["note"] == "Saksi akan dihadirkan"

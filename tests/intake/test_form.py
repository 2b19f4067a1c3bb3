"""Step 3: the form, its draft, the NIK, the official, and data of an earlier complaint."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from services.intake.rules import nik
from services.intake.tables import Applicant
from services.shared.audit import trail
from services.shared.calendar import clock
from tests.support.intake import FERDINAND, OFFICIAL, Desk, applicant, form, new_nik, person, picture
from tests.support.office import TestOffice


def test_a_whole_form_is_kept_and_its_nik_only_encrypted(office: TestOffice) -> None:
    desk = Desk(office)
    after = desk.do("submit-form", form(official=OFFICIAL))
    assert after["applicant"]["nik_masked"] == "710515******9903"
    assert after["reported_official"]["act"] == OFFICIAL["act"]
    assert after["class_code"] == "oversight"
    assert after["complaint"]["occurred_on"] == "2026-11-02"
    service = office.service("intake")
    with service.reading() as session:
        row = session.get_one(Applicant, desk.case_no)
        assert service.vault.decrypt(row.nik_token) == FERDINAND
        assert row.nik_index == service.vault.index(FERDINAND)
        for table in ("applicant", "complaint", "complaint_form", "audit", "outbox"):
            lines = session.execute(
                text(f"select count(*) from {table} t where t::text like :nik"), {"nik": f"%{FERDINAND}%"}
            )
            assert lines.scalar_one() == 0, table
    assert FERDINAND not in person(office).get(desk.path).text


def test_the_draft_holds_what_was_typed_but_never_the_nik_in_clear(office: TestOffice) -> None:
    desk, clerk = Desk(office), person(office)
    before = desk.now()["version"]
    body = {"version": before, "applicant": {"nik": FERDINAND, "name": "Ferdi"}, "complaint": {"occurred_on": "besok"}}
    answer = clerk.put(f"{desk.path}/form", json=body)
    assert answer.status_code == 200
    assert answer.json["version"] == before + 1
    assert answer.json["applicant_name"] == "Ferdi"
    assert FERDINAND not in answer.text
    with office.service("intake").reading() as session:
        found = session.execute(
            text("select draft from complaint where case_no = :no"), {"no": desk.case_no}
        ).scalar_one()
        assert FERDINAND not in found
    clerk.put(f"{desk.path}/form", json={"version": before + 1, "applicant": {"name": "Ferdinand"}})
    page = clerk.get(f"{desk.page}/form").text
    assert FERDINAND in page  # a draft without a NIK keeps the one before
    assert 'value="Ferdinand"' in page
    assert FERDINAND not in clerk.get(desk.page).text
    stale = clerk.put(f"{desk.path}/form", json={"version": before - 5, "applicant": {}})
    assert stale.status_code == 409


def test_everything_missing_is_named_at_once_in_indonesian(office: TestOffice) -> None:
    answer = Desk(office).do("submit-form", {"applicant": {}, "complaint": {}}, 422)
    for name in ("applicant.name", "applicant.nik", "applicant.village", "complaint.story", "complaint.occurred_on"):
        assert answer["errors"][name] == ["Wajib diisi."]


def test_an_official_needs_all_three_parts(office: TestOffice) -> None:
    answer = Desk(office).do("submit-form", form(official={"name": "Rolly"}), 422)
    assert set(answer["errors"]) == {
        "reported_official.position",
        "reported_official.act",
        "reported_official.statement",
    }
    only_address = OFFICIAL | {"position": "", "address": "Desa Makasili"}
    assert (
        Desk(office).do("submit-form", form(official=only_address))["reported_official"]["address"] == "Desa Makasili"
    )


def test_an_odd_nik_needs_a_note_but_is_no_wall(office: TestOffice) -> None:
    desk, odd = Desk(office), "7105150000000000"
    refused = desk.do("submit-form", form(who=applicant(nik=odd)), 422)
    assert "tanggal lahirnya" in refused["errors"]["applicant.nik_note"][0]
    after = desk.do("submit-form", form(who=applicant(nik=odd, nik_note="KTP tidak terbaca")))
    assert after["applicant"]["nik_note"] == "KTP tidak terbaca"
    short = desk.do("submit-form", form(who=applicant(nik="71051522017", nik_note="x")), 422)
    assert short["errors"]["applicant.nik"] == ["NIK terdiri atas 16 angka."]


@pytest.mark.parametrize(
    ("number", "odd"),
    [
        (FERDINAND, False),
        ("7105155507859902", False),  # a woman: 15 + 40
        ("7105152902010001", False),  # 29 February
        ("7105153002010001", True),
        ("7105157107859902", False),
        ("7105157207859902", True),
        ("7105153213859902", True),
        ("0005152201719903", True),
        ("7105152201710000", True),
    ],
)
def test_structure_of_the_nik(number: str, odd: bool) -> None:
    assert bool(nik.oddities(number, "710515")) is odd


def test_a_card_from_elsewhere_or_one_that_cannot_be_read_wants_a_note(office: TestOffice) -> None:
    elsewhere = applicant(nik="7371152201719903")
    refused = Desk(office).do("submit-form", form(who=elsewhere), 422)
    assert "kabupaten atau kota lain" in refused["errors"]["applicant.nik_note"][0]
    Desk(office).do("submit-form", form(who=elsewhere | {"nik_note": "Pindahan dari Makassar"}))
    unreadable = applicant(nik="", nik_unreadable=True)
    refused = Desk(office).do("submit-form", form(who=unreadable), 422)
    assert set(refused["errors"]) == {"applicant.nik_note"}
    noted = unreadable | {"nik_note": "Kartu patah; dikenali dengan kartu keluarga"}
    first, second = Desk(office), Desk(office)
    assert first.do("submit-form", form(who=noted))["applicant"]["nik_masked"] == "tidak terbaca"
    second.do("submit-form", form(who=noted))
    assert first.case_no not in [row["case_no"] for row in second.now()["alike"] if "NIK" in str(row["reasons"])]
    assert "tidak tersimpan" in person(office).do(f"{first.path}/unmask", {"reason": "Mencocokkan"}, 409)["message"]
    page = person(office).get(f"{first.page}/form").text
    assert re.search(r'name="applicant.nik_unreadable" value="true" checked', page)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("Jaga I, Desa Makasili", "Jaga I"),
        ("Jaga I desa makasili.", "Jaga I"),
        ("Jaga I, Desa Malola", "Jaga I, Desa Malola"),
        ("Desa Makasili", "Desa Makasili"),
        ("Jalan Desa Makasili 4", "Jalan Desa Makasili 4"),
    ],
)
def test_a_village_is_not_written_twice(office: TestOffice, address: str, kept: str) -> None:
    assert Desk(office).do("submit-form", form(who=applicant(address=address)))["applicant"]["address"] == kept


def test_the_event_lies_not_in_the_future_and_bad_fields_come_together(office: TestOffice) -> None:
    tomorrow = (clock.local(clock.now()) + timedelta(days=1)).strftime("%d/%m/%Y")
    who = applicant(village="9999", phone="", notice_channel="whatsapp")
    answer = Desk(office).do("submit-form", form(who=who, occurred_on=tomorrow, category="nothing"), 422)
    assert set(answer["errors"]) == {
        "complaint.occurred_on",
        "complaint.category",
        "applicant.village",
        "applicant.phone",
    }
    other = applicant(village="other", village_other="Tondei")
    assert Desk(office).do("submit-form", form(who=other))["applicant"]["village_name"] == "Tondei"


def test_the_form_is_corrected_during_the_check(office: TestOffice) -> None:
    desk = Desk(office).filled(official=OFFICIAL)
    after = desk.do("submit-form", form(title="Patok kebun dipindahkan"))
    assert (after["state"], after["complaint"]["title"]) == ("intake_check", "Patok kebun dipindahkan")
    assert after["reported_official"] is None
    assert after["class_code"] == "ordinary"


def test_data_of_an_earlier_complaint_is_offered_and_taken_on_request_only(office: TestOffice) -> None:
    clerk, number = person(office), new_nik()
    first = Desk(office).filled(who=applicant(nik=number, address="Jaga IV", confidential=True))
    second = Desk(office)
    found = clerk.do("/intake/api/earlier-complaints", {"nik": number})["items"]
    assert [row["case_no"] for row in found] == [first.case_no]
    version = second.now()["version"]
    body = {"version": version, "applicant": {"nik": number, "address": "yang diketik"}}
    clerk.put(f"{second.path}/form", json=body)
    page = clerk.get(f"{second.page}/form").text
    assert first.case_no in page
    assert "yang diketik" in page
    second.do("use-data", {"case_no": first.case_no})
    page = clerk.get(f"{second.page}/form").text
    assert 'value="Jaga IV"' in page
    assert "yang diketik" not in page
    stranger = Desk(office).filled(who=applicant(nik=new_nik()))
    second.do("use-data", {"case_no": stranger.case_no}, 422)


def test_the_full_nik_is_shown_once_for_a_reason_that_stays_in_the_trail(office: TestOffice) -> None:
    desk = Desk(office).filled()
    clerk = person(office)
    clerk.do(f"{desk.path}/unmask", {"reason": ""}, 422)
    assert clerk.do(f"{desk.path}/unmask", {"reason": "Mencocokkan KTP"}) == {"nik": FERDINAND}
    person(office, "auditor").do(f"{desk.path}/unmask", {"reason": "Ingin tahu"}, 403)
    with office.service("intake").reading() as session:
        rows = session.execute(
            select(trail.audit).where(trail.audit.c.subject == desk.case_no, trail.audit.c.verb == "see_nik")
        ).all()
    assert [(row.actor, row.details["reason"], row.story) for row in rows] == [("loket1", "Mencocokkan KTP", False)]


def test_a_draft_whose_key_is_lost_is_told_and_stops_nobody(office: TestOffice) -> None:
    desk, other, clerk = Desk(office), Desk(office), person(office)
    for each in (desk, other):
        body = {"version": each.now()["version"], "applicant": {"name": f"Meity {each.case_no}"}}
        assert clerk.put(f"{each.path}/form", json=body).status_code == 200
    desk.lose_the_key()
    home = clerk.get("/intake/complaints?state=draft_intake")
    assert home.status_code == 200
    assert "konsep tidak dapat dibuka: kuncinya hilang" in home.text
    assert f"Meity {other.case_no}" in home.text
    assert clerk.get("/intake/").status_code == 200
    assert clerk.get(desk.page).status_code == 200
    page = clerk.get(f"{desk.page}/form")
    assert page.status_code == 200
    assert "Hubungi administrator" in page.text
    refused = clerk.put(f"{desk.path}/form", json={"version": desk.now()["version"], "applicant": {"name": "Baru"}})
    assert (refused.status_code, "kuncinya tidak ada lagi" in refused.text) == (503, True)  # nothing is overwritten
    for _ in range(2):  # pressed twice
        desk.do("start-anew")
    assert 'name="applicant.name" value=""' in clerk.get(f"{desk.page}/form").text
    desk.filled()
    other.do("start-anew", expect=409)


def test_a_draft_whose_key_is_lost_can_be_given_up_on_the_page_and_withdrawn(office: TestOffice) -> None:
    desk, clerk = Desk(office), person(office)
    desk.lose_the_key()
    page = clerk.get(f"{desk.page}/form").text
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    assert clerk.post(f"{desk.page}/start-anew", data={"version": version.group(1)}).status_code == 302
    assert "Formulir pengaduan" in clerk.get(f"{desk.page}/form").text
    desk.lose_the_key()
    desk.upload(picture(), "cabut.jpg", "withdrawal")
    desk.withdrawn()
    assert desk.posted("case_ended")[0]["applicant_name"] == "Identitas dirahasiakan"
    desk.forget_the_draft()

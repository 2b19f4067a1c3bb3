"""The tracking page and its API, as the applicant's telephone asks for them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.intake.rules.codes import grouped, make_code
from services.shared.unit_of_work import Service
from tests.support.office import TestOffice
from tests.support.survey import anonymous, tracked


def test_where_a_case_is(desk: TestOffice, intake: Service) -> None:
    code = tracked(
        intake, case_no="UJI-LACAK", stage="team", draft=intake.vault.encrypt('{"applicant": {"name": "Siti"}}')
    )
    client, _ = anonymous(desk)
    seen = client.get(f"/intake/api/tracking/{grouped(code).lower()}").get_json()
    assert (seen["number"], seen["received_on"], seen["deadline"]) == ("UJI-LACAK", "2026-11-24", "2026-12-14")
    assert [step["label"] for step in seen["steps"] if step["state"] == "current"] == ["Ditangani Tim Pengaduan"]
    page = client.get(f"/intake/track/{code}").get_data(as_text=True)
    assert 'aria-current="step"' in page
    assert "14 Desember 2026" in page
    assert "Siti" not in page
    assert "Rina" not in page
    assert "survey" not in page


def test_what_is_missing_and_until_when(desk: TestOffice, intake: Service) -> None:
    code = tracked(intake, state="awaiting_completion", stage=None, missing=["KTP belum jelas", "<b>Waktu</b>"])
    client, _ = anonymous(desk)
    page = client.get(f"/intake/track/{code}").get_data(as_text=True)
    assert "KTP belum jelas" in page
    assert "&lt;b&gt;Waktu" in page
    assert "Lengkapi paling lambat" in page


def test_how_a_case_ended(desk: TestOffice, intake: Service) -> None:
    ended = datetime(2026, 11, 30, 1, tzinfo=UTC)
    message = "Camat sudah berbicara dengan pemilik rumah."
    code = tracked(
        intake, state="closed_resolved_direct", outcome="resolved_direct", outcome_message=message, ended_at=ended
    )
    client, _ = anonymous(desk)
    page = client.get(f"/intake/track/{code}").get_data(as_text=True)
    assert message in page
    assert "30 November 2026" in page
    assert client.get(f"/intake/api/tracking/{code}").get_json()["outcome"] == "resolved_direct"


def test_the_form_understands_what_people_type(desk: TestOffice, intake: Service) -> None:
    code = tracked(intake)
    client, _ = anonymous(desk)
    found = client.get("/intake/track", query_string={"code": f" {grouped(code).lower()} "})
    assert found.headers["Location"] == f"/intake/track/{code}"
    wrong = client.get("/intake/track?code=7Q4F")
    assert wrong.status_code == 422
    assert 'value="7Q4F"' in wrong.get_data(as_text=True)
    assert client.get("/intake/track?code=").status_code == 200


@pytest.mark.parametrize("code", ["7G9Q2QTAH66GM5JV3XMYH79F69", "tidak-ada", "0" * 26])
def test_a_code_that_leads_nowhere(desk: TestOffice, code: str) -> None:
    client, _ = anonymous(desk)
    page = client.get(f"/intake/track/{code}")
    assert page.status_code == 404
    assert 'name="code"' in page.get_data(as_text=True)
    assert client.get(f"/intake/api/tracking/{code}").status_code == 404


def test_a_code_is_throttled_from_all_addresses_in_all_spellings(desk: TestOffice, intake: Service) -> None:
    code = tracked(intake)
    client, _ = anonymous(desk)
    statuses = [
        client.get(f"/intake/track/{spelt}", headers={"X-Forwarded-For": f"10.1.0.{n}"}).status_code
        for n in range(11)
        for spelt in (code, grouped(code).lower())
    ]
    assert statuses == [200] * 20 + [429] * 2
    other = tracked(intake)
    assert client.get(f"/intake/track/{other}", headers={"X-Forwarded-For": "10.1.0.1"}).status_code == 200


def test_an_address_is_throttled_over_all_codes_but_others_are_not(desk: TestOffice) -> None:
    client, _ = anonymous(desk)
    guesses = [
        client.get(f"/intake/api/tracking/{make_code()}", headers={"X-Forwarded-For": "10.2.0.1"}).status_code
        for _ in range(62)
    ]
    assert guesses == [404] * 60 + [429] * 2
    answer = client.get(f"/intake/api/tracking/{make_code()}", headers={"X-Forwarded-For": "10.2.0.1"})
    assert answer.get_json()["status"] == "Terlalu sering mencoba"
    other = client.get(f"/intake/api/tracking/{make_code()}", headers={"X-Forwarded-For": "10.2.0.2"})
    assert other.status_code == 404

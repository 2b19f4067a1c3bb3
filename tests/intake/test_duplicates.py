"""Step 4: complaints that look alike are shown and linked, and never hold anything up."""

from __future__ import annotations

import pytest

from services.intake.rules.likeness import Compared, is_alike, reasons, score, strongest
from tests.support.intake import Desk, applicant, form, items, new_nik, person
from tests.support.office import TestOffice

PLACE = "Perempatan Wiau, Desa Malola"
STORY = "Truk pasir melaju kencang tiap pagi di perempatan Wiau dan hampir menabrak anak sekolah yang menyeberang."
RETOLD = "Tiap pagi truk pasir melaju sangat kencang di perempatan Wiau, hampir menabrak anak-anak sekolah."


def told(office: TestOffice, nik: str = "", **changes: str) -> Desk:
    """A complaint about the trucks, by somebody of their own unless a NIK is given."""
    what = {"title": "Truk pasir ngebut", "place": PLACE, "story": STORY, "occurred_on": "02/11/2026"} | changes
    return Desk(office).filled(who=applicant(nik=nik or new_nik()), **what)


def numbers(desk: Desk, who: str = "loket1") -> list[str]:
    return [row["case_no"] for row in desk.now(who)["alike"]]


def judge(desk: Desk, other: Desk, verdict: str, expect: int = 200, who: str = "loket1") -> None:
    body = {"other": other.case_no, "verdict": verdict}
    person(desk.office, who).do(f"{desk.path}/judge-likeness", body, expect)


def test_a_neighbour_who_tells_the_same_is_found_and_linked_on_both_sides(office: TestOffice) -> None:
    first = told(office, occurred_time="pagi")
    second = told(office, story=RETOLD, occurred_on="05/11/2026", place="perempatan Wiau Desa Malola")
    assert numbers(second) == [first.case_no]
    assert second.now()["alike"][0]["reasons"] == ["tempat mirip", "waktu berdekatan", "uraian mirip"]
    page = person(office).get(f"{second.page}/check").text
    assert "Mungkin kejadian yang sama" in page
    assert first.case_no in page
    answer = person(office).post(
        f"{second.page}/judge-likeness", data={"other": first.case_no, "verdict": "same", "then": "check"}
    )
    assert answer.location.startswith(f"{second.page}/check")
    assert (first.now()["alike"][0]["verdict"], numbers(first)) == ("same", [second.case_no])
    for desk, other in ((first, second), (second, first)):
        assert any(other.case_no in event["note"] for event in desk.now()["timeline"])
    assert second.do("forward", {"items": items()})["state"] == "forwarded"


def test_the_same_person_about_the_same_place_is_found_after_months(office: TestOffice) -> None:
    nik = new_nik()
    first = told(office, nik, occurred_on="02/08/2026")
    again = told(office, nik, title="Truk itu lagi", story="Belum ada perubahan apa pun sejak laporan saya yang lalu.")
    elsewhere = told(office, nik, place="Pasar", title="Pungutan parkir", story="Juru parkir meminta dua kali lipat.",
                     occurred_on="20/05/2026")  # fmt: skip
    assert numbers(again) == [first.case_no]
    assert again.now()["alike"][0]["reasons"][0] == "pemohon sama (NIK)"
    assert numbers(elsewhere) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"place": "Kebun Lolombulan, Desa Makasili"},
        {"occurred_on": "20/10/2026"},
        {"title": "Anjing lepas", "story": "Seekor anjing tanpa pemilik menggigit ayam peliharaan beberapa warga."},
    ],
)
def test_another_place_day_or_matter_is_not_alike(office: TestOffice, changes: dict) -> None:
    base = {"place": f"Simpang Tiga Kawatak {len(str(changes))}", "occurred_on": "11/11/2026"}
    told(office, **base)
    assert numbers(told(office, **base | changes)) == []


def test_what_the_clerk_said_stays_when_the_form_is_corrected(office: TestOffice) -> None:
    place = "Lapangan Tumaluntung, Desa Malola Satu"
    first, second = told(office, place=place), told(office, place=place)
    judge(second, first, "different")
    again = {"title": "Truk pasir ngebut", "place": place, "story": STORY, "occurred_on": "02/11/2026"}
    second.do("submit-form", form(who=applicant(nik=new_nik()), **again))
    assert [(row["case_no"], row["verdict"]) for row in second.now()["alike"]] == [(first.case_no, "different")]
    assert "Mungkin kejadian yang sama" not in person(office).get(second.page).text
    second.do("submit-form", form(who=applicant(nik=new_nik()), **again | {"place": "Tempat lain sama sekali"}))
    assert numbers(second) == [first.case_no]  # the clerk's word is kept, though the hint alone would be gone


def test_only_those_who_know_applicants_see_it_and_only_clerks_judge(office: TestOffice) -> None:
    place = "Jembatan Ranoako, Desa Kumelembuai Atas"
    first, second = told(office, place=place), told(office, place=place)
    assert numbers(second, "camat") == [first.case_no]
    assert numbers(second, "auditor") == []
    judge(second, first, "same", 403, who="kasi")
    judge(second, first, "perhaps", 422)
    stranger = told(office, place="Nun jauh di sana", title="Hal lain", story="Hal yang berbeda sekali dari yang lain.")
    judge(second, stranger, "same", 404)


def test_ranking() -> None:
    near = Compared("PGD-1", same_applicant=False, days_apart=1, place=0.9, text=0.6)
    own = Compared("PGD-2", same_applicant=True, days_apart=90, place=0.6, text=0.1)
    far = Compared("PGD-3", same_applicant=False, days_apart=8, place=0.9, text=0.9)
    alone = Compared("PGD-4", same_applicant=True, days_apart=90, place=0.1, text=0.1)
    assert [other.case_no for other, _, _ in strongest([far, alone, own, near])] == ["PGD-2", "PGD-1"]
    assert not is_alike(reasons(far))
    assert not is_alike(reasons(alone))
    assert score(near) == round(15 + 20 * 0.9 + 25 * 0.6)
    assert len(strongest([near] * 9)) == 5

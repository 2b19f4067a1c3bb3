"""Invitations (8b), what is missing (6) and the agreement's cover: letters of the office, quick as they were."""

from __future__ import annotations

from typing import Any

import pytest

from deploy.setup import DEMO_PASSPHRASE
from services.shared.calendar import clock
from services.shared.paper.preview import page_text
from tests.letters.test_kinds import sign
from tests.support import review
from tests.support.intake import Desk
from tests.support.office import TestOffice

Json = dict[str, Any]
PEOPLE = {"other_side": "Yance Tumbel, Jaga III", "witnesses": "Meity Rondonuwu, Jaga I", "officials": ["village_head"]}


@pytest.fixture(autouse=True)
def _nothing_left(office: TestOffice) -> None:
    """What other tests posted and nobody took is none of these."""
    office.set_aside()


def of_case(office: TestOffice, case_no: str, kind: str) -> list[Json]:
    """The case's letters of a kind that wait for the Camat, by whom they invite."""
    camat = office.person("camat")
    found = camat.ask(f"/letters/api/letters?case_no={case_no}&state=letter_review")["letters"]
    whole = [camat.ask(f"/letters/api/letters/{one['id']}") for one in found if one["kind"] == kind]
    return sorted(whole, key=lambda one: str(one["recipient"]))


def pressed(office: TestOffice, letters: list[Json], expect: int = 200) -> Json:
    """One press for all of them."""
    first, *others = letters
    read = first["drafts"][-1]
    body = {"version": first["version"], "draft_no": read["no"], "sha256": read["sha256"]}
    body |= {"passphrase": DEMO_PASSPHRASE, "others": [f"{one['id']}.{one['version']}" for one in others]}
    return dict(office.person("camat").do(f"/letters/api/letters/{first['id']}/sign", body, expect))


def printed(office: TestOffice, case_no: str) -> list[str]:
    """The words of what the desk prints, in its order."""
    clerk = office.person("loket1")
    case = clerk.ask(f"/intake/api/complaints/{case_no}")
    by_id = {str(one["id"]): one["url"] for one in case["documents"]}
    pages = [clerk.get(by_id[paper]).data for paper in (case["invitation"] or {"papers": []})["papers"]]
    return [" ".join(page_text(pdf).split()) for pdf in pages]


def numbers_of(office: TestOffice, letters: list[Json]) -> set[str]:
    registrar = office.person("registrasi")
    return {registrar.ask(f"/registry/api/letters/{one['id']}")["number"] for one in letters}


def at_camat(office: TestOffice) -> tuple[review.Desk, str]:
    desk, case_no = review.Desk(office), Desk(office).forwarded().case_no
    office.pump()
    desk.do(case_no, "report_to_camat")
    return desk, case_no


@pytest.mark.turns(3)
def test_a_mediation_this_afternoon_takes_two_presses_until_the_desk_prints(office: TestOffice) -> None:
    desk, case_no = at_camat(office)
    desk.do(case_no, "call_mediation", "camat", **PEOPLE)
    office.pump()
    clerk = office.person("loket1")
    assert clerk.ask(f"/intake/api/complaints/{case_no}")["invitation"]["papers"] == [], "told, and not yet on paper"
    clerk.do(f"/intake/api/complaints/{case_no}/give-invitation", {"how": "courier"}, 409)
    letters = of_case(office, case_no, "invitation")
    assert len(letters) == 4
    page = office.person("camat").get(f"/letters/letters/{letters[0]['id']}").text
    assert page.count('name="others"') == 3
    pressed(office, letters)
    office.pump()

    texts = printed(office, case_no)
    assert len(texts) == 4, "one press signed, numbered and sealed them all"
    numbers = numbers_of(office, letters)
    assert len(numbers) == 4, "each has a number of its own"
    for text, words in zip(texts, ("", "pihak kedua", "saksi", "Hukum Tua"), strict=True):
        assert words in text
        assert "Penyelesaian secara musyawarah" in text
    registrar = office.person("registrasi")
    for one in letters:
        shown = registrar.ask(f"/registry/api/letters/{one['id']}")
        assert (shown["state"], shown["verdict"]["genuine"]) == ("ready_for_handover", True), "copied and archived too"
        assert shown["register_entry"]
    clerk.do(f"/intake/api/complaints/{case_no}/give-invitation", {"how": "courier"})

    desk.do(case_no, "move_meeting", time="15.00")
    office.pump()
    assert printed(office, case_no) == [], "what was printed for the former hour is printed no more"
    again = of_case(office, case_no, "invitation")
    pressed(office, again)
    office.pump()
    moved = printed(office, case_no)
    assert all("Menyusul surat kami nomor" in text and "15.00" in text for text in moved)
    assert not numbers_of(office, again) & numbers, "no number is used twice"

    desk.do(case_no, "cancel_meeting", reason="Kedua pihak sudah berdamai")
    office.pump()
    pressed(office, of_case(office, case_no, "invitation_off"))
    office.pump()
    off = printed(office, case_no)
    assert len(off) == 4
    assert all("tidak jadi dilaksanakan" in text for text in off)
    assert clerk.ask(f"/intake/api/complaints/{case_no}")["state"] == "forwarded", "no letter to be collected (17)"


def test_a_strangers_letter_is_not_signed_along_and_a_stale_one_stops_all(office: TestOffice) -> None:
    desk, case_no = at_camat(office)
    desk.do(case_no, "call_mediation", "camat", **PEOPLE)
    _, other_no = at_camat(office)
    desk.do(other_no, "call_face_to_face")
    office.pump()
    letters, strange = of_case(office, case_no, "invitation"), of_case(office, other_no, "invitation")
    refused = pressed(office, [letters[0], *strange], 422)
    assert "pertemuan yang sama" in refused["errors"]["others"][0]
    stale = letters[1] | {"version": letters[1]["version"] - 1}
    pressed(office, [letters[0], stale], 409)
    assert len(of_case(office, case_no, "invitation")) == 4, "nothing was signed"
    desk.do(case_no, "record_mediation", "camat", expect=422)


def test_what_is_missing_goes_out_as_a_letter_and_the_desk_sends_it(office: TestOffice) -> None:
    case_no = Desk(office).forwarded().case_no
    office.pump()
    desk = review.Desk(office)
    asked = {"missing": ["Foto patok batas;", "KTP yang masih berlaku"], "reason": "Letak batas belum jelas."}
    desk.do(case_no, "ask_clarification", with_letter=True, **asked)
    office.pump()
    (letter,) = of_case(office, case_no, "incomplete")
    sign(office, letter)
    office.pump()
    clerk = office.person("loket1")
    case = clerk.ask(f"/intake/api/complaints/{case_no}")
    assert case["state"] == "awaiting_completion"
    (paper,) = [one for one in case["documents"] if one["role"] == "notice_letter"]
    text = " ".join(page_text(clerk.get(paper["url"]).data).split())
    for words in ("1. Foto patok batas", "2. KTP yang masih berlaku", "paling lambat tanggal"):
        assert words in text, words
    office.send_notices("intake", clock.now())
    assert f"Surat kekurangan berkas untuk {case_no}" in clerk.get("/intake/notices").text


def test_the_agreement_goes_with_a_cover_to_whoever_watches_over_it(office: TestOffice) -> None:
    desk, case_no = at_camat(office)
    desk.do(case_no, "call_mediation", "camat", **PEOPLE)
    desk.everybody_came(case_no)
    refused = desk.do(case_no, "record_mediation", "camat", expect=422, cover_to="tidak_ada")
    assert refused["errors"]["cover_to"]
    desk.do(case_no, "record_mediation", "camat", cover_to="polsek")
    office.pump()
    assert of_case(office, case_no, "invitation") == [], "the meeting was held: nobody is invited to it any more"
    (letter,) = of_case(office, case_no, "agreement_cover")
    sign(office, letter)
    office.pump()
    (row,) = [one for one in desk.see(case_no)["letters"] if one["letter_kind"] == "agreement_cover"]
    assert row["number"], "number and file are there as soon as it is sealed"
    text = office.person("camat").get(f"/review/cases/{case_no}/files/{row['file_id']}").data
    assert "Kapolsek Motoling" in " ".join(page_text(text).split())

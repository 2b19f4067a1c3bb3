"""Mediation (8b, 10a): both sides invited, everyone's words and signatures, an agreement with promises."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest

from services.review.rules import mediation as rules
from services.review.rules.mediation import Guest, named_in_full, place_of
from services.shared.errors import RuleBroken
from services.shared.paper.numbers import day_in_words
from tests.support.intake import signature as drawing
from tests.support.review import Desk, in_days

PEOPLE = {
    "other_side": "Yance Tumbel, Jaga III\nSarah Tumbel",
    "witnesses": "Meity Rondonuwu, Jaga I",
    "officials": ["village_head", "bhabinkamtibmas", "babinsa"],
    "others": "Pdt. Ruddy Pangkey, Ketua Jemaat",
}


def text_of(desk: Desk, case_no: str, file_id: str = "", *, role: str = "") -> str:
    """The text of a paper of the case, in one line."""
    wanted = file_id or [file["id"] for file in desk.see(case_no)["files"] if file["role"] == role][-1]
    pdf = pypdfium2.PdfDocument(desk.person("camat").get(f"/review/cases/{case_no}/files/{wanted}").data)
    return " ".join("".join(page.get_textpage().get_text_range() for page in pdf).split())


def roles(desk: Desk, case_no: str) -> list[str]:
    files = desk.see(case_no)["files"]
    return [file["role"] for file in files if file["origin"] == "paper" and file["role"] != "verification"]


def test_each_who_is_invited_has_a_letter_of_his_own_and_the_desk_prints_them(desk: Desk) -> None:
    case_no = desk.case("camat_review", applicant_confidential=True)
    case = desk.do(case_no, "call_mediation", "camat", **PEOPLE)
    assert (case["state"], case["branch"]) == ("camat_meeting", "8b")
    assert [row["capacity"] for row in case["participants"]].count("other_side") == 2
    (sent,) = desk.posted(case_no, "invitation")
    assert (sent["kind"], sent["papers"]) == ("mediation", [])
    asked = desk.letters_of(case_no, "invitation")
    assert [one["recipient"]["name"] for one in asked] == [
        "Ferdinand Karundeng", "Yance Tumbel, Jaga III", "Sarah Tumbel", "Meity Rondonuwu, Jaga I",
        "Hukum Tua Makasili", "Bhabinkamtibmas Desa Makasili", "Babinsa Desa Makasili",
        "Pdt. Ruddy Pangkey, Ketua Jemaat",
    ]  # fmt: skip
    assert [one["meeting"]["invited_as"] for one in asked][:4] == ["", "pihak kedua", "pihak kedua", "saksi"]
    assert len({one["meeting"]["meeting_id"] for one in asked}) == 1, "one press signs them all"
    assert all("Karundeng" not in str(one) for one in asked[1:]), "nor is a hidden name told to the other side"
    assert all(one["hidden_names"] for one in asked[1:])
    desk.letter_sealed(case_no, asked[1])
    (ready,) = desk.posted(case_no, "invitation_papers")
    assert (len(ready["papers"]), ready["awaited"]) == (1, 7)
    assert "2 Pihak kedua" in ready["papers"][0]["name"]


def test_the_teams_letters_are_the_teams_and_a_signature_stands_under_no_other_words(desk: Desk) -> None:
    case_no = desk.mediation("team_assigned")
    assert {tuple(one["team"]) for one in desk.letters_of(case_no, "invitation")} == {("tim1", "tim2")}
    side = desk.participant(case_no, 2)
    signed = []
    for more in ({"signature": drawing()}, {}, {"words": "Sawah itu bukan milik saya."}):
        told = {"words": "Sawah itu milik saya."} | side | more
        case = desk.do(case_no, "note_participant", "tim1", **told)
        signed.append(any(row["signature_id"] for row in case["participants"]))
    assert signed == [True, True, False]


@pytest.mark.parametrize("state", ["camat_review", "team_assigned"])
def test_an_agreement_holds_words_signatures_and_promises(desk: Desk, state: str) -> None:
    who = "camat" if state == "camat_review" else "tim1"
    case_no = desk.case(state)
    desk.do(case_no, "call_mediation", who, **PEOPLE)
    early = desk.do(case_no, "record_mediation", who, expect=422)
    assert "Catat dahulu kehadiran" in early["errors"]["statements"][0]
    desk.everybody_came(case_no)
    desk.upload(case_no, "mediation", b"Daftar hadir", "daftar.txt", who)
    side = desk.participant(case_no, 2)
    desk.do(case_no, "note_participant", who, **side, words="Patok itu saya geser tanpa izin.", signature=drawing())
    desk.do(case_no, "add_promise", who, **side, what="Mengembalikan patok ke tempat semula.", due_on=in_days(10))
    case = desk.do(case_no, "record_mediation", who, number="100.2/7/BA", cover_to="polsek")
    (cover,) = desk.letters_of(case_no, "agreement_cover")
    assert cover["recipient"] == {"name": "Kapolsek Motoling", "place": "Motoling"}
    assert case_no in cover["conclusion"]
    assert case["meetings"][-1]["state"] == "held"
    assert case["state"] == state
    assert {"minutes", "agreement"} <= set(roles(desk, case_no))
    minutes, agreed = (text_of(desk, case_no, role=role) for role in ("minutes", "agreement"))
    for words in ("100.2/7/BA", "Pada hari ini,", "kami yang bertanda tangan di bawah ini", "tanpa izin", "Babinsa"):
        assert words in minutes, words
    for words in ("SURAT KESEPAKATAN PERDAMAIAN", "Mengembalikan patok", "Yance Tumbel", "Meterai", "Rondonuwu"):
        assert words in agreed, words
    assert [paper.count("kami yang bertanda tangan di bawah ini") for paper in (minutes, agreed)] == [1, 1]
    assert [row["state"] for row in case["promises"]] == ["open"]


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("penjaga gereja", "Kumelembuai"),
        ("Jaga III Desa Malola Satu", "Malola Satu"),
        ("S.H., kepala jaga, malola", "Malola"),
        ("", "Kumelembuai"),
    ],
)
def test_a_letter_goes_to_a_place_and_never_to_an_office(title: str, place: str) -> None:
    assert place_of(title, ["Malola", "Malola Satu"], "Kumelembuai") == place
    assert named_in_full(Guest(2, "witness", "Ruddy", title)) == f"Ruddy, {title}".rstrip(", ")
    assert named_in_full(Guest(2, "witness", "Ruddy", title + "x" * 200)) == "Ruddy"


def test_without_one_side_or_without_agreement_there_is_no_agreement(desk: Desk) -> None:
    case_no = desk.mediation("team_assigned")
    desk.everybody_came(case_no)
    desk.do(case_no, "note_participant", "tim1", **desk.participant(case_no, 2), came="no")
    refused = desk.do(case_no, "record_mediation", "tim1", expect=422)
    assert "Salah satu pihak tidak hadir" in refused["errors"]["statements"][0]
    desk.everybody_came(case_no)
    assert desk.do(case_no, "submit_report", expect=422)["errors"]["results"], "not before the mediation is settled"
    desk.do(case_no, "record_mediation", "tim1", result="not_agreed", agreement="")
    assert "agreement" not in roles(desk, case_no)
    assert desk.do(case_no, "submit_report")["state"] == "camat_decision"


def test_members_only_and_only_who_is_invited(desk: Desk) -> None:
    case_no, other = desk.mediation("team_assigned"), desk.mediation("camat_meeting")
    stranger = desk.participant(other)
    desk.do(case_no, "note_participant", "tim3", expect=404, **desk.participant(case_no))
    refused = desk.do(case_no, "note_participant", "tim1", expect=422, **stranger)
    assert refused["errors"]["participant_id"]
    desk.do(other, "record_meeting", "camat", expect=409)
    plain = desk.case("camat_meeting")
    desk.do(plain, "record_mediation", "camat", expect=409)
    desk.do(plain, "add_promise", "camat", expect=409, **stranger)


def test_people_are_written_one_a_line() -> None:
    found = rules.people("witnesses", "witness", " Ani, Jaga I, RT 2 \n\nBudi\n")
    assert [(one.name, one.title) for one in found] == [("Ani", "Jaga I, RT 2"), ("Budi", "")]
    for wrong in (", Jaga I", "x" * 151):
        if wrong.startswith(","):
            assert rules.people("witnesses", "witness", wrong)[0].name == "Jaga I"
            continue
        with pytest.raises(RuleBroken):
            rules.people("witnesses", "witness", wrong)
    with pytest.raises(RuleBroken):
        rules.check_people(found)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 30), "Senin tanggal tiga puluh bulan November tahun dua ribu dua puluh enam"),
        (date(2100, 1, 11), "Senin tanggal sebelas bulan Januari tahun dua ribu seratus"),
        (date(2011, 6, 19), "Minggu tanggal sembilan belas bulan Juni tahun dua ribu sebelas"),
    ],
)
def test_days_are_spelled_as_minutes_do(day: date, words: str) -> None:
    assert day_in_words(day) == words

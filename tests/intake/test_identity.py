"""P2: what a NIK says of its bearer, where a form says otherwise, and other papers than the KTP."""

from __future__ import annotations

from datetime import date

import pytest

from services.intake.rules import acting, identity
from services.intake.rules.form import check
from services.shared.errors import RuleBroken
from tests.support.intake import Desk, applicant, form, person
from tests.support.office import TestOffice

TODAY = date(2026, 11, 24)
MAN, WOMAN = "7105152201719903", "7105156302809906"


@pytest.mark.parametrize(
    ("number", "day", "sex"),
    [
        (MAN, date(1971, 1, 22), "male"),
        (WOMAN, date(1980, 2, 23), "female"),
        ("7105152411260001", date(2026, 11, 24), "male"),
        ("7105152511260001", date(1926, 11, 25), "male"),
        ("7105152902000001", date(2000, 2, 29), "male"),
        ("7105152902010001", None, "male"),
        ("7105150000000000", None, "male"),
        ("123", None, ""),
    ],
)
def test_a_nik_tells_day_of_birth_and_sex(number: str, day: date | None, sex: str) -> None:
    assert (identity.born(number, TODAY), identity.sex(number)) == (day, sex)


def test_what_differs_is_named_and_nothing_is_said_of_what_is_not_known() -> None:
    assert identity.differences(MAN, date(1971, 1, 22), "male", TODAY) == []
    assert identity.differences(MAN, date(1971, 1, 23), "male", TODAY) == [identity.BIRTH_DIFFERS]
    assert identity.differences(MAN, None, "female", TODAY) == [identity.SEX_DIFFERS]
    assert identity.differences(WOMAN, date(1981, 2, 23), "male", TODAY) == [
        identity.BIRTH_DIFFERS,
        identity.SEX_DIFFERS,
    ]
    assert identity.differences("", date(1971, 1, 23), "male", TODAY) == []
    assert identity.differences(MAN, None, "", TODAY) == []


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"identity_paper": "suket"}, {"identity_no", "nik_note"}),
        ({"identity_paper": "suket", "identity_no": "474/12"}, {"nik_note"}),
        ({"identity_paper": "ikd", "nik_note": "KTP belum dicetak"}, set()),
        ({"identity_paper": "lost", "identity_no": "LK/9", "nik_note": "Hilang 20 November"}, set()),
        ({}, set()),
    ],
)
def test_without_a_ktp_another_paper_with_its_number_and_a_note(changes: dict, wrong: set) -> None:
    given = {"identity_paper": "ktp", "identity_no": "", "nik_note": ""} | changes
    try:
        identity.check_paper(given)
        found = set()
    except RuleBroken as error:
        found = {name.removeprefix("applicant.") for name in error.fields}
    assert found == wrong


def test_who_complains_for_another_leaves_the_paper() -> None:
    acting.check_mandate(["id_card"], represents=False)
    acting.check_mandate(["id_card", "mandate"], represents=True)
    with pytest.raises(RuleBroken, match="dasar mewakili"):
        acting.check_mandate(["id_card", "authority"], represents=True)


def test_all_broken_rules_are_told_at_once(office: TestOffice) -> None:
    wrong = applicant(nik="123", identity_paper="suket", birth_date="01/01/2199", village="nowhere")
    answer = Desk(office).do("submit-form", form(who=wrong), 422)
    assert set(answer["errors"]) == {
        f"applicant.{name}" for name in ("nik", "identity_no", "nik_note", "birth_date", "village")
    }
    assert check.__doc__


def test_a_warning_says_which_part_differs_and_refuses_nothing(office: TestOffice) -> None:
    desk = Desk(office).filled(who=applicant(birth_date="23/01/1971", gender="female"))
    assert desk.now()["applicant"]["warnings"] == [identity.BIRTH_DIFFERS, identity.SEX_DIFFERS]
    assert identity.SEX_DIFFERS in person(office).get(f"{desk.page}/check").text
    auditor = person(office, "auditor").ask(desk.path)
    assert auditor["applicant"]["warnings"] == [identity.BIRTH_DIFFERS, identity.SEX_DIFFERS]


def test_without_a_ktp_the_section_head_reads_by_what_the_applicant_was_known(office: TestOffice) -> None:
    who = applicant(nik="", identity_paper="lost", identity_no="LK/12/XI/2026", nik_note="KTP hilang di pasar")
    desk = Desk(office).forwarded(who=who)
    body = desk.posted("case_forwarded")[0]["applicant"]
    assert body["identity_note"] == "Surat kehilangan KTP dari kepolisian nomor LK/12/XI/2026. KTP hilang di pasar"
    assert body["nik_masked"] == "tidak diketahui"
    assert desk.now()["applicant"]["identity_no"] == "LK/12/XI/2026"

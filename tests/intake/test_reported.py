"""Who is reported (P4), as the page asks it: of an official all three parts, and of the data any one is enough."""

from __future__ import annotations

from typing import Any

import pytest

from services.intake.schemas.form import ReportedPersonSchema, TypedForm

SAID = {"act": "Meminta uang untuk surat.", "statement": "Dua warga melihatnya tanggal 2 November."}


def person(**said: Any) -> dict[str, Any]:
    return {"kind": "official", "name": "Contoh Lumentut", **SAID, **said}


@pytest.mark.parametrize("known", [{"name": "Contoh"}, {"position": "Hukum Tua"}, {"address": "Desa Makasili"}])
def test_any_one_of_name_position_and_address_is_enough(known: dict[str, str]) -> None:
    assert ReportedPersonSchema().validate(person(**{"name": ""} | known)) == {}


def test_none_of_the_three_is_asked_for_unless_it_is_said_that_none_is_known() -> None:
    assert list(ReportedPersonSchema().validate(person(name=""))) == ["name"]
    assert ReportedPersonSchema().validate(person(name="", unidentified=True)) == {}


@pytest.mark.parametrize("part", ["act", "statement"])
def test_an_official_is_not_reported_without_act_and_statement(part: str) -> None:
    for said in ("", "pendek"):
        assert list(ReportedPersonSchema().validate(person(**{part: said}))) == [part]
    assert ReportedPersonSchema().validate(person(kind="citizen", **{part: ""})) == {}, "of a citizen they may be left"


def test_each_of_several_is_asked_by_itself_and_a_tick_alone_is_asked_too() -> None:
    several = {"has_reported": "true", "reported_persons": {"0": person(), "2": person(act="")}}
    assert TypedForm().validate(several)["reported_persons"] == {
        1: {"act": ["Tulis perbuatannya, paling sedikit 10 huruf."]}
    }
    nobody = TypedForm().validate({"has_reported": "true", "reported_persons": {}})["reported_persons"]
    assert set(nobody[0]) == {"name", "act", "statement"}
    assert "reported_persons" not in TypedForm().validate({"reported_persons": {"0": person(act="")}})

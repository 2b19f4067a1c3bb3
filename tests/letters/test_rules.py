"""Pure parts: differences, tries, wording, settings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.setup import OFFICE_FILE
from services.letters import wording
from services.letters.papers import startup
from services.letters.rules import content as contents
from services.letters.rules import passphrases as rules
from services.letters.shown.differences import compare, differences
from services.shared.config import office as offices
from services.shared.config.settings import SettingsError
from services.shared.errors import RuleBroken
from tests.support.letters import content
from tests.support.office import TestOffice
from tests.support.ways import office_file

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def test_differences_name_the_words_that_came_and_went() -> None:
    changes = differences(content(), content(body=content()["body"].replace("bersama", "sendiri"), copies_to=[]))
    assert [change.label for change in changes] == ["Isi", "Tembusan"]
    pieces = [(p.kind, p.text.strip()) for p in changes[0].pieces if p.kind != "same"]
    assert pieces == [("del", "bersama."), ("ins", "sendiri.")]
    assert differences(content(), content()) == []


def test_only_a_change_of_style_is_shown_by_its_marks_and_long_passages_are_shortened() -> None:
    (change,) = differences(content(body="kata penting"), content(body="kata **penting**"))
    assert [(p.kind, p.text.strip()) for p in change.pieces] == [
        ("same", "kata"),
        ("del", "penting"),
        ("ins", "**penting**"),
    ]
    long = "kata " * 200
    (change,) = differences(content(opening=long + "akhir"), content(opening=long + "ujung"))
    assert len(change.pieces[0].text) < 200
    assert " … " in change.pieces[0].text


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab \n", max_size=40), st.text(alphabet="ab \n", max_size=40))
def test_both_texts_can_be_read_from_their_difference(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert "".join(p.text for p in pieces if p.kind != "ins") == old
    assert "".join(p.text for p in pieces if p.kind != "del") == new


def test_a_long_body_is_compared_quickly() -> None:
    from time import perf_counter

    old = "\n\n".join("kata " * 40 + str(i) for i in range(100))
    started = perf_counter()
    compare(old, old.replace("7", "tujuh"))
    assert perf_counter() - started < 1


def test_wrong_ones_are_counted_within_a_quarter_of_an_hour() -> None:
    found = rules.Tries()
    for number in range(1, 5):
        assert rules.may_try(found, NOW + timedelta(minutes=number))
        found = rules.wrong_try(found, NOW + timedelta(minutes=number))
        assert (found.tries, found.locked_until) == (number, None)
    assert rules.wrong_try(found, NOW + timedelta(minutes=17)).tries == 1
    found = rules.wrong_try(found, NOW + timedelta(minutes=5))
    assert found.locked_until == NOW + timedelta(minutes=20)
    with pytest.raises(RuleBroken, match=r"pukul 10\.20 WITA"):
        rules.may_try(found, NOW + timedelta(minutes=19))
    assert rules.may_try(found, NOW + timedelta(minutes=20))
    assert rules.wrong_try(found, NOW + timedelta(minutes=20)).tries == 1
    forgiven = rules.Tries(0, NOW)
    assert rules.wrong_try(forgiven, NOW + timedelta(minutes=14)).since == NOW + timedelta(minutes=14)


@pytest.mark.parametrize(("wrong", "under_way", "may"), [(0, 4, True), (0, 5, False), (2, 2, True), (2, 3, False)])
def test_those_under_way_count_as_if_they_were_wrong(wrong: int, under_way: int, may: bool) -> None:
    assert rules.may_try(rules.Tries(wrong, NOW, None, under_way), NOW) is may


def test_blocks_survive_being_frozen() -> None:
    blocks = contents.blocks_of(content(body="a **b**\n\n- c\n\n| d |\n| e |"))
    assert [contents.excerpt(b) for b in contents.from_json(contents.as_json(blocks))] == [
        "Menindaklanjuti pengaduan Saudara, kami sampaikan hal berikut:",
        "a b",
        "- c",
        "d e",
        "Demikian surat ini disampaikan, terima kasih.",
    ]


def test_sifat_joins_both_scales() -> None:
    assert contents.sifat(content()) == "Biasa"
    assert contents.sifat(content(sensitivity="rahasia", urgency="sangat_segera")) == "Rahasia / Sangat segera"
    assert contents.sifat(content(urgency="segera")) == "Segera"


def test_a_request_is_data_never_a_template() -> None:
    facts = wording.SAMPLE | {"conclusion": "{{ 7 * 7 }} {% for x in y %}"}
    assert wording.first_draft((wording.FOLDER,), "tanggapan", facts)["body"] == "{{ 7 * 7 }} {% for x in y %}"


@pytest.mark.parametrize(
    "text", ['body = "{{ nama }}"', 'body = "{{ case_no.__class__.__mro__ }}"', 'isi = "x"', "body = 1 +", "body = []"]
)
def test_faulty_wording_of_the_office_stops_the_start(tmp_path: Path, text: str) -> None:
    (tmp_path / "tanggapan.toml").write_text(text)
    with pytest.raises(SettingsError, match="tanggapan"):
        wording.check((tmp_path, wording.FOLDER), offices.load(OFFICE_FILE))


def test_the_offices_own_wording_is_used_first(tmp_path: Path) -> None:
    (tmp_path / "tanggapan.toml").write_text('subject = "Balasan {{ case_no }}"')
    found = wording.first_draft((tmp_path, wording.FOLDER), "tanggapan", wording.SAMPLE)
    assert (found["subject"], found["body"]) == ("Balasan PGD-2026-0001", "")


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ({"signer": "bsre"}, "SIGAP_BSRE_URL"),
        ({"signer": "bsre", "signing": "wet"}, "SIGAP_BSRE_URL"),
    ],
)
def test_a_way_of_signing_that_lacks_its_settings_stops_the_start(
    office: TestOffice, letters: dict[str, str], words: str
) -> None:
    facts = offices.load(OFFICE_FILE)
    other = facts.model_copy(update={"letters": facts.letters.model_copy(update=letters)})
    with pytest.raises(SettingsError, match=words):
        startup.check(office.settings["letters"], other)


@pytest.mark.parametrize("signing", ["after", "reserved", "wet"])
def test_each_way_of_numbering_starts(office: TestOffice, signing: str) -> None:
    facts = offices.load(OFFICE_FILE)
    other = facts.model_copy(update={"letters": facts.letters.model_copy(update={"signing": signing})})
    startup.check(office.settings["letters"], other)


def test_a_crest_that_is_no_picture_stops_the_start(office: TestOffice, tmp_path: Path) -> None:
    file = office_file(tmp_path, crest='"lambang.png"')
    (tmp_path / "lambang.png").write_bytes(b"bukan gambar")
    with pytest.raises(SettingsError, match="crest"):
        startup.check(office.settings["letters"], offices.load(file))


def test_a_service_without_keys_does_not_start(office: TestOffice) -> None:
    settings_without = office.settings["letters"].model_copy(update={"keys_dir": None})
    with pytest.raises(SettingsError, match="SIGAP_KEYS_DIR"):
        startup.check(settings_without, offices.load(OFFICE_FILE))

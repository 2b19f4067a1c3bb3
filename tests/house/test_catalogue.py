"""What strangers read can be read in English: every message of their pages stands in the catalogue, translated."""

from __future__ import annotations

import re

from babel.messages.pofile import read_po

from deploy import catalogue
from services.shared.phrases import phrase
from services.shared.web import translating

BLANK = re.compile(r"%\((\w+)\)s")
SAME = {"Diploma"}  # in both languages

with catalogue.CATALOGUE.open("rb") as source:
    WRITTEN = read_po(source, locale=translating.ENGLISH)
KNOWN = {str(message.id): str(message.string) for message in WRITTEN if message.id}


def test_every_message_has_its_english() -> None:
    said = catalogue.messages()
    assert sorted(said - KNOWN.keys()) == [], "run: python -m deploy.catalogue, and translate what it names"
    assert sorted(KNOWN.keys() - said) == [], "said no more; run: python -m deploy.catalogue"
    assert [text for text, english in KNOWN.items() if not english.strip()] == []
    assert [str(message.id) for message in WRITTEN if message.fuzzy] == []
    assert {text for text, english in KNOWN.items() if text == english} == SAME


def test_a_translation_has_the_blanks_and_the_edges_of_its_message() -> None:
    for text, english in KNOWN.items():
        assert sorted(BLANK.findall(text)) == sorted(BLANK.findall(english)), text
        assert "%" not in BLANK.sub("", english), text  # every message is filled in as a pattern
        assert (text[-1] == " ", text[-1] in "….?:") == (english[-1] == " ", english[-1] in "….?:"), text


def test_what_runs_is_what_is_written() -> None:
    compiled = translating.catalogue()
    assert {text: compiled.gettext(text) for text in KNOWN} == KNOWN


def test_the_pages_of_strangers_are_found_with_what_they_are_made_of() -> None:
    found = {path.as_posix().partition("/services/")[2] for path in catalogue.templates()}
    assert {
        "intake/templates/tracking/show.html",
        "intake/templates/tracking/invitation.html",
        "intake/templates/survey/form.html",
        "registry/templates/check_answer.html",
        "shared/templates/message.html",
        "shared/templates/sign_in_enrol.html",
        "shared/templates/macros/authenticator.html",
        "shared/templates/base.html",
    } <= found
    assert "review/templates/case.html" not in found


def test_a_phrase_is_its_indonesian_words_and_keeps_its_pattern() -> None:
    said = phrase("Paling banyak %(n)s huruf.", n=3)
    assert said == f"{said}" == "Paling banyak 3 huruf."
    assert getattr(str(said), "pattern", "") == "Paling banyak %(n)s huruf."
    assert phrase("Wajib diisi.") == "Wajib diisi."

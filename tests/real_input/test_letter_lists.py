"""The body of a letter as people type and paste it: lists print as typed, no item is lost."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.letters.markup import parse_blocks
from services.letters.rules.content import as_json, enclosed, from_json, words_of
from services.letters.schemas.content import ContentSchema
from services.shared.paper.letter import Items
from services.shared.paper.numbers import in_words
from services.shared.paper.preview import page_text
from tests.letters.test_attachments import attach
from tests.letters.test_paper import photograph
from tests.support.letters import LetterUnderTest, person
from tests.support.office import TestOffice

BODY = ContentSchema().fields["body"]
TYPED = {
    "letters in numbers": ("1. satu\na. anak\nb. adik\n2. dua", (0, 1, 1, 0)),
    "the same, indented": ("1. satu\n   a. anak\n   b. adik\n2. dua", (0, 1, 1, 0)),
    "the same with a space too many": ("1. satu\n a. anak\n b. adik\n 2. dua", (0, 1, 1, 0)),
    "brackets": ("1) satu\n2) dua\n3) tiga", (0, 0, 0)),
    "both brackets": ("(1) satu\n(2) dua\n(a) anak\n(3) tiga", (0, 0, 1, 0)),
    "capitals": ("A. satu\n1. anak\n2. adik\nB. dua", (0, 1, 1, 0)),
    "Roman": ("I. satu\nII. dua\nA. anak\nB. adik\nIII. tiga\nIV. empat", (0, 0, 1, 1, 0, 0)),
    "small Roman": ("i. satu\nii. dua\niii. tiga\niv. empat\nv. lima", (0, 0, 0, 0, 0)),
    "letters up to i": ("\n".join(f"{letter}. isi" for letter in "abcdefghij"), (0,) * 10),
    "bullets": ("• satu\n• dua", (0, 0)),
    "bullets of Word": ("\uf0b7 satu\n\uf0b7 dua", (0, 0)),
    "dashes in dashes": ("- satu\n  - anak\n    - cucu\n- dua", (0, 1, 2, 0)),
    "bullets in dashes": ("- satu\n• anak\n- dua", (0, 1, 0)),
    "three deep": ("1. satu\na. anak\n1) cucu\n2) cicit\nb. adik\n2. dua", (0, 1, 2, 2, 1, 0)),
    "a second list of letters": ("1. satu\na. anak\n2. dua\na. anak\nb. adik", (0, 1, 0, 1, 1)),
    "after a blank line": ("1) satu\n\n2) dua\n\n3) tiga", (0, 0, 0)),
    "pasted from Word": ("1)\tsatu\n\ta.\tanak\n\tb.\tadik\n2)\tdua", (0, 1, 1, 0)),
    "bullets pasted from Word": ("\uf0b7\tsatu\no\tanak\n\uf0a7\tcucu\no\tadik\n\uf0b7\tdua", (0, 1, 2, 1, 0)),
    "with spaces of no break": ("1.\u00a0satu\n\u00a0\u00a0a.\u00a0anak\n2.\u00a0dua", (0, 1, 0)),
    "begun anew by mistake": ("1) satu\n3) tiga", (0, 0)),
}


def lists(text: str) -> list[Items]:
    return [block for block in parse_blocks(str(BODY.deserialize(text))) if isinstance(block, Items)]


@pytest.mark.parametrize("name", TYPED)
def test_a_list_is_as_it_was_typed(name: str) -> None:
    typed, levels = TYPED[name]
    (found,) = lists(typed)
    assert [line.split() for line in words_of(found).split("\n")] == [
        line.replace("\uf0b7", "•").replace("\uf0a7", "▪").split() for line in typed.split("\n") if line.strip()
    ]
    assert tuple(found.levels or (0,) * len(found.items)) == levels
    (frozen,) = from_json(json.loads(json.dumps(as_json([found]))))
    assert words_of(frozen) == words_of(found)


OWN_LINES = (
    "1. satu\n1.1. anak\n1.2. adik\n2. dua", "1. satu\n1.1 anak\n1.1.1 cucu", "1. satu\n2.\n3. tiga", "- satu\n✔ anak",
    "1. satu\n* anak\n* adik", "1. satu\n1). anak", "a. satu\n★ anak", "1. satu\nlanjutan\n+ anak",
)  # fmt: skip


@pytest.mark.parametrize("text", OWN_LINES)
def test_a_mark_that_makes_no_list_keeps_its_line_below_an_item(text: str) -> None:
    printed = "\n".join(words_of(block) for block in parse_blocks(text))
    assert printed == text.replace("satu\nlanjutan", "satu lanjutan")


def test_an_item_of_several_lines_goes_on() -> None:
    (found,) = lists("1. satu\nlanjutan (baris\n“kedua”\n2. dua")
    assert words_of(found) == "1. satu lanjutan (baris “kedua”\n2. dua"


@pytest.mark.parametrize(
    "text", ["o pak", "24. November", "A. Rahman datang.", "I. Made Wirawan", "d. h. Kepala", "2026. baik"]
)
def test_what_is_no_list_stays_a_paragraph(text: str) -> None:
    assert lists(text) == []


def test_a_count_goes_on_after_a_paragraph() -> None:
    first, second = lists("1. satu\n2. dua\n\nPenjelasan.\n\n3. tiga\n4. empat")
    assert words_of(second) == "3. tiga\n4. empat"
    assert words_of(first) == "1. satu\n2. dua"


def test_a_version_of_before_is_read_as_it_was_frozen() -> None:
    old = {"kind": "list", "items": [[{"text": "satu", "bold": False, "italic": False, "underline": False}]]}
    assert words_of(from_json([old | {"style": "a."}])[0]) == "a. satu"


LINE = st.tuples(
    st.sampled_from(["", "  ", "    ", " "]),
    st.sampled_from([*"-•", "1.", "2.", "3.", "a.", "b.", "1)", "2)", "A.", "B.", "i.", "ii.", "(1)", ""]),
    st.sampled_from(["kata", "lain"]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(LINE, st.just(("", "", ""))), max_size=12))
def test_no_word_and_no_mark_is_lost(lines: list[tuple[str, str, str]]) -> None:
    text = "\n".join(f"{space}{mark} {word}" if word else "" for space, mark, word in lines)
    printed = "\n".join(words_of(block) for block in parse_blocks(text))
    assert printed.split() == text.split()


@pytest.mark.parametrize(
    ("typed", "count", "printed"),
    [
        ("-", 0, "-"), ("", 0, "-"), ("1 (satu) berkas", 0, "-"), ("-", 4, "4 (empat) berkas"),
        ("1 (satu) berkas", 4, "4 (empat) berkas"), ("2 (dua) lembar foto", 2, "2 (dua) lembar foto"),
        ("Terlampir", 1, "1 (satu) berkas"), ("-", 21, "21 (dua puluh satu) berkas"),
    ],
)  # fmt: skip
def test_the_line_lampiran_counts_what_goes_with_the_letter(typed: str, count: int, printed: str) -> None:
    assert enclosed(typed, count) == printed


def test_numbers_are_words() -> None:
    said = {
        0: "nol",
        11: "sebelas",
        19: "sembilan belas",
        100: "seratus",
        115: "seratus lima belas",
        240: "dua ratus empat puluh",
    }
    assert {number: in_words(number) for number in said} == said
    assert len({in_words(number) for number in range(1000)}) == 1000


def test_a_signed_letter_has_every_item_and_counts_its_files(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    attach(letter, photograph(), "foto.jpg")
    attach(letter, photograph(), "peta.jpg")
    body = "1. satu\na. anak\nb. adik\n2. dua\n2.1. cucu\n2.2. cicit\n\n• titik\n• noktah\n\n1) kurung\n2) tutup"
    letter.submit(body=body, attachments="1 (satu) berkas", recipient_name="林志明 ꦱꦸꦥꦂꦤ")
    letter.sign()
    words = page_text(person(office, "camat").get(f"{letter.page}/signed.pdf").data)
    plain = "".join(words.split())
    assert "".join(body.split()) in plain
    assert "2.1. cucu" in words.splitlines()
    assert "2(dua)berkas" in plain
    assert "林志明" in plain
    page = person(office, "tim1").get(letter.page).get_data(as_text=True)
    assert page.index("<span>a.</span><span>anak</span>") < page.index("<span>2.</span><span>dua\n2.1. cucu\n")

"""What people type and paste, in the desk's own fields: taken without a question, printed, and found again."""

from __future__ import annotations

import re

import pytest

from services.shared.paper import fonts
from services.shared.paper.preview import page_count, page_text
from services.shared.paper.text import UNPRINTABLE, clean, missing, printable
from tests.support.intake import Desk, applicant, form, items, person, picture
from tests.support.office import TestOffice

SIGNS = {
    "emoji": "Terima kasih 🙏🏽 👮‍♂️ ☎️",
    "Chinese": "李小龙",
    "Javanese": "ꦱꦸꦫꦠ",
    "Balinese": "ᬩᬮᬶ",
    "Sundanese": "ᮞᮥᮔ᮪ᮓ",
    "Bugis": "ᨅᨔ",
    "Arabic": "محمد",
    "marks": "Z̈ǿ Jakša Ẑ",
    "flags and keycaps": "🇮🇩 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 3️⃣",
    "a family": "👨\u200d👩\u200d👧",
    "letters in another dress": "𝓜𝓪𝓻𝓲𝓪 Ⓐ 𝟙",
    "Batak and Rejang": "ᯅᯖᯂ᯲ ꤰꥍ",
}
NOBODYS = "\U00012000\ue123"  # no font has these
PASTED = {
    "satu\x0bdua": "satu\ndua",
    "\uf0b7 butir": "• butir",
    "Rp\u00a05.000": "Rp 5.000",
    "\u202eakhir\u202c": "akhir",
    "RT\u201105": "RT-05",
    "Jose\u0301": "José",
    "a\x00b\x07\ud800c\u200b": "abc",
    "\ufffc\u061ckiri\u034f\ufff9\ufffe\u2066": "kiri",  # what held a picture, turned the line, is no sign
    "nama\U000e0041\U000e0042": "nama",  # words in tags, which nobody sees
    "baris\n\uf0d8\u00a0satu\n\uf071\tdua": "baris\n➢ satu\n•\tdua",
}


@pytest.mark.parametrize("sign", SIGNS)
def test_what_people_write_is_printed(sign: str) -> None:
    assert not missing(clean(SIGNS[sign]))
    assert UNPRINTABLE not in printable(SIGNS[sign])
    assert printable(NOBODYS) == UNPRINTABLE * 2
    assert printable("satu\tdua") == "satu dua"


@pytest.mark.parametrize("text", [" ".join(SIGNS.values()), NOBODYS], ids=["everybody's", "nobody's"])
def test_no_sign_stops_a_complaint_nor_its_papers(office: TestOffice, text: str) -> None:
    desk = Desk(office, purpose=f"Melapor {text}")
    what = {"title": f"Ribut {text}", "story": f"Semalam tetangga berteriak {text} sampai pagi.", "loss": text}
    desk.upload(picture(), f"ktp {text}.jpg", "id_card")
    desk.do("submit-form", form(who=applicant(name=f"Maria {text}"), **what))
    assert desk.now()["complaint"]["title"] == f"Ribut {text}"
    desk.do("return-incomplete", {"items": items(evidence=f"Foto {text}")})
    papers = [printed(office, f"{desk.page}/{name}.pdf") for name in ("incomplete", "form")]
    desk.do("complete-documents")
    desk.do("forward", {"items": items()})
    for words in papers:
        assert (UNPRINTABLE in words) == (text == NOBODYS), words
    assert "Maria" in printed(office, "/intake/book.pdf"), "one visitor makes no month's book unprintable"


def printed(office: TestOffice, path: str) -> str:
    """The words of a paper."""
    answer = person(office).get(path)
    assert answer.status_code == 200, path
    return "\n".join(page_text(answer.data, page) for page in range(page_count(answer.data)))


@pytest.mark.parametrize("pasted", PASTED, ids=list(PASTED.values()))
def test_what_was_pasted_becomes_what_was_meant(pasted: str) -> None:
    assert clean(pasted) == PASTED[pasted]
    assert clean(PASTED[pasted]) == PASTED[pasted]


def test_every_field_of_the_desk_is_cleaned_and_a_name_has_one_line(office: TestOffice) -> None:
    desk, pasted, meant = Desk(office), "\n".join(PASTED), "\n".join(PASTED.values())
    name = "Maria\x0b\u202eLumentut\u2028\u3164 Jose\u0301"
    desk.do("submit-form", form(who=applicant(name=name), story=f"Uraian: {pasted}.", title=f"Rp\u00a05\n{name}"))
    now = desk.now()
    assert now["complaint"]["story"] == f"Uraian: {meant}."
    assert now["applicant"]["name"] == "Maria Lumentut José"
    assert now["complaint"]["title"] == "Rp 5 Maria Lumentut José"


def test_pages_know_what_the_fonts_have() -> None:
    assert fonts.FOR_PAGES.read_text() == fonts.for_pages(), "python -m services.shared.paper.fonts"
    steps = [int(step) for step in re.findall(r"\d+", fonts.for_pages().split("=")[1])]
    assert sum(steps[1::2]) == len(fonts.covered())


def test_all_fonts_together_are_small_and_each_has_its_licence() -> None:
    assert sum(file.stat().st_size for file in fonts.FOLDER.iterdir()) < 12 * 1024 * 1024
    said = (fonts.FOLDER / "README.md").read_text()
    for file in {*fonts.FOLDER.iterdir()} - {fonts.FOLDER / "README.md"}:
        assert file.stem.split("-")[0] in said, f"{file.name} stands in the folder without a word in its README"

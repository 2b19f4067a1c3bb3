"""Telephone numbers and names as people have them: taken, kept in one form, shown as they are written."""

from __future__ import annotations

import pytest
from marshmallow import Schema

from services.intake.rules.notices import international
from services.shared import telephones
from services.shared.fields import telephone
from services.shared.paper.preview import page_count, page_text
from tests.support.intake import Desk, applicant, form, items, person, picture
from tests.support.office import TestOffice

WRITTEN = {
    "(0430) 123456": "0430123456",
    "0430-123456": "0430123456",
    "0430 123456/57": "0430123456 / 0430123457",
    "081234567890": "081234567890",
    "0812-3456-7890": "081234567890",
    "0812 3456 7890": "081234567890",
    "0812.3456.7890": "081234567890",
    "0812/3456/7890": "081234567890",
    "+6281234567890": "081234567890",
    "+62 (0)812 3456 7890": "081234567890",
    "(+62) 812-3456-7890": "081234567890",
    "62812 3456 7890": "081234567890",
    "0062 812 3456 7890": "081234567890",
    "81234567890": "081234567890",
    "\u202a+62\u00a0812\u20113456\u20117890\u202c": "081234567890",
    "\u200e0812\u20133456\u20137890": "081234567890",
    "WA: 0812 3456 7890": "081234567890",
    "Telp. (021) 1234567, HP 0812 3456 7890": "0211234567 / 081234567890",
    "0812 3456 7890 / 0813 1111 2222": "081234567890 / 081311112222",
    "081234567890 atau 081311112222": "081234567890 / 081311112222",
    "081234567890 081311112222": "081234567890 / 081311112222",
    "081234567890\n081234567890": "081234567890",
    "+60 12-345 6789": "+60123456789",
    "0812‐3456‐7890": "081234567890",  # each dash that a program makes of a hyphen
    "0812—3456−7890": "081234567890",
    "０８１２３４５６７８９０": "081234567890",  # typed on a Chinese keyboard
    "٠٨١٢٣٤٥٦٧٨٩٠": "081234567890",
    "https://wa.me/6281234567890": "081234567890",
    "0812 3456 7890 0430 123456": "081234567890 / 0430123456",
    "0812 3456 7890 - 0813 1111 2222": "081234567890 / 081311112222",
    "123456": "123456",
    "~081234567890": "081234567890",  # as WhatsApp shows a stranger
    "“081234567890”": "081234567890",
    "📞 0812 3456 7890 ✅": "081234567890",
    "<081234567890>": "081234567890",
    "+6281234567890+6281311112222": "081234567890 / 081311112222",
    "0812 3456 7890 dan/atau 0813 1111 2222": "081234567890 / 081311112222",
    "Tlp. rumah (0430) 123456": "0430123456",
    "Hp 081234567890 (aktif)": "081234567890",
    "https://wa.me/6281234567890?text=Halo%20Pak": "081234567890",
    "https://api.whatsapp.com/send?phone=6281234567890&text=hai": "081234567890",
    "-": "",  # where there is none
    "— ": "",
    "tidak ada": "",
    "Tdk punya": "",
    "": "",
}
REFUSED = (
    "12345", "nomor istri saya", "0812x4567890", "1" * 16, "081234567890,081234567891,081234567892,081234567893",
    "000000000000", "0812****7890", "•••",
)  # fmt: skip
WRONG = {  # what is no number of it is named, and the way out said
    "0812-3456-7890 pes. 12": "“pes” bukan nomor: nama pemilik atau nomor pesawat",
    "081234567890 (istri)": "“istri” bukan nomor",
    "0812 3456 789O": "“O” bukan nomor",
    "110": "“110” bukan nomor telepon (6 sampai 15 angka)",
}
SHOWN = {
    "081234567890": "0812-3456-7890",
    "0812345678901": "0812-3456-78901",
    "0430123456": "(0430) 123456",
    "0211234567": "(021) 1234567",
    "081234567890 / 0430123456": "0812-3456-7890 / (0430) 123456",
    "+60123456789": "+60123456789",
    "(dirahasiakan)": "(dirahasiakan)",
    "•••": "•••",
    "—": "—",
}
FULL = "Prof. Dr. Ir. Hj. " + "Maria Magdalena " * 7 + "S.H., M.Hum., Ph.D."


@pytest.mark.parametrize("written", WRITTEN)
def test_a_number_is_kept_in_one_form(written: str) -> None:
    assert FIELD.load({"phone": written}) == {"phone": WRITTEN[written]}
    assert FIELD.load({"phone": WRITTEN[written]}) == {"phone": WRITTEN[written]}
    assert " / ".join(telephones.read(telephones.shown(WRITTEN[written]))) == WRITTEN[written]


@pytest.mark.parametrize("written", REFUSED)
def test_what_is_no_number_is_told_at_its_field(written: str) -> None:
    (said,) = FIELD.validate({"phone": written})["phone"]
    assert "(0430) 123456" in said


@pytest.mark.parametrize("written", WRONG)
def test_what_of_a_number_is_none_is_named(written: str) -> None:
    (said,) = FIELD.validate({"phone": written})["phone"]
    assert WRONG[written] in said


@pytest.mark.parametrize("kept", SHOWN)
def test_a_number_is_shown_as_people_write_it(kept: str) -> None:
    assert telephones.shown(kept) == SHOWN[kept]


def test_messages_go_to_the_mobile_one() -> None:
    assert international("0430123456 / 081234567890") == "+6281234567890"
    assert international("+60123456789") == "+60123456789"
    assert international("0430123456") == "+62430123456"


FIELD = Schema.from_dict({"phone": telephone("Nomor HP")})()
PEOPLE = [("N", "(0430) 123456"), (FULL.ljust(150, "Q"), "08123456789, 0430123456")]


@pytest.mark.parametrize(("name", "number"), PEOPLE)
def test_the_shortest_and_the_longest_name_come_to_paper_and_page(office: TestOffice, name: str, number: str) -> None:
    assert len(name) in (1, 150)
    desk = Desk(office, purpose="Melapor")
    desk.do("submit-form", form(who=applicant(name=name, phone=number)))
    desk.upload(picture(), "ktp.jpg", "id_card")
    desk.do("forward", {"items": items()})
    page = person(office).get(desk.page).get_data(as_text=True)
    assert name in page
    assert "(0430) 123456" in page
    for paper in (f"{desk.page}/form.pdf", "/intake/book.pdf"):
        answer = person(office).get(paper)
        words = "".join(page_text(answer.data, nth) for nth in range(page_count(answer.data)))
        squeezed = "".join(words.split())
        assert not [word for word in name.split() if word not in squeezed], paper  # a row may go over two sheets
        assert "form" not in paper or "(0430)123456" in squeezed


@pytest.mark.parametrize(
    ("kept", "links"),
    [
        ("081234567890", [("+6281234567890", "6281234567890")]),
        ("(0430) 123456 / 0812 3456 7890", [("+62430123456", ""), ("+6281234567890", "6281234567890")]),
        ("•••", []),
        ("", []),
    ],
)
def test_a_page_reaches_a_number_by_telephone_and_a_mobile_one_by_whatsapp(
    kept: str, links: list[tuple[str, str]]
) -> None:
    assert [(one.tel, one.whatsapp) for one in telephones.reached(kept)] == links

"""Two versions beside each other, word by word."""

from __future__ import annotations

import re

from tests.support.letters import LetterUnderTest, content, person
from tests.support.office import TestOffice


def test_any_two_versions_stand_side_by_side(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    letter.submit()
    letter.correct()
    letter.submit(body=content()["body"].replace("bersama", "masing-masing"), copies_to=[])
    letter.correct()
    letter.submit(subject="Hal ketiga")
    camat = person(office, "camat")
    page = camat.get(f"{letter.page}/compare?before=1&after=2").get_data(as_text=True)
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th><td>(.*?)</td><td>(.*?)</td></tr>", page, re.S)
    assert [row[0] for row in rows] == ["Isi", "Tembusan"]
    assert "<del>bersama." in rows[0][1]
    assert "<ins>" not in rows[0][1]
    assert "<ins>masing-masing." in rows[0][2]
    assert "(kosong)" in rows[1][2]
    assert "Hal ketiga" in camat.get(f"{letter.page}/compare").get_data(as_text=True)
    assert "Tidak ada kata yang berbeda" in camat.get(f"{letter.page}/compare?before=2&after=2").get_data(as_text=True)
    assert camat.get(f"{letter.page}/compare?before=1&after=9").status_code == 404
    assert person(office, "tim3").get(f"{letter.page}/compare").status_code == 404
    assert "Bandingkan berdampingan" in camat.get(letter.page).get_data(as_text=True)


def test_one_version_has_nothing_to_be_compared_with(office: TestOffice) -> None:
    letter = LetterUnderTest(office).to_state("letter_review")
    assert person(office, "camat").get(f"{letter.page}/compare").status_code == 404
    assert "Bandingkan berdampingan" not in person(office, "camat").get(letter.page).get_data(as_text=True)

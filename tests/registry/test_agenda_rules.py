"""The agenda's rules without a server: what is the same number, what a typed one says, codes for complaints."""

from __future__ import annotations

from datetime import date

import pytest

from deploy.setup import OFFICE_FILE
from services.registry.rules.agenda import check_block, check_dated, key_of, serial_of
from services.shared.config import office as offices
from services.shared.config.office_mistakes import of
from services.shared.errors import RuleBroken

PATTERN, UNIT = "{code}/{number:03d}/KEC-KMB/{month}/{year}", "KEC-KMB"


@pytest.mark.parametrize(
    ("number", "serial"),
    [
        ("300.1.4/045/KEC-KMB/XI/2026", (45, 2026)),
        (" 300.1.4 / 45/kec-kmb/xi/2026", (45, 2026)),
        ("700.1.2.4/1045/KEC–KMB/I/2026", (1045, 2026)),
        ("300.1.4/045/KEC-KMB/XI/2025", (45, 2025)),
        ("B/045/SETDA/2026", None),
        ("300.1.4/045/KEC-KMB/XI/2026/A", None),
        ("٣٠٠/٤٥/KEC-KMB/XI/2026", None),
    ],
)
def test_a_typed_number_says_its_running_number_only_where_it_is_written_as_the_offices(
    number: str, serial: tuple[int, int] | None
) -> None:
    assert serial_of(number, PATTERN, UNIT) == serial


def test_pattern_with_unit_and_signs_of_its_own() -> None:
    assert serial_of("(7)+A.B/300/2026", "({number})+{unit}/{code}/{year}", "A.B") == (7, 2026)
    assert serial_of("(7)+AXB/300/2026", "({number})+{unit}/{code}/{year}", "A.B") is None


def test_a_number_is_the_same_however_it_is_spaced() -> None:
    assert key_of(" 300.1 / 045 / Kec-Kmb ") == key_of("300.1/045/KEC-KMB") != key_of("300.1/045/KEC-KMC")


def test_zeros_that_fill_up_are_none_and_others_are() -> None:
    assert key_of("B/007/2026") == key_of("b/7/２０２６") == key_of("B/\u200b07/2026") == "B/7/2026"
    assert len({key_of(one) for one in ("B/70/2026", "B/7/2026", "B/700/2026", "B/0/2026")}) == 4
    assert key_of("B–7⁄2026") == key_of("B-7/2026")


@pytest.mark.parametrize(("first", "last"), [(5, 4), (1, 10_001), (100, 101), (150, 160), (90, 200), (101, 149)])
def test_a_block_that_cannot_be_is_refused_at_its_field(first: int, last: int) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_block(first, last, [(101, 150)])
    assert refused.value.fields


def test_blocks_beside_each_other_are_taken_and_dates_are_not_in_the_future() -> None:
    check_block(151, 200, [(101, 150)])
    check_block(1, 100, [(101, 150)])
    check_dated(date(2026, 11, 30), date(2026, 11, 30))
    with pytest.raises(RuleBroken):
        check_dated(date(2026, 12, 1), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("category", "class_code", "code"),
    [
        ("land", "ordinary", "200.1.3.4"),
        ("brawl", "oversight", "200.1.3.4"),
        ("noise", "oversight", "700.1.2.4"),
        ("noise", "information", "100.2.4"),
        ("noise", "ordinary", "300.1.4"),
        ("noise", "", "300.1.4"),
    ],
)
def test_the_offices_code_for_a_complaint_is_of_its_category_else_of_its_class(
    category: str, class_code: str, code: str
) -> None:
    assert offices.load(OFFICE_FILE).classification_for(category, class_code) == code


def test_an_office_of_before_counts_as_before_and_mistakes_are_named() -> None:
    office = offices.load(OFFICE_FILE)
    rules = office.letters.model_dump()
    before = offices.LetterRules(**{name: rules[name] for name in rules if not name.startswith(("number_s", "block_"))})
    assert (before.number_source, before.number_series, before.number_start) == ("own", "class", None)
    assert office.letters.number_series == "one"
    wrong = offices.Classification(code="1", label="x", categories=("lnad", "brawl"), classes=("ordinari",))
    said = list(of(office.model_copy(update={"classifications": (*office.classifications, wrong)})))
    assert any("no categories.lnad (did you mean land?)" in one for one in said)
    assert any("no classes.ordinari (did you mean ordinary?)" in one for one in said)
    assert any("classifications.categories: brawl" in one for one in said)

"""The arithmetic of the survey, against the regulation's own numbers (office-rules.md 2)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.rules.questionnaire import CODES, ELEMENTS
from services.intake.survey import periods, rules
from services.shared.errors import RuleBroken
from tests.support.survey import answers


def test_nine_elements_stored_by_code_each_with_four_answers() -> None:
    assert CODES == (
        "persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "sarana", "pengaduan",
    )  # fmt: skip
    assert all(len(set(element.answers)) == 4 for element in ELEMENTS)


@pytest.mark.parametrize(
    ("value", "index", "grade"), [(4, "100.00", "A"), (3, "75.00", "C"), (2, "50.00", "D"), (1, "25.00", "D")]
)
def test_equal_answers_give_exactly_their_share_of_a_hundred(value: int, index: str, grade: str) -> None:
    """The trap: a weight of 0.11 gives 99.0 of nothing but fours."""
    score = rules.overall(answers(value), 1)
    assert (str(score.index), score.grade, str(score.nrr)) == (index, grade, f"{value}.000")


@pytest.mark.parametrize(
    ("index", "grade"),
    [
        ("100.00", "A"), ("88.31", "A"), ("88.30", "B"), ("76.61", "B"),
        ("76.60", "C"), ("65.00", "C"), ("64.99", "D"), ("25.00", "D"),
    ],
)  # fmt: skip
def test_grades_have_no_holes_between_their_bounds(index: str, grade: str) -> None:
    assert rules.grade(Decimal(index)) == grade


def test_a_value_between_two_printed_bounds_is_rounded_half_up_first() -> None:
    assert rules.half_up(Fraction("76.605"), 2) == Decimal("76.61")
    assert rules.half_up(Fraction("88.305"), 2) == Decimal("88.31")
    assert rules.half_up(Fraction("32.035"), 2) == Decimal("32.04")  # a binary float makes 3203.4999999999995 of it


def test_rounding_happens_only_at_the_end() -> None:
    """Seven respondents: 3 + 1/7 in one element, 3 in the others."""
    sums = answers(21, persyaratan=22)
    assert rules.overall(sums, 7).index == rules.half_up((Fraction(22, 7) + 24) / 9 * 25, 2) == Decimal("75.40")
    assert rules.element_scores(sums, 7)["persyaratan"].nrr == Decimal("3.143")


@given(st.dictionaries(st.sampled_from(CODES), st.integers(1, 4), min_size=9, max_size=9))
def test_the_index_lies_between_its_bounds_and_has_a_grade(marks: dict[str, int]) -> None:
    score = rules.overall(marks, 1)
    assert Decimal(25) <= score.index <= Decimal(100)
    assert score.grade in "ABCD"
    assert score.index.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("population", "sample"),
    [
        (0, 0), (1, 1), (10, 10), (20, 19), (30, 28), (50, 44), (75, 63),
        (100, 80), (150, 108), (200, 132), (300, 169), (500, 217), (1000, 278),
    ],
)  # fmt: skip
def test_sample_of_krejcie_and_morgan(population: int, sample: int) -> None:
    assert rules.sample_size(population) == sample


def test_the_three_weakest_elements_come_weakest_first() -> None:
    assert rules.lowest(answers(30, sarana=10, waktu=20, biaya=20)) == ["sarana", "waktu", "biaya"]


def test_the_day_is_cut_at_noon_of_the_office_clock() -> None:
    assert rules.part_of_day(datetime(2026, 11, 24, 3, 59, tzinfo=UTC)) == "morning"
    assert rules.part_of_day(datetime(2026, 11, 24, 4, 0, tzinfo=UTC)) == "afternoon"


def test_only_a_token_has_a_hash_of_its_own() -> None:
    assert rules.token_hash("x") == rules.token_hash("y") != rules.token_hash("0" * 26)


@pytest.mark.parametrize(
    ("code", "first", "last", "label"),
    [
        ("2026-S1", date(2026, 1, 1), date(2026, 6, 30), "Semester I 2026"),
        ("2026-S2", date(2026, 7, 1), date(2026, 12, 31), "Semester II 2026"),
        ("2026-T1", date(2026, 1, 1), date(2026, 3, 31), "Triwulan I 2026"),
        ("2026-T4", date(2026, 10, 1), date(2026, 12, 31), "Triwulan IV 2026"),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "Februari 2028"),
    ],
)
def test_periods_by_code(code: str, first: date, last: date, label: str) -> None:
    period = periods.parse(code)
    assert (period.first, period.last, period.label, period.code) == (first, last, label, code)
    assert periods.between(first, last) == period


@pytest.mark.parametrize("code", ["", "2026", "2026-S3", "2026-T5", "2026-13", "2026-00", "9999-S1", "2026-S2 "])
def test_unknown_period(code: str) -> None:
    with pytest.raises(RuleBroken):
        periods.parse(code)


def test_any_two_days_make_a_period_in_their_order() -> None:
    assert periods.between(date(2026, 11, 2), date(2026, 11, 24)).label == "2 November 2026 s.d. 24 November 2026"
    with pytest.raises(RuleBroken):
        periods.between(date(2026, 11, 2), date(2026, 11, 1))


def test_offered_periods_are_the_newest_first() -> None:
    codes = [period.code for period in periods.recent(date(2026, 2, 28))]
    assert codes == [
        "2026-S1", "2025-S2", "2025-S1", "2026-T1", "2025-T4", "2025-T3", "2025-T2",
        "2026-02", "2026-01", "2025-12", "2025-11", "2025-10", "2025-09",
    ]  # fmt: skip

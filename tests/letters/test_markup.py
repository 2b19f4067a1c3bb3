"""The markup of the body: what each rule means, and that text survives parsing and writing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from services.letters.markup import parse_blocks, parse_runs
from services.shared.paper.letter import Items, Paragraph, Run, Table
from tests.letters.written import format_blocks


def paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def test_a_blank_line_ends_a_paragraph_and_a_line_break_stays() -> None:
    assert parse_blocks("satu\ndua\n\n\ntiga") == [paragraph("satu\ndua"), paragraph("tiga")]
    assert parse_blocks(" \n\n ") == []


def test_numbered_lettered_and_dashed_lists() -> None:
    items = [(Run("satu"),), (Run("dua"),)]
    assert parse_blocks("1. satu\n2. dua") == [Items(items, "1.")]
    assert parse_blocks("a. satu\nb. dua") == [Items(items, "a.")]
    assert parse_blocks("- satu\n- dua") == [Items(items, "-")]


def test_a_list_goes_on_after_a_blank_line_and_within_a_long_item() -> None:
    assert parse_blocks("1. satu\n\n2. dua") == [Items([(Run("satu"),), (Run("dua"),)], "1.")]
    assert parse_blocks("1. satu\nlagi") == [Items([(Run("satu lagi"),)], "1.")]
    assert parse_blocks("1. satu\n\n1. lain") == [Items([(Run("satu"),)], "1."), Items([(Run("lain"),)], "1.")]


def test_a_number_that_starts_no_list_prints_as_it_is_typed() -> None:
    assert parse_blocks("24. November") == [paragraph("24. November")]
    assert parse_blocks("2026 tahun ini") == [paragraph("2026 tahun ini")]
    assert parse_blocks("\\1. bukan daftar") == [paragraph("1. bukan daftar")]


def test_tables_with_ragged_rows_a_rule_and_a_bar_within() -> None:
    table = Table(["Hari", "Jam"], [["Sabtu", "22.00"], ["Minggu", ""]])
    assert parse_blocks("| Hari | Jam |\n|---|:--:|\n| Sabtu | 22.00 |\n| Minggu |") == [table]
    assert parse_blocks("| a\\|b |") == [Table(["a|b"], [])]


def test_bold_italic_and_stars_that_are_only_stars() -> None:
    assert parse_runs("a **b** *c* ***d***") == (
        Run("a "),
        Run("b", bold=True),
        Run(" "),
        Run("c", italic=True),
        Run(" "),
        Run("d", bold=True, italic=True),
    )
    assert parse_runs("**a *b***") == (Run("a ", bold=True), Run("b", bold=True, italic=True))
    for plain in ("2 * 3 * 4", "satu * bintang", "**tak ditutup", "*****"):
        assert parse_runs(plain) == (Run(plain),)
    assert parse_runs("\\*bukan miring\\*") == (Run("*bukan miring*"),)


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="ab12.*|\\- \n", max_size=60))
def test_what_was_parsed_is_written_so_that_it_parses_the_same(text: str) -> None:
    blocks = parse_blocks(text)
    written = format_blocks(blocks)
    assert parse_blocks(written) == blocks
    assert format_blocks(parse_blocks(written)) == written


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_no_text_is_an_error(text: str) -> None:
    assert format_blocks(parse_blocks(text)) is not None

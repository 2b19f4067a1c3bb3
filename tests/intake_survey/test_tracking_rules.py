"""The code that the applicant keeps, and what it shows in every state that a case can be in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.handoffs.outcomes import STAGE_LABELS, Outcome, Stage
from services.intake.rules.codes import ALPHABET, grouped, hash_code, make_code, normalise
from services.intake.tracking.progress import Facts, dates_of, progress
from services.intake.tracking.words import CODES


def facts(state: str = "forwarded", **changes: Any) -> Facts:
    """A case that the section head has, unless said otherwise."""
    values: dict[str, Any] = {
        "number": "0012/2026",
        "received_on": date(2026, 11, 24),
        "state": state,
        "stage": Stage.VERIFICATION if state == "forwarded" else None,
        "outcome": None,
        "message": "",
        "deadline": date(2026, 12, 14),
        "missing": ["KTP belum jelas"],
        "ended_at": None,
    }
    return Facts(**(values | changes))


def states(seen: Any) -> list[str]:
    return [state for _, state in seen.steps]


def test_codes_are_of_128_bits_in_26_characters_and_differ() -> None:
    codes = {make_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 26 and not set(code) - set(ALPHABET) and code[0] <= "7" for code in codes)


@given(st.text(ALPHABET, min_size=25, max_size=25))
def test_slips_of_reading_and_typing_are_understood(rest: str) -> None:
    code = f"7{rest}"
    slipped = code.replace("0", "o").replace("1", "l").lower()
    for text in (
        grouped(code),
        f"  {slipped} ",
        " ".join(code),
        grouped(code).replace("-", "–"),
        f"https://x/track/{code}",
    ):
        assert normalise(text) == code
        assert hash_code(text) == hash_code(code)


@pytest.mark.parametrize(
    "text", ["", "7Q4F", "U" * 26, "8" + "0" * 25, "0" * 27, "0" * 25 + "é", "0" * 25 + "\x00", "٠" * 26]
)
def test_what_is_no_code(text: str) -> None:
    assert normalise(text) is None
    with pytest.raises(ValueError, match="not a code"):
        hash_code(text)


@pytest.mark.parametrize(
    ("stage", "here"),
    [
        (Stage.VERIFICATION, "verified"),
        (Stage.CAMAT, "camat"),
        (Stage.MEETING, "camat"),
        (Stage.TEAM, "team"),
        (Stage.DECISION, "decision"),
        (Stage.LETTER, "follow_up"),
        (Stage.FOLLOW_UP, "follow_up"),
    ],
)
def test_every_stage_marks_one_step(stage: Stage, here: str) -> None:
    seen = progress(facts(stage=stage))
    place = CODES.index(here)
    assert states(seen) == ["done"] * place + ["current"] + ["todo"] * (7 - place)
    assert seen.headline
    assert seen.next
    assert (seen.deadline, seen.missing) == (date(2026, 12, 14), [])


def test_every_stage_has_words_of_its_own() -> None:
    assert len({progress(facts(stage=stage)).headline for stage in Stage}) == len(Stage)


@pytest.mark.parametrize(
    ("state", "place"),
    [("draft_intake", 0), ("intake_check", 1), ("awaiting_completion", 1), ("ready_for_handover", 7), ("delivered", 7)],
)
def test_states_at_the_desk(state: str, place: int) -> None:
    assert states(progress(facts(state))).index("current") == place


def test_only_an_incomplete_file_says_what_is_missing_and_until_when() -> None:
    seen = progress(facts("awaiting_completion", stage=Stage.VERIFICATION))
    assert seen.missing == ["KTP belum jelas"]
    assert (seen.deadline_label, seen.deadline) == ("Lengkapi paling lambat", date(2026, 12, 14))
    assert progress(facts("intake_check")).missing == []


def test_a_withdrawal_under_way_stays_where_the_case_is() -> None:
    seen = progress(facts("withdrawal_requested", stage=Stage.TEAM))
    assert states(seen).index("current") == CODES.index("team")
    assert "pencabutan" in seen.headline


@pytest.mark.parametrize(
    ("outcome", "stage", "skipped"),
    [
        (Outcome.RESOLVED_DIRECT, Stage.CAMAT, ["team", "decision", "follow_up"]),
        (Outcome.RESOLVED, Stage.LETTER, []),
        (Outcome.TRANSFERRED, Stage.FOLLOW_UP, []),
        (Outcome.REPORTED_TO_LAW, Stage.FOLLOW_UP, []),
        (Outcome.DECLINED, Stage.VERIFICATION, ["camat", "team", "decision", "follow_up"]),
        (Outcome.WITHDRAWN, Stage.TEAM, ["decision", "follow_up"]),
        (Outcome.WITHDRAWN, None, ["verified", "camat", "team", "decision", "follow_up"]),
    ],
)
def test_every_end_shows_the_steps_that_were_not_needed(
    outcome: Outcome, stage: Stage | None, skipped: list[str]
) -> None:
    ended = datetime(2026, 12, 1, tzinfo=UTC)
    seen = progress(facts("closed", outcome=outcome, stage=stage, message="Terima kasih.", ended_at=ended))
    assert [code for code, state in zip(CODES, states(seen), strict=True) if state == "skipped"] == skipped
    assert states(seen)[-1] == "done"
    assert "current" not in states(seen)
    assert seen.next == "Terima kasih."
    assert (seen.deadline, seen.missing) == (None, [])


def test_an_end_without_a_message_says_where_to_ask() -> None:
    assert "loket" in progress(facts("closed", outcome=Outcome.DECLINED)).next


def test_the_day_on_which_each_step_was_first_reached() -> None:
    days = [date(2026, 11, day) for day in range(1, 9)]
    story = [
        ("submit_form", "Formulir pengaduan diisi dan diserahkan", days[0]),
        ("forward", "Berkas lengkap", days[1]),
        ("forward", "Berkas lengkap (penerusan ke-2)", days[3]),
        ("progress", STAGE_LABELS[Stage.CAMAT], days[4]),
        ("progress", STAGE_LABELS[Stage.TEAM], days[5]),
        ("progress", STAGE_LABELS[Stage.CAMAT], days[6]),
        ("open", "Dicatat", days[7]),
    ]
    assert dates_of(days[0], None, story) == {
        "received": days[0], "checked": days[0], "verified": days[1], "camat": days[4], "team": days[5]
    }  # fmt: skip
    ended = datetime(2026, 11, 30, 20, tzinfo=UTC)  # 1 December by the office's clock
    assert dates_of(days[0], ended, [])["finished"] == date(2026, 12, 1)

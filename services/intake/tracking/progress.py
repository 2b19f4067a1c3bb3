"""How far a case has come, as its applicant sees it: the procedure's steps, what comes next, until when. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from services.handoffs.endings import words_of
from services.handoffs.outcomes import STAGE_LABELS, Outcome, Stage
from services.intake.tracking.words import CODES, STEPS, WORDS
from services.shared.calendar import clock
from services.shared.phrases import phrase

STEP_OF_STAGE = {
    Stage.VERIFICATION: "verified",
    Stage.CAMAT: "camat",
    Stage.MEETING: "camat",
    Stage.TEAM: "team",
    Stage.DECISION: "decision",
    Stage.LETTER: "follow_up",
    Stage.FOLLOW_UP: "follow_up",
}
# An end by such an outcome has passed all steps up to this one, and none after it but the last.
LAST_OF_OUTCOME = {
    Outcome.RESOLVED_DIRECT: "camat",
    Outcome.RESOLVED: "follow_up",
    Outcome.TRANSFERRED: "follow_up",
    Outcome.REPORTED_TO_LAW: "follow_up",
    Outcome.DECLINED: "verified",
}
_STEP_OF_VERB = {"submit_form": "checked", "forward": "verified", "letter_ready": "finished"}
_STAGE_OF_NOTE = {label: stage for stage, label in STAGE_LABELS.items()}
TOLD_BY = ("progress", *_STEP_OF_VERB)  # verbs of the time line that tell when a step was reached
_AT_DESK = {"draft_intake": "received", "intake_check": "checked"}
_TIMED = ("awaiting", "ready", *Stage)  # what waits for a day that the applicant should know


@dataclass(frozen=True)
class Facts:
    """What tracking needs of a case: no name, no place, no story. ``deadline`` is that of the present wait."""

    number: str
    received_on: date
    state: str
    stage: str | None
    outcome: str | None
    message: str
    deadline: date | None
    missing: Sequence[str]
    ended_at: datetime | None
    branch: str = ""
    dates: Mapping[str, date] = field(default_factory=dict)  # by code of a step: the day it was reached


@dataclass(frozen=True)
class Progress:
    """What the page says. A step's state is done, current, todo or skipped."""

    headline: str
    next: str
    tone: str
    steps: list[tuple[str, str]]
    deadline: date | None
    deadline_label: str
    missing: list[str]


def dates_of(received: date, ended: datetime | None, story: Sequence[tuple[str, str, date]]) -> dict[str, date]:
    """The day on which each step was first reached, from the case's time line (verb, note, day), oldest first."""
    found = {"received": received}
    for verb, note, day in story:
        stage = _STAGE_OF_NOTE.get(note) if verb == "progress" else None
        if code := STEP_OF_STAGE[stage] if stage else _STEP_OF_VERB.get(verb):
            found.setdefault(code, day)
    if ended is not None:
        found["finished"] = clock.local(ended).date()
    return found


def progress(facts: Facts) -> Progress:
    """The applicant's view of a case in any state and stage."""
    if facts.outcome:
        return _ended(facts, Outcome(facts.outcome))
    here, key = _present(facts)
    headline, following = WORDS[key]
    waiting = key == "awaiting"
    return Progress(
        headline=headline,
        next=following,
        tone="warn" if waiting or key in ("ready", Stage.MEETING) else "active",
        steps=_steps(CODES.index(here)),
        deadline=facts.deadline if key in _TIMED else None,
        deadline_label=_deadline_label(key),
        missing=list(facts.missing) if waiting else [],
    )


def _present(facts: Facts) -> tuple[str, str]:
    """The step that the case is in, and the key of its words."""
    if facts.state == "awaiting_completion":
        return "checked", "awaiting"
    if facts.state in ("ready_for_handover", "delivered"):
        return "finished", "ready" if facts.state == "ready_for_handover" else "delivered"
    if facts.state in _AT_DESK:
        return _AT_DESK[facts.state], _AT_DESK[facts.state]
    stage = Stage(facts.stage) if facts.stage else Stage.VERIFICATION
    return STEP_OF_STAGE[stage], "withdrawal" if facts.state == "withdrawal_requested" else stage


def _deadline_label(key: str) -> str:
    if key == "awaiting":
        return phrase("Lengkapi paling lambat")
    return phrase("Mohon diambil paling lambat") if key == "ready" else phrase("Target selesai")


def _steps(current: int) -> list[tuple[str, str]]:
    states = ["done"] * current + ["current"] + ["todo"] * (len(STEPS) - current - 1)
    return [(label, state) for (_, label), state in zip(STEPS, states, strict=True)]


def _ended(facts: Facts, outcome: Outcome) -> Progress:
    words = words_of(outcome, facts.branch)
    last = CODES.index(LAST_OF_OUTCOME.get(outcome) or _passed(facts))
    states = ["done"] * (last + 1) + ["skipped"] * (len(STEPS) - last - 2) + ["done"]
    return Progress(
        headline=words.headline,
        next=facts.message or words.meaning,
        tone=words.tone,
        steps=[(label, state) for (_, label), state in zip(STEPS, states, strict=True)],
        deadline=None,
        deadline_label="",
        missing=[],
    )


def _passed(facts: Facts) -> str:
    """How far a withdrawn case had come; at least the check at the desk, from where it may lapse."""
    return STEP_OF_STAGE[Stage(facts.stage)] if facts.stage else "checked"

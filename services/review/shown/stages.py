"""The stepper of a case: the 18 steps of the procedure, each done, current, to do, or not passed through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.review.queries.records import Records
from services.review.states import CLOSED, FOLLOW_UPS, State
from services.review.tables import Case, Letter, Meeting
from services.shared.calendar import clock

LABELS = (
    "Menyampaikan maksud",
    "Buku dan formulir",
    "Mengisi dan menyerahkan bukti",
    "Pemeriksaan kelengkapan",
    "Diteruskan ke Kasi",
    "Verifikasi Kasi",
    "Dilaporkan ke Camat",
    "Arahan Camat",
    "Pertimbangan setelah tatap muka",
    "Koordinasi tim",
    "Laporan tim",
    "Keputusan Camat",
    "Tindak lanjut tim",
    "Konsep surat",
    "Tanda tangan Camat",
    "Registrasi surat",
    "Penyerahan surat",
    "Survei kepuasan",
)
REFUSED = "7"  # the step of a refusal's letter
AT_LETTERS = (State.LETTER_REQUESTED, State.REFUSAL_LETTER)
LETTER_STEPS = {"requested": 14, "correcting": 14, "in_review": 15, "signed": 16, "registered": 17, "handed_over": 18}


@dataclass(frozen=True)
class _Facts:
    """What the stepper is drawn from."""

    state: State
    current: int
    done: dict[int, tuple[datetime | None, str]]


def stages(case: Case, records: Records) -> list[dict[str, Any]]:
    """One stage per step of the procedure, for the ``stepper`` macro."""
    facts = _Facts(State(case.state), _current(case, records), _done(case, records))
    return [_stage(number, label, facts) for number, label in enumerate(LABELS, start=1)]


def _stage(number: int, label: str, facts: _Facts) -> dict[str, Any]:
    at, who = facts.done.get(number, (None, ""))
    if number == facts.current:
        return {"label": label, "state": "current"}
    if number in facts.done:
        return {"label": label, "state": "done", "at": clock.short_date(at) if at else "", "who": who}
    passed = number < facts.current or (facts.state in CLOSED and number < len(LABELS))
    return {"label": label, "state": "skipped" if passed else "todo"}


def _current(case: Case, records: Records) -> int:
    state = State(case.state)
    if state in CLOSED:
        return 0
    if state in FOLLOW_UPS or state in AT_LETTERS:
        return _letter_step(records) or (13 if state != State.REFUSAL_LETTER else 14)
    return {
        State.SECTION_HEAD_REVIEW: 6,
        State.RETURNED_TO_DESK: 4,
        State.CAMAT_REVIEW: 9 if _held(case, records) else 8,
        State.CAMAT_MEETING: 8,
        State.TEAM_ASSIGNED: 10,
        State.CAMAT_DECISION: 12,
    }[state]


def _letter_step(records: Records) -> int:
    """Where the letter of the decision or the refusal is; 0 without one, or when the team has to act again (13)."""
    letter = _letter(records)
    if letter is None or letter.progress == "cancelled":
        return 0
    number = LETTER_STEPS[letter.progress]
    return min(number, 17) if letter.to_applicant else (number if number < 17 else 0)


def _letter(records: Records) -> Letter | None:
    decision = records.decision
    if decision is None:  # a refusal is no decision of step 12
        refusals = [row for row in records.letters if row.step == REFUSED and row.progress != "cancelled"]
        return refusals[-1] if refusals else None
    wanted = [row for row in records.letters if row.letter_id == decision.letter_id]
    return wanted[0] if wanted else None


def _talks(case: Case, records: Records) -> Sequence[Meeting]:
    """The talks of step 8b; a mediation that the team called belongs to step 10."""
    return records.meetings if "8b" in case.path else ()


def _held(case: Case, records: Records) -> bool:
    return any(meeting.recorded_at for meeting in _talks(case, records))


def _done(case: Case, records: Records) -> dict[int, tuple[datetime | None, str]]:
    """Steps that are behind the case, with when and who."""
    state = State(case.state)
    found: dict[int, tuple[datetime | None, str]] = dict.fromkeys(range(1, 5), (None, ""))
    found[5] = (case.received_at, case.clerk)
    verdicts = [row for row in records.verifications if row.result in {"reported", "declined"}]
    if verdicts:
        found[6] = (verdicts[-1].at, verdicts[-1].by_name)
        if verdicts[-1].result == "reported" and state != State.SECTION_HEAD_REVIEW:
            found[7] = found[6]
    chosen: list[Any] = [*records.dispositions, *(row for row in records.decisions if row.step == "8a")]
    chosen += [row for row in records.verifications if row.result == "refused"]
    if (chosen or _held(case, records)) and state != State.CAMAT_MEETING:
        first: Any = next(iter((*_talks(case, records), *chosen)))
        found[8] = (first.at, first.by_name)
    if chosen and _held(case, records):
        found[9] = (chosen[0].at, chosen[0].by_name)
    if records.coordinations:
        found[10] = (records.coordinations[-1].at, records.coordinations[-1].by_name)
    if records.reports and state != State.TEAM_ASSIGNED:
        found[11] = (records.reports[-1].at, records.reports[-1].by_name)
    return found | _done_at_the_end(records)


def _done_at_the_end(records: Records) -> dict[int, tuple[datetime | None, str]]:
    found: dict[int, tuple[datetime | None, str]] = {}
    decision, letter = records.decision, _letter(records)
    if decision:
        found[12] = (decision.at, decision.by_name)
    told: Sequence[Any] = [row for row in records.follow_ups if row.step != "8a"]
    if told:
        found[13] = (told[-1].at, told[-1].by_name)
    if letter and letter.progress != "cancelled":
        last = LETTER_STEPS[letter.progress] - 1
        found |= dict.fromkeys(range(14, min(last, 16) + 1), (None, ""))
        if letter.handed_at:
            found[13] = found[17] = (letter.handed_at, "Loket")
    return found

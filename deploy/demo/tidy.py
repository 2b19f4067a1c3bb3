"""After the stories: what a working office has done by evening, so that a few things wait for each and not dozens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from deploy.demo import steps
from deploy.demo.client import ApiError, Json, Program
from deploy.demo.staff import Staff
from deploy.demo.steps.days import today
from deploy.setup import DEMO_ACCOUNTS

AWAITED = ("closed_transferred", "closed_reported_to_law")  # 12c and 12d: an agency answers
PROMOTED = {"camat": "Pembina Tingkat I (IV/b)"}
DECIDED = "camat_decision"  # 12: what the year left to the Camat, while its day has not passed
HANDLED = "team_assigned"  # 8c: what the year left to the team was told, too
TOLD = "Para pihak sudah berdamai; jawabannya disampaikan kepada pemohon."
ANSWER = "Surat balasan diterima: sudah ditindaklanjuti dan dilaporkan kepada pimpinan."


def tidy(staff: Staff, played: Sequence[str]) -> None:
    """Applicants were told, agencies answered, and a change of an account waits for a second person.

    ``played``: the stories' cases. What is done already, or not to be done, is refused and let be.
    """
    decided = _decide_late(staff)
    _tell(staff.clerk, [*played, *decided, *(row["case_no"] for row in _cases(staff.team, HANDLED))])
    _note_answers(staff, frozenset(played))
    _ask_changes(staff.admin)


def _tell(clerk: Program, cases: Iterable[str]) -> None:
    for case_no in cases:
        with suppress(ApiError):
            clerk.post(steps.intake_path(case_no, "told"), {"how": "phone"})


def _note_answers(staff: Staff, played: frozenset[str]) -> None:
    """But for the newest of the year, which becomes late."""
    found = sorted(row["case_no"] for state in AWAITED for row in _cases(staff.team, state))
    ours, earlier = [no for no in found if no in played], [no for no in found if no not in played]
    said: Json = {"answered_on": today(), "answer": ANSWER}
    for case_no in (*ours, *earlier[:-1]):
        with suppress(ApiError):
            steps.team_does(staff, case_no, "note-partner-answer", **said)


def _decide_late(staff: Staff) -> list[str]:
    """Months after the year ended the Camat would have several late things, and one is enough to see."""
    late = [row["case_no"] for row in _cases(staff.camat, DECIDED) if row["due"] and row["due"] < today()]
    for case_no in late:
        with suppress(ApiError):
            steps.camat_does(staff, case_no, "decide-oral-answer", answer=TOLD)
            steps.close(staff, case_no, TOLD)
    return late


def _cases(person: Program, state: str) -> list[Json]:
    found: list[Json] = person.get("/review/api/cases", state=state)["items"]
    return found


def _ask_changes(admin: Program) -> None:
    """Somebody was promoted: the Camat's account is changed by two."""
    for username, name, role in DEMO_ACCOUNTS:
        if username in PROMOTED:
            said = {"name": name, "roles": str(role), "rank": PROMOTED[username]}
            admin.change("POST", f"/intake/staff/{username}/roles", data=said)

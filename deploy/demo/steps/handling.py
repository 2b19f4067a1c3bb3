"""The handling of a case as a program takes it: steps 8 to 13."""

from __future__ import annotations

from typing import Any

from deploy.demo.client import Json
from deploy.demo.staff import Staff
from deploy.demo.steps.calls import do, review_path
from deploy.demo.steps.days import working_day
from services.shared.calendar import clock

LETTER_DONE = ("registered", "handed_over", "cancelled")  # what review knows of a letter that waits for nobody


def camat_does(staff: Staff, case_no: str, verb: str, **body: Any) -> Json:
    """Steps 8 and 12: a decision of the Camat on the case as it is now."""
    return do(staff.camat, review_path(case_no, verb), staff.camat.get(review_path(case_no)), **body)


def team_does(staff: Staff, case_no: str, verb: str, seen: Json | None = None, **body: Any) -> Json:
    """Steps 10, 11 and 13: the team's work on the case as it is now, or as its last answer showed it (``seen``)."""
    return do(staff.team, review_path(case_no, verb), seen or staff.team.get(review_path(case_no)), **body)


def dispose(staff: Staff, case_no: str, note: str) -> None:
    """Step 8c: instruction to the team."""
    camat_does(
        staff,
        case_no,
        "dispose-to-team",
        members=["tim1", "tim2"],
        instructions=["process", "coordinate"],
        note=note,
        urgency="segera",
        due=working_day(5),
    )


def coordinate(
    staff: Staff, case_no: str, kind: str, partner: str, result: str, mode: str = "coordinate", seen: Json | None = None
) -> Json:
    """Step 10a, 10b or 10c: one coordination, with its result; returns the case."""
    said = {"kind": kind, "mode": mode, "partner": partner, "result": result, "channel": "meeting"}
    today = clock.today().isoformat()
    return team_does(staff, case_no, "coordinate", seen, held_on=today, **said)


def report(staff: Staff, case_no: str, facts: str, recommendation: str, seen: Json | None = None) -> None:
    """Step 11: the team's report to the Camat."""
    team_does(
        staff,
        case_no,
        "submit-report",
        seen,
        analysis="Materi pengaduan dicermati dan dibandingkan dengan keterangan para pihak.",
        facts=facts,
        results="Koordinasi dengan pihak terkait telah dilaksanakan dan tercatat.",
        recommendation=recommendation,
    )


def close(staff: Staff, case_no: str, summary: str, **reference: str) -> Json:
    """Step 13: carried out, the applicant told."""
    seen = staff.team.wait(review_path(case_no), lambda c: all(one["progress"] in LETTER_DONE for one in c["letters"]))
    return team_does(
        staff, case_no, "convey-and-close", seen, told_to="Pemohon", told_how="in_person", summary=summary, **reference
    )

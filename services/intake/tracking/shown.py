"""A case as its applicant may see it, for pages and API alike, within limits per address and per code."""

from __future__ import annotations

from typing import Any

from services.handoffs.endings import remedy_of, words_of
from services.handoffs.outcomes import MeetingKind
from services.intake.actions.withdrawal import UNKNOWN
from services.intake.queries import invitations, withdrawal
from services.intake.rules.codes import hash_code, normalise
from services.intake.rules.invitation import KINDS
from services.intake.states import WITHDRAWABLE
from services.intake.tables import Invitation, Withdrawal
from services.intake.tracking import queries
from services.intake.tracking.progress import Facts, Progress, progress
from services.intake.tracking.words import CODES
from services.shared.errors import Missing
from services.shared.web.service import current_service


def _read(code: str) -> tuple[Facts, Withdrawal | None, Invitation | None]:
    """What is known of the case of a code, a withdrawal that waits, and an invitation; raises Missing."""
    normal = normalise(code)
    if normal is None:
        raise Missing(UNKNOWN)
    with current_service().reading() as session:
        facts = queries.by_tracking_hash(session, hash_code(normal))
        if facts is None:
            raise Missing(UNKNOWN)
        taken_back = withdrawal.waiting(session, facts.number) if facts.state in WITHDRAWABLE else None
        invited = None if facts.outcome else invitations.planned(session, facts.number)
    return facts, taken_back, invited


def _steps(facts: Facts, seen: Progress) -> list[dict[str, Any]]:
    """The steps of the page; when the case came to those that are behind it, and to the present one."""
    return [
        {"label": label, "state": state, "at": facts.dates.get(step) if state in {"done", "current"} else None}
        for step, (label, state) in zip(CODES, seen.steps, strict=True)
    ]


def case_of(code: str) -> dict[str, Any]:
    """Where the case of a code is, what comes next, until when, and what is missing.

    Raises:
        Missing: no such code.
    """
    facts, taken_back, invited = _read(code)
    seen = progress(facts)
    may = {"withdrawable": facts.state in WITHDRAWABLE and taken_back is None}
    known = {"steps": _steps(facts, seen), "withdrawal": taken_back, "invitation": invited and _invitation(invited)}
    return vars(facts) | vars(seen) | may | _ending(facts) | known


def _invitation(row: Invitation) -> dict[str, Any]:
    """Day, hour and place of an appointment, and what it is called; nothing of what it is about."""
    facts = {name: getattr(row, name) for name in ("held_on", "clock_time", "place")}
    return facts | {"what": KINDS[MeetingKind(row.kind)]}


def _ending(facts: Facts) -> dict[str, str]:
    """How it ended in a word, and the next instance for whoever is not content; empty while it runs."""
    if not facts.outcome:
        return {"ending": "", "remedy": ""}
    regency = current_service().office.office.regency
    remedy = remedy_of(facts.outcome, facts.branch, regency)
    return {"ending": words_of(facts.outcome, facts.branch).title, "remedy": remedy}

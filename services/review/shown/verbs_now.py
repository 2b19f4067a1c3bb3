"""What this person may do with a case now: the verbs that pages offer and the API names."""

from __future__ import annotations

from services.review.queries.records import Records
from services.review.rules.evidence import STATES as EVIDENCE_STATES
from services.review.rules.verification import may_take_back
from services.review.states import CLOSED, MOVES, RIGHTS, State
from services.review.tables import Case
from services.shared.rights.conflicts import roles_in
from services.shared.rights.people import Actor, Role


def verbs_for(case: Case, found: Records, actor: Actor) -> list[str]:
    """What this person may do with this case now: by role, state and assignment."""
    member = any(row.username == actor.username for row in found.members)
    if case.destroyed_at is not None:
        return []
    promised, evidence = _promised(found, actor, member=member), _evidence(case, found, actor, member=member)
    if case.state in CLOSED:
        return [*(_owed(found) if member else []), *promised, *evidence]
    roles = roles_in(case.stood_in, actor, case.kept_from)
    waits = str(Role.CAMAT) in case.vacant and RIGHTS.may("confirm_conflict", actor)
    own = MOVES.verbs_for(State(case.state), roles if member else roles - {Role.TEAM})
    if not may_take_back((row.result for row in found.verifications), roles):
        own = [verb for verb in own if verb != "withdraw_refusal"]
    return [*own, *evidence, *promised, *(["confirm_conflict"] if waits else [])]


def _owed(found: Records) -> list[str]:
    """What a member still does after the end: the partner's answer (12c, 12d), the report's number (12d)."""
    awaited = any(row.due_on and not row.answered_on for row in found.follow_ups)
    unnumbered = any(row.step == "12d" and not row.reference for row in found.follow_ups)
    return [*["note_partner_answer"] * awaited, *["note_report_number"] * unnumbered]


def _promised(found: Records, actor: Actor, *, member: bool) -> list[str]:
    """What was promised at a mediation is settled also after the end."""
    may = RIGHTS.may("settle_promise", actor, assigned=member)
    return ["settle_promise"] if found.open_promises and may else []


def _evidence(case: Case, found: Records, actor: Actor, *, member: bool) -> list[str]:
    """Reported to law enforcement (12d), evidence is handed over, also after the end."""
    if case.state not in EVIDENCE_STATES or not RIGHTS.may("hand_over_evidence", actor, assigned=member):
        return []
    newest = found.evidence_handovers[-1] if found.evidence_handovers else None
    sealed = ["take_evidence", *(["hand_over_evidence"] if not newest.handed_at else [])] if newest else []
    return ["prepare_evidence", *sealed]

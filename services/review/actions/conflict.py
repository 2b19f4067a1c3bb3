"""Conflict of interest: staff who are the reported official, or close to the parties, have no part in the case."""

from __future__ import annotations

from collections.abc import Mapping

from services.handoffs.outbox import post
from services.handoffs.review_to_letters import CONFLICT_MARKED
from services.review.actions.letters import barring
from services.review.actions.moving import step
from services.review.queries import cases
from services.review.queries.people import staff
from services.review.rules.conflict import barred, name_key, stand_ins
from services.review.states import READERS
from services.review.tables import Case
from services.shared.errors import RuleBroken
from services.shared.rights.conflicts import Colleague
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


@step
def mark_conflict(work: Work, case: Case, *, usernames: list[str]) -> None:
    """Section head or Camat: these people see the case no more (403). An empty list lifts the mark.

    Who bears the reported official's name is barred without a mark, until somebody else clears them here. Where all
    holders of a role are barred, the next in line acts for them (``NEXT_IN_LINE``).

    Raises:
        RuleBroken: unknown people, or nobody would be left to verify or to decide.
    """
    known = staff(work.service, work.now)
    chosen = list(dict.fromkeys(usernames))
    unknown = [name for name in chosen if name not in known]
    if unknown:
        raise RuleBroken("Petugas tidak dikenal.", {"usernames": [f"Tidak dikenal: {', '.join(unknown)}."]})
    case.conflicted = chosen
    case.cleared = [name for name, one in known.items() if name not in chosen and _namesake(case, one.name)]
    case.stood_in = stand_ins(role for role in READERS if _all_barred(case, role, known))
    names = ", ".join(known[name].name for name in chosen) or "tidak ada"
    if cases.letters(work.session, case.case_no):
        post(work, CONFLICT_MARKED, case.case_no, barring(work, case))
    work.audit("mark_conflict", case.case_no, f"Benturan kepentingan ditandai: {names}")


def _namesake(case: Case, full_name: str) -> bool:
    return case.official_key != "" and name_key(full_name) == case.official_key


def _all_barred(case: Case, role: Role, known: Mapping[str, Colleague]) -> bool:
    """Whether every holder of a role is barred from this case; an acting head is none."""
    holders = [one for one in known.values() if role in one.holds]
    return bool(holders) and all(barred(case, one.username, one.name) for one in holders)

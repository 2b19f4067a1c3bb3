"""Conflict of interest: staff who are the reported official, or close to the parties, have no part in the case."""

from __future__ import annotations

from typing import Any

from services.handoffs.outbox import post
from services.handoffs.review_to_letters import CONFLICT_MARKED
from services.review import rules
from services.review.actions.letters import barring
from services.review.actions.moving import step
from services.review.actions.signing import signed
from services.review.queries import cases
from services.review.tables import Case, Link
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


def mark_conflict(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Section head or Camat: these people see the case no more (403). An empty list lifts the mark.

    Who bears the reported official's name is barred without a mark, until somebody else clears them here. Where all
    holders of a role are barred, the next in line acts for them (``NEXT_IN_LINE``).

    ``data["staff"]`` maps the usernames of the people who take part in review to names, ``data["holders"]`` roles to
    usernames.

    Raises:
        RuleBroken: unknown people, or nobody would be left to verify or to decide.
    """
    case, moved = step(work, case_no, "mark_conflict", version)
    if not moved:
        return case
    chosen = list(dict.fromkeys(data["usernames"]))
    unknown = [name for name in chosen if name not in data["staff"]]
    if unknown:
        raise RuleBroken("Petugas tidak dikenal.", {"usernames": [f"Tidak dikenal: {', '.join(unknown)}."]})
    case.conflicted = chosen
    case.cleared = [name for name, full in data["staff"].items() if name not in chosen and _namesake(case, full)]
    case.stood_in = rules.stand_ins(_all_barred(case, data["staff"], data["holders"]))
    names = ", ".join(data["staff"][name] for name in chosen) or "tidak ada"
    if cases.letters(work.session, case_no):
        post(work, CONFLICT_MARKED, case_no, barring(work, case))
    work.audit("mark_conflict", case_no, f"Benturan kepentingan ditandai: {names}")
    return case


def _namesake(case: Case, full_name: str) -> bool:
    return case.official_key != "" and rules.name_key(full_name) == case.official_key


def _all_barred(case: Case, staff: dict[str, str], holders: dict[str, list[str]]) -> list[str]:
    """The roles of which every holder is barred from this case."""
    return [role for role, names in holders.items() if names and all(rules.barred(case, n, staff[n]) for n in names)]


def link_case(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 6: another case belongs to this one (the same quarrel, a complaint made anew after its end).

    Raises:
        RuleBroken: no such case, or it is this one. Missing, Forbidden: the other case is not this person's to see.
    """
    case, moved = step(work, case_no, "link_case", version)
    if not moved:
        return case
    other_no = data["other_no"]
    other = work.session.get(Case, other_no)
    if other is None or other_no == case_no or rules.barred(other, work.actor.username, work.actor.name):
        text = "Nomor pengaduan ini tidak ada, atau nomor pengaduan ini sendiri."
        raise RuleBroken(text, {"other_no": [text]})
    known = cases.entries(work.session, Link, case_no)
    if other_no not in [row.other_no for row in known]:
        work.session.add(Link(case_no=case_no, other_no=other_no, note=data["note"], **signed(work, Role.SECTION_HEAD)))
    work.audit("link_case", case_no, f"Dikaitkan dengan pengaduan {other_no}: {data['note']}")
    return case

"""Who hears of a case: whoever has its next step, but for those with a conflict of interest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from services.review.rules.conflict import Facts, apart_from, left_out
from services.review.rules.deadlines import OWNERS
from services.review.states import FOLLOW_UPS, State
from services.review.tables import Case, Member
from services.shared.notices.posting import person, role
from services.shared.rights import barring
from services.shared.rights.conflicts import Colleague, asked
from services.shared.rights.people import Role
from services.shared.staff.colleagues import colleagues
from services.shared.unit_of_work import Work

Members = defaultdict[str, list[Member]]
TEAMS = (State.TEAM_ASSIGNED, State.LETTER_REQUESTED, *FOLLOW_UPS)


@dataclass(frozen=True)
class Known:
    """Everybody who works here, and whom the facts of some cases bar; empty where nobody can be barred."""

    staff: Sequence[Colleague]
    facts: Mapping[str, Facts]
    supervisor: str

    def left_out(self, case: Case) -> list[str]:
        """The usernames who have no part in this case and hear nothing of it."""
        return left_out(self.facts.get(case.case_no, {}), self.staff, apart_from(self.supervisor, case.given))


def staff_for(work: Work, cases: Iterable[Case]) -> Known:
    """Everybody who works here, where somebody may be barred from one of these cases; else nobody need be known."""
    supervisor, facts = work.office.supervisor.username, barring.facts(work.session, [case.case_no for case in cases])
    return Known(colleagues(work) if supervisor or any(facts.values()) else [], facts, supervisor)


def doers(case: Case, members: Members, known: Known) -> Sequence[str]:
    """Who has the next step: the members of the team to whom the case is disposed, or who holds the office."""
    if case.state in TEAMS:
        barred = known.left_out(case)
        return [person(one.username) for one in members[case.case_no] if one.username not in barred]
    return holders(OWNERS[State(case.state)], case, known)


def holders(who: Role, case: Case, known: Known) -> list[str]:
    """Who holds an office in this case, stand-ins with them."""
    return [role(one) for one in asked(who, case.stood_in, known.left_out(case), known.staff)]


def members_of(work: Work, cases: Sequence[Case]) -> Members:
    """The members of the team by case."""
    numbers = {case.case_no for case in cases}
    found: Members = defaultdict(list)
    if numbers:
        rows = select(Member).where(Member.case_no.in_(numbers)).order_by(Member.username)
        for row in work.session.scalars(rows):
            found[row.case_no].append(row)
    return found


def link(case_no: str) -> str:
    """Where the case is."""
    return f"/review/cases/{case_no}"

"""Who acts in a case: settled anew whenever a fact about a conflict of interest comes, changes, or is confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from services.handoffs import conflicts
from services.handoffs.outbox import post
from services.handoffs.review_to_letters import CONFLICT_MARKED
from services.review.actions.letters import barring
from services.review.notices.news import announce
from services.review.notices.recipients import link
from services.review.queries.cases import letters
from services.review.queries.conflicts import facts_of, marks
from services.review.rules.conflict import Standing, above, standing
from services.review.rules.deadlines import OWNERS
from services.review.states import State
from services.review.tables import Case
from services.shared.jobs.rows import each
from services.shared.notices.ending import over
from services.shared.notices.posting import post as tell
from services.shared.notices.posting import role
from services.shared.rights.barring import conflict
from services.shared.rights.conflicts import Colleague, given
from services.shared.rights.people import Role
from services.shared.staff.colleagues import colleagues
from services.shared.unit_of_work import Work

OTHERS = ("intake", "letters", "registry")
VACANT = (
    "{no}: tidak ada Camat yang dapat memeriksa (benturan kepentingan). Periksa, lalu konfirmasi atau tunjuk pelaksana"
)


def take_conflicts(work: Work, case_no: str, body: Mapping[str, Any]) -> None:
    """The desk says who is reported: whom that means is barred here from now on, also before the case comes."""
    note_facts(work, case_no, body["facts"], "letters")
    case = work.session.get(Case, case_no, with_for_update=True)
    if case is not None and case.ended_at is None:
        settle(work, case)


def note_facts(work: Work, case_no: str, facts: Sequence[Mapping[str, Any]], *receivers: str) -> None:
    """Keep facts, and hand them on."""
    conflicts.note(work, case_no, facts)
    conflicts.tell(work, case_no, facts, *receivers)


def tell_untold(work: Work) -> str:
    """Timed job: what was known before there was a message for it."""
    return conflicts.tell_untold(work, *OTHERS)


def settle(work: Work, case: Case, *, quiet: bool = False) -> Standing:
    """Set who acts in the case. The supervisor is given it, or it is taken back; letters under way are told.

    ``quiet``: only where who acts has changed.
    """
    before = Standing(case.stood_in, case.vacant, case.given)
    staff, supervisor = colleagues(work), work.office.supervisor.username
    case.withheld = _withheld(work, case, {one.username: one for one in staff})
    found = standing(
        facts_of(work.session, case.case_no),
        staff,
        confirmed=case.stand_in_by is not None,
        withheld=case.kept_from,
        supervisor=supervisor,
    )
    case.given = found.given
    _give(work, case, found.given)
    newly = set(found.vacant) - set(case.vacant)
    case.stood_in, case.vacant = found.stood_in, found.vacant
    if newly:
        _ask_second(work, case)
    if not case.vacant:
        over(work.session, [_seat(case)], work.actor.username, work.now)
    work.session.flush()
    if (not quiet or found != before) and letters(work.session, case.case_no):
        post(work, CONFLICT_MARKED, case.case_no, barring(work, case))
    return found


def settle_all(work: Work) -> str:
    """Timed job: an acting head's time begins and ends by the calendar, and with it who acts in a case."""
    barred = select(conflict.c.case_no).where(conflict.c.ended_at.is_(None))
    wanted = select(Case).where(Case.ended_at.is_(None), Case.case_no.in_(barred)).order_by(Case.case_no)
    cases = work.session.scalars(wanted.with_for_update(skip_locked=True)).all()
    changed = each(work, cases, lambda case: case.case_no, lambda case: _settle_again(work, case))
    return f"{sum(changed)} berubah"


def _settle_again(work: Work, case: Case) -> bool:
    before = Standing(case.stood_in, case.vacant, case.given)
    changed = settle(work, case, quiet=True) != before
    if changed:
        announce_to_camat(work, case)
    return changed


def announce_to_camat(work: Work, case: Case) -> None:
    """Whoever acts as Camat now hears of a case that waits for the Camat."""
    if OWNERS.get(State(case.state)) == Role.CAMAT:
        announce(work, case)


def _withheld(work: Work, case: Case, staff: Mapping[str, Colleague]) -> list[str]:
    """Who marked somebody above them: they act in no office above until a second person confirms it."""
    found = [row for row in marks(work.session, case.case_no) if row.bars and row.party in staff]
    return sorted({row.noted_by for row in found if above(staff[row.party], staff.get(row.noted_by))})


def _give(work: Work, case: Case, username: str) -> None:
    """Open the case to the supervisor's account, or close it again."""
    known = {fact["party"]: fact for fact in conflicts.known(work, case.case_no)}
    holds = {party for party, fact in known.items() if party.startswith(given("")) and fact["ended_at"] is None}
    wanted = {given(username)} if username else set()
    by = {"bars": False, "noted_by": work.actor.username, "since": work.now, "ended_at": None}
    facts: list[dict[str, Any]] = [
        by | {"party": party, "why": "Memeriksa di tempat Camat"} for party in sorted(wanted - holds)
    ]
    facts += [known[party] | {"ended_at": work.now} for party in sorted(holds - wanted)]
    note_facts(work, case.case_no, facts, *OTHERS)


def _seat(case: Case) -> str:
    return f"vacant:{case.case_no}"


def _ask_second(work: Work, case: Case) -> None:
    for whom in (Role.AUDITOR, Role.ADMIN):
        tell(
            work,
            kind="conflict_vacant",
            about=_seat(case),
            subject=case.case_no,
            recipient=role(whom),
            occasion=str(case.version),
            text=VACANT.format(no=case.case_no),
            link=f"{link(case.case_no)}#conflict",
        )

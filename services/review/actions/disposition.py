"""Step 8c: the Camat's disposition to members of the complaints team."""

from __future__ import annotations

from datetime import date

from services.review.actions import deadlines
from services.review.actions.documents import file_paper
from services.review.actions.moving import step, tell_stage
from services.review.actions.signing import signed
from services.review.papers.disposition import disposition
from services.review.queries.conflicts import facts_of
from services.review.queries.people import staff
from services.review.rules import dates
from services.review.rules.choices import check_known
from services.review.rules.conflict import left_out
from services.review.rules.path import add_step
from services.review.rules.told import TOLD
from services.review.tables import Case, Disposition, Member
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


@step
def dispose_to_team(
    work: Work, case: Case, *, members: list[str], instructions: list[str], note: str, urgency: str, due: date
) -> None:
    """Step 8c: disposition to members of the complaints team, with instructions, urgency and due day."""
    chosen = _chosen(work, case, members)
    dates.check_not_past("due", due, dates.today(work.now))
    check_known("instructions", instructions, work.office.instructions)
    case.path = add_step(case.path, "8c")
    case.urgency, case.disposition_due = urgency, due
    deadlines.set_due(work, case)
    work.session.add_all(Member(case_no=case.case_no, username=name, name=chosen[name]) for name in chosen)
    row = Disposition(
        case_no=case.case_no,
        instructions=instructions,
        note=note,
        urgency=urgency,
        due=due,
        members=list(chosen),
        member_names=list(chosen.values()),
        **signed(work, Role.CAMAT),
    )
    work.session.add(row)
    file_paper(work, case, "disposition", "Lembar disposisi", disposition(work.office, case, row))
    names = ", ".join(chosen.values())
    work.audit("dispose_to_team", case.case_no, f"Didisposisikan kepada {names}, batas {clock.long_date(due)}")
    tell_stage(work, case, TOLD["dispose_to_team"])


def _chosen(work: Work, case: Case, usernames: list[str]) -> dict[str, str]:
    """The chosen members with their names, each once; raises RuleBroken."""
    known = {name: one for name, one in staff(work.service, work.now).items() if Role.TEAM in one.holds}
    unknown = [name for name in usernames if name not in known]
    if unknown:
        raise _wrong("Anggota tim tidak tepat.", f"Bukan anggota Tim Pengaduan: {', '.join(unknown)}.")
    chosen = {name: known[name] for name in dict.fromkeys(usernames)}
    barred = left_out(facts_of(work.session, case.case_no), chosen.values())
    if unfit := [chosen[name].name for name in chosen if name in barred]:
        raise _wrong("Benturan kepentingan.", f"Berbenturan kepentingan: {', '.join(unfit)}.")
    return {name: one.name for name, one in chosen.items()}


def _wrong(message: str, text: str) -> RuleBroken:
    return RuleBroken(message, {"members": [text]})

"""A mediation, by the Camat (8b) or the team (10a): both sides invited, everyone's words, the promises, the minutes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from services.handoffs.outcomes import MeetingKind
from services.review.actions.appointments import invite, plan, waiting, when
from services.review.actions.documents import keep_signature
from services.review.actions.inviting import people_of
from services.review.actions.moving import step, tell_stage
from services.review.actions.signing import signed
from services.review.queries.cases import entries
from services.review.rules import dates
from services.review.rules import mediation as rules
from services.review.rules.path import add_step
from services.review.states import State
from services.review.tables import Case, Meeting, Participant, Promise
from services.shared.calendar import clock
from services.shared.errors import RuleBroken, Stale
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


def _office_of(case: Case) -> Role:
    """Who leads it: the team while it has the case, else the Camat."""
    return Role.TEAM if case.state == State.TEAM_ASSIGNED else Role.CAMAT


@step
def call_mediation(
    work: Work,
    case: Case,
    *,
    date: date,
    time: str,
    place: str,
    note: str,
    other_side: str,
    witnesses: str,
    officials: list[str],
    others: str,
) -> None:
    """Steps 8b and 10a: both sides, witnesses and officials are invited, each by an invitation of his own."""
    asked = [
        *rules.people("other_side", "other_side", other_side),
        *rules.people("witnesses", "witness", witnesses),
        *rules.officials(officials),
        *rules.people("others", "official", others),
    ]
    rules.check_people(asked)
    role = _office_of(case)
    case.path = add_step(case.path, "10a" if role == Role.TEAM else "8b")
    row = plan(work, case, MeetingKind.MEDIATION, role, date=date, time=time, place=place, note=note)
    _note_people(work, case, row, role, [rules.Person("applicant", "", ""), *asked])
    invite(work, case, row)
    work.audit("call_mediation", case.case_no, f"Mediasi dijadwalkan pada {when(row)}; {len(asked) + 1} orang diundang")
    if role == Role.CAMAT:
        tell_stage(work, case, f"Anda diundang ke mediasi pada {when(row)}.")


def _note_people(work: Work, case: Case, row: Meeting, role: Role, asked: Sequence[rules.Person]) -> None:
    for position, one in enumerate(asked, start=1):
        about = {"meeting_id": row.id, "position": position, **vars(one)}
        work.session.add(Participant(case_no=case.case_no, **about, **signed(work, role)))
    work.session.flush()


@step
def note_participant(
    work: Work, case: Case, *, participant_id: uuid.UUID, came: str, words: str, signature: str
) -> None:
    """Who came, what he said in his own words, and his signature; noted again, the newest holds."""
    one = participant_of(work, mediation_of(work, case), participant_id)
    shows, name = one.capacity == "applicant", f"Tanda tangan peserta {one.position}"
    if kept := keep_signature(work, case, name, signature, identifying=shows):
        one.signature_id = kept.id
    elif (one.came, one.words) != (came == "yes", words):
        one.signature_id = None  # other words were signed than these
    one.came, one.words = came == "yes", words
    capacity = rules.capacity(one.capacity, work.office.office.village_head)
    said = "hadir" if one.came else "tidak hadir"
    work.audit("note_participant", case.case_no, f"Peserta mediasi {one.position} ({capacity}): {said}")


@step
def add_promise(work: Work, case: Case, *, participant_id: uuid.UUID, what: str, due_on: date) -> None:
    """What one of them promises, until when."""
    row = mediation_of(work, case)
    one = participant_of(work, row, participant_id)
    dates.check_not_past("due_on", due_on, dates.today(work.now))
    about = {"meeting_id": row.id, "participant_id": one.id, "what": what, "due_on": due_on}
    work.session.add(Promise(case_no=case.case_no, **about, **signed(work, _office_of(case))))
    work.audit("add_promise", case.case_no, f"Janji sampai {clock.short_date(due_on)}: {what}")


@step
def drop_promise(work: Work, case: Case, *, promise_id: uuid.UUID) -> None:
    """A promise was written down wrongly, before there are minutes."""
    row = mediation_of(work, case)
    found = [one for one in promises_of(work, row) if one.id == promise_id]
    if not found:
        raise RuleBroken.at("promise_id", "Janji ini tidak ada pada mediasi ini.")
    work.session.delete(found[0])
    work.audit("drop_promise", case.case_no, f"Janji yang salah tulis dihapus: {found[0].what}")


def promises_of(work: Work, row: Meeting) -> list[Promise]:
    """What was promised at a meeting, the nearest day first."""
    work.session.flush()
    found = [one for one in entries(work.session, Promise, row.case_no) if one.meeting_id == row.id]
    return sorted(found, key=lambda one: one.due_on)


def mediation_of(work: Work, case: Case) -> Meeting:
    """The mediation that waits for its minutes; raises Stale."""
    row = waiting(work, case)
    if row.kind != MeetingKind.MEDIATION:
        raise Stale("Yang dijadwalkan ialah tatap muka, bukan mediasi. Muat ulang halaman.")
    return row


def participant_of(work: Work, row: Meeting, participant_id: uuid.UUID) -> Participant:
    """One who is invited to this very mediation; raises RuleBroken."""
    found = [one for one in people_of(work, row) if one.id == participant_id]
    if not found:
        raise RuleBroken.at("participant_id", "Orang ini tidak diundang ke mediasi ini.")
    return found[0]

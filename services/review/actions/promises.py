"""What was promised at a mediation: kept or broken; broken, back to the Camat or to a new complaint."""

from __future__ import annotations

import uuid

from services.handoffs.invitations import PROMISE_BROKEN
from services.handoffs.outbox import post
from services.review.actions.invitations import check_nothing_planned
from services.review.actions.moving import step, tell_stage
from services.review.notices import promises as notices
from services.review.queries.cases import entries, is_member, visible_case
from services.review.rules.mediation import PROMISES
from services.review.states import CLOSED, RIGHTS
from services.review.tables import Case, Meeting, Promise
from services.shared.errors import Missing, RuleBroken, Stale
from services.shared.unit_of_work import Work


def settle_promise(
    work: Work, case_no: str, version: int | None, *, promise_id: uuid.UUID, state: str, note: str
) -> Case:
    """A promise was kept, or not; also after the case has ended, which stays ended.

    Broken, the Camat hears of it; of a case that has ended the desk and the applicant too, who may complain anew.

    Raises:
        Missing, Forbidden: not this person's case. Stale: it is settled already, or the minutes are not made yet.
    """
    case = visible_case(work.session, case_no, work.actor, lock=True)
    RIGHTS.check("settle_promise", work.actor, assigned=is_member(work.session, case_no, work.actor.username))
    one = _promise(work, case, promise_id)
    if (one.state, one.note, one.settled_by) == (state, note, work.actor.username):
        return case  # the same button pressed twice
    if one.state != "open":
        raise Stale(f"Janji ini sudah dicatat: {PROMISES[one.state].lower()}. Muat ulang halaman.")
    one.state, one.note, one.settled_at, one.settled_by = state, note, work.now, work.actor.username
    _over(work, case, one)
    work.audit("settle_promise", case_no, f"Janji {PROMISES[state].lower()}: {one.what}{f' ({note})' if note else ''}")
    if state == "broken":
        _broken(work, case, one)
    return case


def _promise(work: Work, case: Case, promise_id: uuid.UUID) -> Promise:
    """A promise of this case; raises Missing, and Stale before the minutes are made."""
    one = work.session.get(Promise, promise_id)
    if one is None or one.case_no != case.case_no:
        raise Missing("Janji ini tidak ada pada pengaduan ini.")
    if work.session.get_one(Meeting, one.meeting_id).state != "held":
        raise Stale("Berita acara mediasinya belum dibuat. Muat ulang halaman.")
    return one


def _over(work: Work, case: Case, one: Promise) -> None:
    """The reminders of its day go, where nothing else is promised for it."""
    work.session.flush()
    rows = entries(work.session, Promise, case.case_no)
    if not any(row.state == "open" and row.due_on == one.due_on for row in rows):
        notices.settled(work, case, one.due_on)


def _broken(work: Work, case: Case, one: Promise) -> None:
    notices.tell_broken(work, case, one)
    if case.state in CLOSED:
        post(work, PROMISE_BROKEN, case.case_no, {"promise_id": one.id, "at": work.now})


@step
def return_to_camat(work: Work, case: Case, *, reason: str) -> None:
    """Step 10 back to 8: a promise was broken, and the Camat chooses anew; raises RuleBroken where none was."""
    check_nothing_planned(work, case, "reason")
    if not any(row.state == "broken" for row in entries(work.session, Promise, case.case_no)):
        text = "Tidak ada janji yang tercatat tidak ditepati. Laporkan hasilnya lewat laporan tim."
        raise RuleBroken.at("reason", text)
    work.audit("return_to_camat", case.case_no, f"Kembali kepada Camat karena janji tidak ditepati: {reason}")
    tell_stage(work, case, "Janji perdamaian tidak ditepati; Camat menentukan langkah berikutnya.")

"""Step 10: the team coordinates with partners."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from services.review.actions.attachments import claim_loose
from services.review.actions.letters import request_letter
from services.review.actions.moving import step
from services.review.actions.signing import signed
from services.review.rules import dates
from services.review.rules.choices import MODES, PARTNER_STEPS, WISHES, check_partner
from services.review.rules.path import add_step
from services.review.tables import Case, Coordination
from services.shared.config.partners import Partner
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


@step
def coordinate(
    work: Work,
    case: Case,
    *,
    partner: str,
    kind: str,
    mode: str,
    held_on: date,
    channel: str,
    note: str,
    result: str,
    due_on: date | None,
    with_letter: bool,
) -> None:
    """Step 10a, 10b or 10c: a coordination with a partner; with a result it is closed at once, else it stays open."""
    whom = partner_of(work, partner)
    check_partner(kind or whom.level, mode, whom.level)
    dates.check_not_future("held_on", held_on, dates.today(work.now))
    case.path = add_step(case.path, PARTNER_STEPS[whom.level])
    row = Coordination(
        case_no=case.case_no,
        kind=whom.level,
        mode=mode,
        partner=whom.code,
        partner_name=whom.name,
        village=whom.village,
        held_on=held_on,
        channel=channel,
        note=note,
        due_on=None if result else _answer_due(work, due_on),
        **signed(work, Role.TEAM),
    )
    if result:
        _close(work, row, result, no_answer=False)
    work.session.add(row)
    work.session.flush()
    attached = claim_loose(work, case, "coordination", coordination_id=row.id)
    if with_letter:
        row.letter_id = _ask(work, case, row, whom, attached=bool(attached))
    work.audit("coordinate", case.case_no, f"{MODES[mode]} dengan {whom.name}", result=row.result)


def _ask(work: Work, case: Case, row: Coordination, whom: Partner, *, attached: bool) -> uuid.UUID:
    """The office's letter with the request. With files to go along, the team puts them to it before it is submitted."""
    more: dict[str, Any] = {"wish": WISHES[row.mode], "answer_by": row.due_on, "proposed": not attached}
    asked = row.note or f"{case.title}, di {case.place}."
    return request_letter(work, case, "10", "partner_request", asked, whom, **more)


def _answer_due(work: Work, given: date | None) -> date:
    """The day by which the partner's answer is awaited: as given, or the office's limit."""
    today = dates.today(work.now)
    if given is None:
        return work.calendar.deadline(today, work.office.limits["partner_answer"])
    dates.check_not_past("due_on", given, today)
    return given


@step
def close_coordination(work: Work, case: Case, *, coordination_id: uuid.UUID, result: str, no_answer: bool) -> None:
    """Step 10: the partner answered (result), or no answer came."""
    row = work.session.get(Coordination, coordination_id)
    if row is None or row.case_no != case.case_no or row.closed_at is not None:
        text = "Koordinasi ini tidak ada pada pengaduan ini, atau sudah ditutup."
        raise RuleBroken(text, {"coordination_id": [text]})
    if bool(result) == no_answer:
        text = "Tulis hasilnya, atau tandai tanpa jawaban."
        raise RuleBroken(text, {"result": [text]})
    _close(work, row, result, no_answer=no_answer)
    outcome = "tanpa jawaban" if no_answer else result
    work.audit("close_coordination", case.case_no, f"Hasil koordinasi dengan {row.partner_name}: {outcome}")


def _close(work: Work, row: Coordination, result: str, *, no_answer: bool) -> None:
    row.result, row.no_answer = result, no_answer
    row.closed_at, row.closed_by = work.now, work.actor.username


def partner_of(work: Work, code: str) -> Partner:
    """The office's partner with this code; raises RuleBroken."""
    try:
        return work.office.partner(code)
    except KeyError:
        raise RuleBroken("Instansi tidak dikenal.", {"partner": ["Pilih instansi atau pihak dari daftar."]}) from None

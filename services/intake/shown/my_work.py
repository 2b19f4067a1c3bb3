"""What waits at the desk, for *my work*: cases by their state, applicants to be told, and what a desk begins with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from flask import url_for

from services.handoffs.outcomes import MeetingKind
from services.intake.queries import invitations
from services.intake.queries import work as waiting
from services.intake.rules import cases
from services.intake.rules.invitation import KINDS, when
from services.intake.shown import notices
from services.intake.shown.lines import applicant_name, title
from services.intake.states import State
from services.intake.tables import Complaint, Invitation
from services.shared.rights.people import Actor, Role
from services.shared.unit_of_work import Service
from services.shared.web.forms import Form
from services.shared.web.my_work import Todo, Waiting

VERBS = {
    State.READY_FOR_HANDOVER: "Serahkan surat",
    State.DELIVERED: "Catat penerimaan",
    State.INTAKE_CHECK: "Periksa kelengkapan",
    State.AWAITING_COMPLETION: "Terima kelengkapan",
    State.DRAFT_INTAKE: "Isi formulir",
}
STEPS = {  # where the next step is a page of its own
    State.READY_FOR_HANDOVER: "handover.show",
    State.INTAKE_CHECK: "completeness.show",
    State.DRAFT_INTAKE: "form.show",
}
RETURNED = "Minta kelengkapan"  # the section head sent it back: the applicant has to be called
TELL = "Beri tahu pemohon"
PRINT, PRINT_OFF = "Cetak undangan", "Cetak pembatalan undangan"
LISTS = {
    State.READY_FOR_HANDOVER: "Surat siap diserahkan",
    State.INTAKE_CHECK: "Perlu diperiksa",
    State.AWAITING_COMPLETION: "Menunggu pemohon melengkapi",
    State.DRAFT_INTAKE: "Formulir belum selesai",
    State.WITHDRAWAL_REQUESTED: "Pencabutan diproses",
    State.FORWARDED: "Sedang diproses",
}


def my_work(service: Service, person: Actor, now: datetime) -> Waiting:
    """What waits for a clerk; for nobody else."""
    if not person.is_any(Role.CLERK):
        return Waiting()
    with service.reading() as session:
        counts, work = waiting.counts(session), waiting.my_work(session)
        returned, to_print = waiting.returned(session), invitations.to_print(session)
    found, told = [*(case for state in VERBS for case in work[state]), *returned], notices.to_tell()
    beyond = sum(counts.get(state, 0) for state in VERBS) - len(found) + to_print.beyond + told.beyond
    return Waiting(
        todos=[*_cases(service, person, found), *_to_print(to_print.rows), *_to_tell(told.rows)],
        beyond=beyond,
        more=[_list(state, words, counts.get(state, 0)) for state, words in LISTS.items()],
        extra=("desk_begins.html", {"form": Form(), "closed": service.calendar.reason_closed(cases.local_day(now))}),
    )


def _cases(service: Service, person: Actor, found: Sequence[Complaint]) -> Iterator[Todo]:
    for case in found:
        state = State(case.state)
        yield Todo(
            verb=RETURNED if case.returned_by and state == State.AWAITING_COMPLETION else VERBS[state],
            about=title(case),
            who=applicant_name(service, case, person),
            number=case.case_no,
            since=case.moved_at,
            due=case.deadline,
            note=case.return_reason if state == State.AWAITING_COMPLETION else "",
            urgent=case.urgent_at is not None,
            url=url_for(STEPS.get(state, "complaint.show"), case_no=case.case_no),
        )


def _to_print(found: Iterable[tuple[Invitation, Complaint]]) -> Iterator[Todo]:
    for row, case in found:
        yield Todo(
            verb=PRINT if row.state == "planned" else PRINT_OFF,
            about=f"{KINDS[MeetingKind(row.kind)]}, {when(row.held_on, row.clock_time)}",
            number=case.case_no,
            due=row.held_on,
            url=url_for("complaint.show", case_no=case.case_no, _anchor="card-invitation"),
        )


def _to_tell(found: Iterable[dict[str, Any]]) -> Iterator[Todo]:
    for one in found:
        yield Todo(
            verb=TELL,
            about=one["lines"][0]["title"],
            who=one["name"],
            number=one["case_no"],
            since=min(each["at"] for each in one["lines"]),
            note=one["lines"][0]["error"] or one["lines"][0]["text"],
            today=True,
            url=url_for("complaint.show", case_no=one["case_no"], _anchor="notices"),
        )


def _list(state: State, words: str, count: int) -> tuple[str, str]:
    return f"{words}: {_number(count)}", url_for("lists.show", state=state)


def _number(count: int) -> str:
    """A count as it is shown: nobody needs to know whether 999 or 5,000 wait."""
    return f"{waiting.COUNTED}+" if count > waiting.COUNTED else str(count)

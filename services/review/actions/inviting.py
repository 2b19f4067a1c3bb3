"""Steps 8b and 10a: whoever is invited gets a letter of the office, with a number of its own.

What is moved or called off is told by another letter, which names the one that went out; a number is never used for
two. What nobody signed yet is taken back instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.handoffs.evidence_ref import reference
from services.handoffs.invitations import INVITATION_PAPERS
from services.handoffs.outbox import post
from services.handoffs.outcomes import MeetingKind
from services.review.actions.letters import cancel_letter, request_letter
from services.review.queries.cases import entries, letters
from services.review.rules.choices import SENT_LETTER
from services.review.rules.mediation import APPLICANT, Guest, capacity, invited_as, named_in_full, place_of
from services.review.rules.meeting import KINDS, USUAL
from services.review.tables import Case, CaseFile, Letter, Meeting, Participant
from services.shared.calendar import clock
from services.shared.config import naming, zone
from services.shared.unit_of_work import Work

INVITATION, OFF = "invitation", "invitation_off"


def write_invitations(work: Work, case: Case, row: Meeting) -> None:
    """A letter for each who is invited; of one who has a letter already, it says what has changed."""
    sent = take_back(work, case, row, "Jadwal pertemuan berubah sebelum surat ini ditandatangani.")
    for guest in _guests(work, row):
        _ask(work, case, row, INVITATION, guest, sent)


def write_off(work: Work, case: Case, row: Meeting) -> None:
    """The meeting does not take place: whoever has a letter gets another that says so."""
    sent = take_back(work, case, row, "Pertemuan dibatalkan sebelum surat ini ditandatangani.")
    for guest in (guest for guest in _guests(work, row) if guest.position in sent):
        _ask(work, case, row, OFF, guest, sent)


def take_back(work: Work, case: Case, row: Meeting, reason: str) -> dict[int, Letter]:
    """Cancel what is not signed yet; returns the newest letter that went out, by whom it invites."""
    sent: dict[int, Letter] = {}
    for letter in letters_of(work, row):
        if letter.progress in SENT_LETTER:
            sent[letter.position or 0] = letter
        elif letter.progress != "cancelled":
            cancel_letter(work, case, letter, reason)
    return sent


def letters_of(work: Work, row: Meeting) -> list[Letter]:
    """The letters of a meeting, oldest first."""
    return [letter for letter in letters(work.session, row.case_no) if letter.meeting_id == row.id]


def people_of(work: Work, row: Meeting) -> list[Participant]:
    """Who is invited to a mediation, in their order; nobody is noted apart for a talk face to face."""
    found = [one for one in entries(work.session, Participant, row.case_no) if one.meeting_id == row.id]
    return sorted(found, key=lambda one: one.position)


def _guests(work: Work, row: Meeting) -> list[Guest]:
    people = people_of(work, row)
    return [Guest(one.position, one.capacity, one.name, one.title) for one in people] or [APPLICANT]


def _ask(work: Work, case: Case, row: Meeting, kind: str, guest: Guest, sent: Mapping[int, Letter]) -> None:
    purpose = row.note or USUAL[MeetingKind(row.kind)]
    meeting = _appointment(row) | {"purpose": purpose, "invited_as": invited_as(guest.capacity)}
    former = _former(sent[guest.position]) if guest.position in sent else ""
    whom = None if guest.capacity == "applicant" else _addressee(work, case, guest)
    about = {"meeting_id": row.id, "position": guest.position}
    request_letter(work, case, "8b", kind, purpose, to=whom, about=about, proposed=True, meeting=meeting, former=former)


def _appointment(row: Meeting) -> dict[str, Any]:
    """What a letter says of the meeting: what kind, when and where."""
    return {
        "meeting_id": row.id,
        "kind": KINDS[MeetingKind(row.kind)].lower(),
        "day": row.held_on,
        "time": f"{row.clock_time} {zone.name()}",
        "place": row.place,
    }


def _former(letter: Letter) -> str:
    """The letter that went out, as the next one names it; of one without its number yet, that there is one."""
    if not letter.number or letter.dated is None:
        return "surat undangan kami yang terdahulu"
    return f"surat kami nomor {letter.number} tanggal {clock.long_date(letter.dated)}"


def _addressee(work: Work, case: Case, guest: Guest) -> dict[str, str]:
    """Who is invited by name at his address; by his office where no name is known."""
    office = work.office.office
    if not guest.name:
        where = case.village if guest.capacity == "village_head" else naming.village(case.village)
        return {"name": f"{capacity(guest.capacity, office.village_head)} {where}", "place": case.village}
    return {"name": named_in_full(guest), "place": place_of(guest.title, work.office.villages.values(), office.place)}


def pass_papers(work: Work, case: Case, letter: Letter) -> None:
    """A letter of an appointment is sealed: the desk gets what there is now to be printed and given."""
    row = work.session.get(Meeting, letter.meeting_id)
    if row is None or row.state not in {"planned", "cancelled"}:
        return
    wanted = INVITATION if row.is_planned else OFF
    newest = {one.position: one for one in letters_of(work, row) if one.letter_kind == wanted}
    known = [newest[position] for position in sorted(newest, key=lambda one: one or 0)]
    open_ = [one for one in known if one.progress != "cancelled"]
    papers = [_paper(work, row, one) for one in open_ if one.file_id]
    if papers:
        body = {"meeting_id": row.id, "papers": papers, "awaited": len(open_) - len(papers)}
        post(work, INVITATION_PAPERS, case.case_no, body)


def _paper(work: Work, row: Meeting, letter: Letter) -> dict[str, Any]:
    """The sealed file under a name that says for whom it is without naming anybody."""
    people: Sequence[Participant] = [one for one in people_of(work, row) if one.position == letter.position]
    who = "".join(f" {one.position} {capacity(one.capacity, work.office.office.village_head)}" for one in people)
    what = "Undangan" if letter.letter_kind == INVITATION else "Pembatalan undangan"
    name = f"{what} {KINDS[MeetingKind(row.kind)].lower()}{who} {row.case_no}.pdf"
    return reference(work.session.get_one(CaseFile, letter.file_id)) | {"role": "invitation", "name": name}

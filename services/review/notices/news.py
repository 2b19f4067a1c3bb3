"""New work for whoever has the next step, and late work for the next level."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.review.notices.recipients import Known, doers, holders, link, members_of, staff_for
from services.review.states import State
from services.review.tables import Case
from services.shared.notices.ending import NEWS
from services.shared.notices.posting import person, post
from services.shared.notices.reminders import late_words
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work

NEW = {
    State.SECTION_HEAD_REVIEW: "{no} menunggu verifikasi Anda",
    State.CAMAT_REVIEW: "{no} menunggu arahan Anda",
    State.CAMAT_DECISION: "{no} menunggu keputusan Anda",
    State.TEAM_ASSIGNED: "{no} didisposisikan kepada Anda",
    State.ORAL_FOLLOWUP: "{no} diputuskan; sampaikan tanggapan Camat kepada pemohon",
    State.TRANSFER_FOLLOWUP: "{no} diputuskan dilimpahkan; laksanakan tindak lanjutnya",
    State.LAW_FOLLOWUP: "{no} diputuskan dilaporkan; laksanakan tindak lanjutnya",
}
CHANGED = {  # by whether somebody was a member before, and is one now
    (False, True): "{no} didisposisikan kepada Anda",
    (True, True): "disposisi {no} diubah Camat",
    (True, False): "{no} tidak lagi didisposisikan kepada Anda",
}
LATE = {
    State.SECTION_HEAD_REVIEW: ("verification", "{no} belum selesai diverifikasi"),
    State.CAMAT_REVIEW: ("camat", "{no} belum mendapat arahan Camat"),
    State.CAMAT_MEETING: ("camat", "{no} belum mendapat arahan Camat"),
    State.TEAM_ASSIGNED: ("disposition", "disposisi {no} belum dilaporkan tim"),
    State.CAMAT_DECISION: ("camat", "{no} belum diputuskan Camat"),
    State.REFUSAL_LETTER: ("letter", "surat penolakan {no} belum selesai"),
    State.LETTER_REQUESTED: ("letter", "surat untuk {no} belum selesai"),
    State.ORAL_FOLLOWUP: ("follow_up", "tindak lanjut {no} belum selesai"),
    State.TRANSFER_FOLLOWUP: ("follow_up", "tindak lanjut {no} belum selesai"),
    State.LAW_FOLLOWUP: ("follow_up", "tindak lanjut {no} belum selesai"),
}


def announce(work: Work, case: Case) -> None:
    """The case has come to somebody: the bell of whoever has the next step, but for those with a conflict."""
    words = NEW.get(State(case.state))
    if words is None:
        return
    known = staff_for(work, [case])
    recipients = doers(case, members_of(work, [case]), known)
    _ring(work, case, "new_work", recipients, str(case.version), words.format(no=case.case_no), known)


def announce_urgent(work: Work, case: Case) -> None:
    """The desk marked the case as urgent: whoever has the present step hears it, whatever was told before."""
    known = staff_for(work, [case])
    words = f"MENDESAK: {case.case_no} perlu tindakan sekarang"
    _ring(work, case, "urgent", doers(case, members_of(work, [case]), known), str(case.urgent_since), words, known)


def ring(work: Work, case: Case, kind: str, to: Role, occasion: str, text: str, about: str) -> None:
    """Ring for whoever holds an office in this case; the bell goes away with what it is ``about``."""
    known = staff_for(work, [case])
    _ring(work, case, kind, holders(to, case, known), occasion, text, known, about)


def tell_members(work: Work, case: Case, before: set[str], after: set[str]) -> None:
    """Step 8c was changed: who has the case now, who has it still, and who has it no more."""
    known = staff_for(work, [case])
    told: dict[str, Any] = {"kind": "disposition_changed", "subject": case.case_no, "occasion": str(case.version)}
    told["not_for"] = known.left_out(case)
    for username in sorted(before | after):
        words, here = CHANGED[username in before, username in after], username in after
        told |= {"link": link(case.case_no), "about": ""} if here else {"link": "/review/", "about": NEWS}
        post(work, recipient=person(username), text=words.format(no=case.case_no), **told)


def tell_next_level(work: Work, case: Case, to: Role) -> None:
    """A step stayed undone beyond its day: the next level is told, once (``rules/deadlines.py`` says when and whom)."""
    assert case.due is not None  # only what is due can be late
    kind, words = LATE[State(case.state)]
    known = staff_for(work, [case])
    text = late_words(case.due, words.format(no=case.case_no))
    _ring(work, case, f"{kind}_escalated", holders(to, case, known), case.due.isoformat(), text, known)


def _ring(
    work: Work,
    case: Case,
    kind: str,
    recipients: Iterable[str],
    occasion: str,
    text: str,
    known: Known,
    about: str = "",
) -> None:
    told: dict[str, Any] = {
        "kind": kind,
        "subject": case.case_no,
        "occasion": occasion,
        "text": text,
        "link": link(case.case_no),
        "about": about,
    }
    for recipient in recipients:
        post(work, recipient=recipient, not_for=known.left_out(case), **told)

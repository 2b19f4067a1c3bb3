"""Letters are asked for: what is missing (6), a refusal (7), an invitation (8b), a partner (10), an answer (12b)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from services.handoffs import conflicts
from services.handoffs.outbox import post
from services.handoffs.review_to_letters import (
    LETTER_CANCELLED,
    LETTER_REQUESTED,
    LETTER_REQUESTED_V2,
    LETTER_REQUESTED_V3,
    TEAM_CHANGED,
)
from services.review.queries.cases import entries, letters, members
from services.review.queries.conflicts import facts_of
from services.review.rules.applicant import HIDDEN_NAME
from services.review.rules.choices import SENT_LETTER, addressee
from services.review.rules.conflict import apart_from, left_out
from services.review.tables import Case, Letter, Report
from services.shared.config.partners import Partner
from services.shared.rights.conflicts import SUPERVISOR
from services.shared.rights.people import Role
from services.shared.staff import names
from services.shared.staff.colleagues import colleagues
from services.shared.unit_of_work import Work

_CONTRACTS = {"7": LETTER_REQUESTED_V2, "10": LETTER_REQUESTED_V2, "6": LETTER_REQUESTED_V3, "8b": LETTER_REQUESTED_V3}


def request_letter(
    work: Work,
    case: Case,
    step: str,
    kind: str,
    conclusion: str,
    partner: Partner | None = None,
    *,
    to: Mapping[str, str] | None = None,
    about: Mapping[str, Any] | None = None,
    writers: Sequence[str] = (),
    **more: Any,
) -> uuid.UUID:
    """Ask letters to write a letter to the applicant, to a partner, or ``to`` somebody else. Returns its id.

    ``about``: which appointment, and whom of those who are invited (8b). ``writers`` may correct it where that is
    neither the case's team nor whoever proposes it. ``more`` is what only later versions of the request have (steps 6
    to 10): with ``proposed`` its wording alone makes it, and it goes to whoever signs as it is born.
    """
    letter_id = uuid.uuid4()
    to_applicant = partner is None and to is None
    recipient = dict(to or _recipient(work, case, partner))
    row = Letter(
        letter_id=letter_id,
        case_no=case.case_no,
        step=step,
        letter_kind=kind,
        recipient="Pemohon" if to_applicant else recipient["name"],
        to_applicant=to_applicant,
        progress="requested",
        requested_at=work.now,
        changed_at=work.now,
        **about or {},
    )
    work.session.add(row)
    conflicts.tell(work, case.case_no, conflicts.known(work, case.case_no), "letters")  # before what they are about
    contract = _CONTRACTS.get(step, LETTER_REQUESTED)
    body = _body(work, case, row, conclusion, recipient) | ({"team": list(writers)} if writers else {})
    post(work, contract, case.case_no, body | _by_wording(work, **more))
    return letter_id


def _recipient(work: Work, case: Case, partner: Partner | None) -> dict[str, str]:
    """Whom the letter addresses: the applicant, or the head of the partner, by title and place."""
    if partner is None:
        return {"name": case.applicant_name, "place": case.village}
    return {"name": addressee(partner), "place": partner.place or work.office.office.place}


def _by_wording(work: Work, *, proposed: bool = False, **more: Any) -> dict[str, Any]:
    """Who proposes the letter, and may correct it where no team has the case."""
    return more | ({"proposer": {"username": work.actor.username, "name": work.actor.name}} if proposed else {})


def _body(work: Work, case: Case, row: Letter, conclusion: str, recipient: dict[str, str]) -> dict[str, Any]:
    hide = case.confidential and not row.to_applicant
    reports = entries(work.session, Report, case.case_no)
    return {
        "letter_id": row.letter_id,
        "letter_kind": row.letter_kind,
        "step": row.step,
        "conclusion": conclusion,
        "recipient": recipient,
        "to_applicant": row.to_applicant,
        "title": case.title,
        "category": case.category,
        "class_code": case.class_code,
        "received_at": case.received_at,
        "applicant_name": HIDDEN_NAME if hide else case.applicant_name,
        "village": case.village,
        "confidential": case.confidential,
        "recommendation": reports[-1].recommendation if reports else "",
        "team": _writers(work, case, row.step),
        "deadline": case.deadline,
        "requested_at": work.now,
        # Letters must be able to refuse a name that it does not know.
        "hidden_names": _hidden_names(work, case) if hide else [],
        "barring": barring(work, case),
    }


def _hidden_names(work: Work, case: Case) -> list[str]:
    """What is told of the names of a hidden applicant, and of who is represented, instead of them."""
    vault = names.vault_of(work.service.settings)
    told = (case.applicant_name, case.represented_name)
    return [mark for name in told if name for mark in names.fingerprints(vault, name)]


def _writers(work: Work, case: Case, step: str) -> list[str]:
    """Who may write and correct the letter: the case's team, or the section head; of what he proposes, he himself."""
    if step in ("6", "7"):
        return [work.actor.username]
    team = [member.username for member in members(work.session, case.case_no)]
    return team or [one.username for one in colleagues(work) if Role.SECTION_HEAD in one.holds]


def stop_letters(work: Work, case: Case, kinds: Collection[str], reason: str) -> None:
    """Letters of these kinds that nobody signed yet ask for nothing any more."""
    for letter in letters(work.session, case.case_no):
        if letter.letter_kind in kinds and letter.progress not in SENT_LETTER | {"cancelled"}:
            cancel_letter(work, case, letter, reason)


def cancel_letter(work: Work, case: Case, letter: Letter, reason: str) -> None:
    """The letter is not wanted any more; signed already, its number stays in the book as BATAL."""
    letter.progress, letter.cancel_reason, letter.changed_at = "cancelled", reason, work.now
    post(work, LETTER_CANCELLED, case.case_no, {"letter_id": letter.letter_id, "reason": reason})


def letters_follow(work: Work, case: Case, team: Sequence[str]) -> None:
    """Step 8c was changed, or work was handed on: letters that the team still writes are written by the new one."""
    if letters(work.session, case.case_no):
        post(work, TEAM_CHANGED, case.case_no, {"team": list(team)})


def barring(work: Work, case: Case) -> dict[str, list[str]]:
    """Who has no part in the case, by username, the roles for which another acts, and who acts in no office above."""
    facts, apart = facts_of(work.session, case.case_no), apart_from(work.office.supervisor.username, case.given)
    stood_in = [*case.stood_in, *([SUPERVISOR] if case.given else [])]
    part = {"usernames": left_out(facts, colleagues(work), apart), "stood_in": stood_in}
    return part | ({"kept_from": case.kept_from} if case.kept_from else {})

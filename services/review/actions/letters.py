"""Letters are asked for: step 12b, and 12c and 12d where wanted."""

from __future__ import annotations

import uuid
from typing import Any

from services.handoffs import conflicts
from services.handoffs.outbox import post
from services.handoffs.review_to_letters import LETTER_REQUESTED
from services.review.queries.cases import entries, members
from services.review.queries.conflicts import facts_of
from services.review.rules.applicant import HIDDEN_NAME
from services.review.rules.conflict import apart_from, left_out
from services.review.tables import Case, Letter, Report
from services.shared.rights.conflicts import SUPERVISOR
from services.shared.staff import names
from services.shared.staff.colleagues import colleagues
from services.shared.unit_of_work import Work


def request_letter(
    work: Work, case: Case, step: str, kind: str, conclusion: str, partner_name: str | None = None
) -> uuid.UUID:
    """Step 12b (to the applicant), or 12c and 12d with a letter (to a partner): ask letters to write it."""
    letter_id = uuid.uuid4()
    to_applicant = partner_name is None
    recipient = {"name": partner_name or case.applicant_name, "place": case.village if to_applicant else "Tempat"}
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
    )
    work.session.add(row)
    conflicts.tell(work, case.case_no, conflicts.known(work, case.case_no), "letters")  # before what they are about
    post(work, LETTER_REQUESTED, case.case_no, _body(work, case, row, conclusion, recipient))
    return letter_id


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
        "team": [member.username for member in members(work.session, case.case_no)],
        "deadline": case.deadline,
        "requested_at": work.now,
        # Letters must be able to refuse a name that it does not know.
        "hidden_names": names.fingerprints(work.service.vault, case.applicant_name) if hide else [],
        "barring": barring(work, case),
    }


def barring(work: Work, case: Case) -> dict[str, list[str]]:
    """Who has no part in the case, by username, the roles for which another acts, and who acts in no office above."""
    facts, apart = facts_of(work.session, case.case_no), apart_from(work.office.supervisor.username, case.given)
    stood_in = [*case.stood_in, *([SUPERVISOR] if case.given else [])]
    part = {"usernames": left_out(facts, colleagues(work), apart), "stood_in": stood_in}
    return part | ({"kept_from": case.kept_from} if case.kept_from else {})

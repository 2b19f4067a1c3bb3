"""Papers for the applicant: requirements (2), receipt (5), what is missing (4), the handover note (17)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.handoffs.handing import AT_DESK, RELATIONS, way_of
from services.intake.papers.sheet import FOLDER, days, facts, place_date, sheet
from services.intake.rules.codes import grouped, masked
from services.intake.rules.files import LABELS
from services.intake.tables import CaseFile, Complaint, Handover
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.paper.numbers import CLOSING_OF_MINUTES, opening_of_minutes
from services.shared.paper.picture import svg_of_image
from services.shared.paper.qr import qr_svg
from services.shared.paper.typeset import typeset
from services.shared.unit_of_work import Work
from services.shared.web.shell import file_size


def requirements(office: Office, now: datetime) -> bytes:
    """Step 2: what to bring, how it goes on, how long it takes."""
    data = sheet(office) | {
        "classes": [[c.label, days(c)] for c in office.classes.values()],
        "completion": days(office.limits["completion"]),
        "printed": clock.long_date(now),
    }
    return typeset(FOLDER / "requirements.typ", data, created=now)


def receipt(work: Work, complaint: Complaint, sent: Sequence[CaseFile], code: str | None, *, kept: bool) -> bytes:
    """Step 5: who, what, when, which files, until when; and with ``code`` how to follow the case.

    ``kept``: for the case's papers, where nobody can read the code.
    """
    track = f"{work.service.settings.public_url}/intake/track"
    told = {
        "round": complaint.round,
        "lapor": complaint.lapor_no,
        "office_name": work.office.name,
        "received": clock.date_time(complaint.received_at),
        "handed": clock.date_time(work.now),
        "deadline": clock.long_date(complaint.answer_by) if complaint.answer_by else "",
        "class_label": work.office.classes[complaint.class_code].label,
        "files": [[LABELS[f.role], f.name, file_size(f.size), f.sha256[:12]] for f in sent],
        "code": None if code is None else masked() if kept else grouped(code),
        "qr": qr_svg(f"{track}/{code}") if code and not kept else None,
        "track": track,
    }
    return _about(work, complaint, "receipt.typ", told)


def incomplete_note(work: Work, complaint: Complaint) -> bytes:
    """Step 4: what is missing and until when the applicant may bring it."""
    told = {
        "received": clock.date_time(complaint.received_at),
        "missing": complaint.missing or [],
        "until": clock.long_date(complaint.deadline) if complaint.deadline else "",
        "lapses": work.office.completion.lapse,
    }
    return _about(work, complaint, "incomplete.typ", told)


def handover_note(work: Work, complaint: Complaint, row: Handover, signature: bytes | None) -> bytes:
    """Step 17: who got which letter and how, with the recipient's signature where it was drawn on the screen."""
    proof = work.session.get(CaseFile, row.proof_id) if row.proof_id else None
    late = complaint.outcome is not None
    told = {
        "number": complaint.letter_number,
        "dated": clock.long_date(complaint.letter_dated) if complaint.letter_dated else "",
        "kind": work.office.letter_kinds.get(complaint.letter_kind, "Surat"),
        "subject": complaint.letter_subject,
        "recipient": row.recipient,
        "relation": RELATIONS[row.relation],
        "note": row.note,
        "proxy": row.relation == "proxy",
        "way": way_of(row.way),
        "at_desk": row.way == AT_DESK,
        "proof": proof.name if proof else "",
        "late": late,
        "handed": clock.date_time(row.handed_at),
        "opening": opening_of_minutes(clock.local(row.handed_at).date()),
        "closing": CLOSING_OF_MINUTES,
        "officer": row.handed_by_name,
        "signature": svg_of_image(signature) if signature else None,
    }
    return _about(work, complaint, "handover.typ", told)


def _about(work: Work, complaint: Complaint, template: str, told: dict[str, Any]) -> bytes:
    """A paper about a complaint, signed by the clerk here and now."""
    by = {"officer": work.actor.name, "place_date": place_date(work)}
    data = sheet(work.office) | facts(work.office, complaint) | by | told
    return typeset(FOLDER / template, data, created=work.now)

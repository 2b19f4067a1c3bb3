"""What review asks of letters: write a letter. The first draft is by the office's wording.

For an answer (12b, 12c, 12d) the team goes on from it; what is incomplete (6), a refusal (7), an invitation (8b) and a
letter to a partner (10) are complete with it, and are submitted as they are born.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from services.letters import wording
from services.letters.actions.drafting import submit
from services.letters.notices import announce
from services.letters.queries.templates import template_of
from services.letters.states import State
from services.letters.tables import Letter
from services.letters.wording.facts import regent_of
from services.shared.calendar.clock import DAYS, long_date
from services.shared.errors import RuleBroken
from services.shared.unit_of_work import Work

log = logging.getLogger(__name__)
NOBODY: Mapping[str, list[str]] = {"usernames": [], "stood_in": []}
# What the row takes from the request under the same name.
_FACTS = ("step", "conclusion", "recommendation", "to_applicant", "title", "category", "received_at", "applicant_name")
_TOLD = ("case_no", "title", "conclusion", "recipient_name", "recipient_place", "to_applicant", "confidential")
_COPIED = (*_FACTS, "village", "confidential", "team", "deadline", "requested_at")


def receive(work: Work, case_no: str, body: Mapping[str, Any]) -> Letter:
    """Step 12 to 14: a letter with its first draft by the office's wording. Asked twice, it is made once.

    Raises:
        RuleBroken: the office has no such kind of letter.
    """
    letter = work.session.get(Letter, body["letter_id"])
    if letter is not None:
        return letter
    kind = body["letter_kind"]
    if kind not in work.office.letter_kinds:
        raise RuleBroken(f"Jenis surat {kind} tidak ada di office.toml.")
    letter = _born(work, case_no, body)
    letter.content = _first_content(work, letter, body)
    work.session.add(letter)
    proposer = body.get("proposer")
    words = f"diusulkan {proposer['name']}" if proposer else "diminta Camat" if letter.step != "10" else "diminta tim"
    work.audit("receive", str(letter.id), f"{work.office.letter_kinds[kind]} {words}", case_no=case_no)
    if proposer is None or not _submitted(work, letter, proposer):
        announce(work, letter, "requested")
    return letter


def _submitted(work: Work, letter: Letter, proposer: Mapping[str, str]) -> bool:
    """Submit the first version as the wording makes it; False where it cannot be, and people have to look at it."""
    try:
        with work.part():
            work.session.flush()
            submit(work, letter, proposer["username"], proposer["name"])
    except RuleBroken as refused:
        log.info("letter %s waits for its writers: %s", letter.id, refused.message)
        work.session.refresh(letter)
        return False
    return True


def barring(part: Mapping[str, Any]) -> dict[str, list[str]]:
    """The columns of a letter that say who has no part in it."""
    columns = {"barred": "usernames", "stood_in": "stood_in", "kept_from": "kept_from"}
    return {column: list(part.get(name, [])) for column, name in columns.items()}


def _born(work: Work, case_no: str, body: Mapping[str, Any]) -> Letter:
    return Letter(
        id=body["letter_id"],
        case_no=case_no,
        kind=body["letter_kind"],
        recipient_name=body["recipient"]["name"],
        recipient_place=body["recipient"]["place"],
        state=State.DRAFTING,
        version=1,
        moved_at=work.now,
        edited_by="",
        drafts_count=0,
        corrections_count=0,
        hidden_names=body.get("hidden_names", []),
        bundle=(body.get("meeting") or {}).get("meeting_id"),
        **barring(body.get("barring") or NOBODY),
        **{name: body[name] for name in _COPIED},
    )


def _first_content(work: Work, letter: Letter, body: Mapping[str, Any]) -> dict[str, Any]:
    office = work.office
    facts = {
        "office_name": office.name,
        "office_place": office.office.place,
        "regency": office.office.regency,
        "regent": regent_of(office.office.regency),
        "camat_title": office.official("camat").title,
        "village_called": office.office.village,
        "village_head": office.office.village_head,
        **{name: getattr(letter, name) for name in _TOLD},
        "category": office.categories.get(letter.category, letter.category),
        "received": long_date(letter.received_at),
        # What the team advised and the Camat took over word for word is not said twice.
        "recommendation": "" if letter.recommendation.strip() == letter.conclusion.strip() else letter.recommendation,
        "applicant": letter.applicant_name,
        "village": office.villages.get(letter.village, letter.village),
        **_asked(body),
    }
    content = _written(work, letter, facts)
    content["classification"] = content["classification"] or office.classification_for(
        letter.category, body.get("class_code", "")
    )
    if letter.confidential:
        content["sensitivity"] = "rahasia"
    return content


def _asked(body: Mapping[str, Any]) -> dict[str, str]:
    """What only some kinds are about: the wish to a partner (10), the appointment of an invitation (8b)."""
    names = {"time": "time", "place": "place", "purpose": "purpose", "kind": "kind", "as": "invited_as"}
    until, meeting = body.get("answer_by"), body.get("meeting") or {}
    day = meeting.get("day")
    return {
        "wish": body.get("wish", ""),
        "answer_by": long_date(until) if until else "",
        "meeting_day": f"{DAYS[day.weekday()]}, {long_date(day)}" if day else "",
        **{f"meeting_{name}": meeting.get(field, "") for name, field in names.items()},
        "former": body.get("former", ""),
    }


def _written(work: Work, letter: Letter, facts: dict[str, Any]) -> dict[str, Any]:
    """By the administrator's version; one that cannot be written after all never keeps a letter from being born."""
    folders, saved = wording.folders_for(work.service.settings.office_file), template_of(work.session, letter.kind)
    if saved is not None:
        try:
            return wording.written(saved.fields, facts)
        except wording.Fault as fault:
            log.warning("template %s version %d: %s; the file is used", saved.kind, saved.no, fault)
    return wording.first_draft(folders, letter.kind, facts)

"""Letters as pages and API show them: masked where they must be, with words and colours for their states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.letters import queries
from services.letters.content import LINES, excerpt, from_json
from services.letters.states import STATE_LABELS, State
from services.letters.tables import Draft, Letter
from services.shared.calendar import clock
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service

HIDDEN = "Identitas dirahasiakan"
TONES = {
    State.DRAFTING: "active",
    State.INITIALS: "warn",
    State.REVIEW: "warn",
    State.NUMBERING: "active",
    State.SIGNING: "bad",
    State.SIGNED: "ok",
    State.CANCELLED: "mute",
}
_EVENTS = {
    "receive": ("info", "inbox"),
    "submit_draft": ("active", "send"),
    "request_correction": ("warn", "return"),
    "initial": ("ok", "edit"),
    "pass_initials": ("active", "send"),
    "approve": ("ok", "check"),
    "set_signatory": ("active", "edit"),
    "number_reserved": ("active", "document"),
    "lapse_number": ("warn", "clock"),
    "send_for_signature": ("active", "send"),
    "not_signed": ("warn", "return"),
    "sign": ("ok", "edit"),
    "cancel": ("bad", "cross"),
}


def summary(letter: Letter, person: Actor) -> dict[str, Any]:
    """A letter in a list."""
    return {
        **{name: getattr(letter, name) for name in ("id", "case_no", "kind", "step", "state", "version", "title")},
        "recipient": recipient(letter, person),
        "confidential": letter.confidential,
        "deadline": letter.deadline,
        "drafts_count": letter.drafts_count,
        "corrections_count": letter.corrections_count,
        "moved_at": letter.moved_at,
    }


def representation(letter: Letter, person: Actor) -> dict[str, Any]:
    """The whole letter for the API."""
    readable = queries.may_read(letter, person)
    return {
        **summary(letter, person),
        "team": letter.team,
        "conclusion": letter.conclusion if readable else None,
        "recommendation": letter.recommendation if readable else None,
        "content": letter.content if readable else None,
        "drafts": [_draft(letter, draft, readable) for draft in letter.drafts],
        "corrections": letter.corrections if readable else None,
        "signed_at": letter.signed_at,
        "signed_draft": letter.signed_draft,
        "file": letter.signed_file,
        "cancel_reason": letter.cancel_reason,
        "number": letter.number,
        "number_until": letter.number_until,
        "attachments": letter.attachments if readable else [],
    }


def _draft(letter: Letter, draft: Any, readable: bool) -> dict[str, Any]:
    names = ("no", "sha256", "size", "pages", "number", "submitted_at", "submitted_by_name")
    parts = [excerpt(block) for block in from_json(draft.blocks)] if readable else []
    initials = [each.username for each in letter.initials if each.draft_no == draft.no]
    return {**{name: getattr(draft, name) for name in names}, "parts": parts, "initials": initials}


def status(letter: Letter) -> tuple[str, str]:
    """The word for a letter's state, and its colour."""
    state = State(letter.state)
    if state == State.DRAFTING and letter.corrections_count:
        return "Perlu diperbaiki", "bad"
    return STATE_LABELS[state], TONES[state]


def recipient(letter: Letter, person: Actor) -> str:
    """To whom it goes, masked for those who may not know."""
    return letter.recipient_name if queries.may_read(letter, person) else HIDDEN


def days_left(service: Service, letter: Letter, now: datetime) -> int | None:
    """Working days until the deadline; None without one, or once the letter has left this service."""
    if letter.deadline is None or letter.state in (State.SIGNED, State.CANCELLED):
        return None
    return service.calendar.between(clock.local(now).date(), letter.deadline)


def row(service: Service, letter: Letter, person: Actor, now: datetime, action: str) -> dict[str, Any]:
    """A line of the list page."""
    (word, tone), left = status(letter), days_left(service, letter, now)
    kind = service.office.letter_kinds.get(letter.kind, letter.kind)
    return {
        "number": kind,
        "note": f"Pengaduan {letter.case_no}",
        "title": letter.title,
        "recipient": recipient(letter, person),
        "status": word,
        "tone": tone,
        "rounds": _rounds(letter),
        "due": clock.short_date(letter.deadline) if letter.deadline and left is not None else "",
        "days_left": left,
        "paused": False,
        "action": action,
        "url": f"/letters/letters/{letter.id}",
    }


def _rounds(letter: Letter) -> str:
    if not letter.drafts_count:
        return "Belum diajukan"
    corrected = f", {letter.corrections_count} kali koreksi" if letter.corrections_count else ""
    return f"Versi {letter.drafts_count}{corrected}"


def steps(letter: Letter) -> list[dict[str, Any]]:
    """The stepper: from the Camat's assignment (12) to the registry (16)."""
    submitted = letter.drafts[-1] if letter.drafts else None
    rows: list[dict[str, Any]] = [
        {"label": "Penugasan Camat", "at": letter.requested_at},
        {"label": "Konsep oleh tim", "at": submitted.submitted_at if submitted else None},
        {"label": "Paraf" if letter.state == State.INITIALS else "Pemeriksaan Camat"},
        {"label": "Tanda tangan", "at": letter.signed_at},
        {"label": "Register, nomor, stempel"},
    ]
    ended = letter.state == State.CANCELLED
    present = {State.DRAFTING: 1, State.NUMBERING: 3, State.SIGNING: 3, State.SIGNED: 4}.get(State(letter.state), 2)
    for index, stage in enumerate(rows):
        reached = bool(stage.get("at")) if ended else index < present
        stage["state"] = "done" if reached else "skipped" if ended else "current" if index == present else "todo"
    return rows


def events(story: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The time line, the newest first."""
    shown = []
    for line in story:
        tone, icon = _EVENTS.get(line["verb"], ("info", "check"))
        what = {"what": line["note"], "at": line["at"], "who": line["actor_name"]}
        shown.append({**what, "note": line["details"].get("words", ""), "tone": tone, "icon": icon})
    return shown[::-1]


def form_values(content: Mapping[str, Any]) -> dict[str, str]:
    """A content as the fields of the editor."""
    return {f"content.{name}": "\n".join(value) if name in LINES else value for name, value in content.items()}


def parts(blocks: Sequence[dict[str, Any]], comments: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The blocks of a version with the Camat's comments beside them, for the page."""
    by_block: dict[int, list[str]] = {}
    for comment in comments:
        by_block.setdefault(comment["block"], []).append(comment["note"])
    last = len(blocks) - 1
    names = {0: "Pembuka", last: "Penutup"}
    shown = from_json(list(blocks))
    return [
        {
            "index": index,
            "name": names.get(index, f"Bagian {index}"),
            "block": block,
            "excerpt": excerpt(block),
            "notes": by_block.get(index, []),
        }
        for index, block in enumerate(shown)
    ]


def besides(before: Draft, after: Draft) -> str:
    """What a version has that is no word of the letter's own: another name to sign under, or its number."""
    news = []
    if after.acting != before.acting:
        news.append("nama di blok tanda tangan")
    if after.number is not None and after.number != before.number:
        news.append(f"nomor {after.number}")
    return f"Yang baru pada versi {after.no}: {' dan '.join(news)}." if news else ""

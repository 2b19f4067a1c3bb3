"""What the page of one letter shows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template

from services.handoffs import outbox
from services.letters import queries, views
from services.letters.content import LABELS, SENSITIVITIES, URGENCIES
from services.letters.differences import differences
from services.letters.states import MOVES, State
from services.letters.tables import Letter
from services.shared import audit, clock
from services.shared.people import Actor, Role
from services.shared.web.access import me
from services.shared.web.forms import Form
from services.shared.web.service import current_service, staff_directory

DELIVERED = {
    ("letter_progressed", "review"): "Kabar kemajuan ke berkas pengaduan",
    ("letter_signed", "registry"): "Surat yang ditandatangani ke registrasi",
    ("letter_voided", "registry"): "Pembatalan surat ke registrasi",
    ("dossier_part", "registry"): "Berkas surat ke arsip",
}


def letter_page(
    letter_id: UUID, *, editor: Form | None = None, correction: Form | None = None, signing: Form | None = None
) -> str:
    """Render the page; a form that was refused is shown again as it was typed."""
    person = me()
    with current_service().reading() as session:
        letter = queries.whole(session, letter_id, person)
        story = audit.story(session, str(letter_id))
        deliveries = outbox.deliveries(session, letter.case_no)
    refused = editor or correction or signing
    return render_template(
        "letter.html",
        letter=letter,
        form=refused or Form(),
        editor=_editor(letter, editor),
        correction=correction or Form(),
        signing=signing or Form(),
        can=verbs(letter, person),
        readable=queries.may_read(letter, person),
        deliveries=_deliveries(deliveries),
        events=views.events(story),
        **_words(letter, person),
        **_versions(letter),
    )


def verbs(letter: Letter, person: Actor) -> set[str]:
    """What this person may do now: by role and state, and for drafting by assignment."""
    found = set(MOVES.verbs_for(State(letter.state), person.roles))
    return found if person.username in letter.team else found - {"save_draft", "submit_draft"}


def _editor(letter: Letter, refused: Form | None) -> Form:
    """The editor's fields: what was typed, or the working draft. The version is always the present one."""
    values = refused.values if refused else views.form_values(letter.content)
    return Form({**values, "version": letter.version}, refused.errors if refused else {})


def _words(letter: Letter, person: Actor) -> dict[str, Any]:
    service, now = current_service(), clock.now()
    office, (status, tone) = service.office, views.status(letter)
    names = dict(staff_directory().members(Role.TEAM))
    return {
        "kind": office.letter_kinds.get(letter.kind, letter.kind),
        "status": status,
        "tone": tone,
        "steps": views.steps(letter),
        "team": [names.get(username, username) for username in letter.team],
        "recipient": views.recipient(letter, person),
        "days_left": views.days_left(service, letter, now),
        "category": office.categories.get(letter.category, letter.category),
        "camat": office.official("camat"),
        "labels": {f"content.{name}": label for name, label in LABELS.items()} | {"passphrase": "Passphrase"},
        "choices": {
            "classification": [(c.code, f"{c.code} – {c.label}") for c in office.classifications],
            "sensitivity": list(SENSITIVITIES.items()),
            "urgency": list(URGENCIES.items()),
        },
    }


def _versions(letter: Letter) -> dict[str, Any]:
    """The newest version with its parts, the corrections of it, and what changed since the version before."""
    drafts, corrections = letter.drafts, letter.corrections
    newest = drafts[-1] if drafts else None
    before = drafts[-2] if len(drafts) > 1 else None
    blocks = {draft.no: draft.blocks for draft in drafts}
    rounds = [
        {"row": row, "parts": [part for part in views.parts(blocks[row.draft_no], row.comments) if part["notes"]]}
        for row in reversed(corrections)
    ]
    of_newest = [c for row in corrections if newest and row.draft_no == newest.no for c in row.comments]
    return {
        "newest": newest,
        "before": before,
        "newest_parts": views.parts(newest.blocks, of_newest) if newest else [],
        "rounds": rounds,
        "changes": differences(before.content, newest.content) if newest and before else [],
        "signed_pages": next((d.pages for d in drafts if d.no == letter.signed_draft), 0),
    }


def _deliveries(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The newest of each kind: how what letters told the others fares."""
    shown = {
        label: {"label": label, "state": row["state"], "since": row["since"]}
        for row in rows
        if (label := DELIVERED.get((row["kind"], row["receiver"])))
    }
    return list(shown.values())

"""What the page of one letter shows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template

from services.handoffs import outbox
from services.letters import queries, rules, views
from services.letters.content import LABELS, SENSITIVITIES, URGENCIES
from services.letters.differences import differences
from services.letters.seeing import seen
from services.letters.standing_in import acting_block, rules_for, shown_signer
from services.letters.states import MOVES, State
from services.letters.tables import Letter
from services.shared.audit import trail
from services.shared.calendar import clock
from services.shared.rights.conflicts import roles_in
from services.shared.rights.people import Actor, Role
from services.shared.web.access import me
from services.shared.web.forms import Form
from services.shared.web.service import current_service, staff_directory

DELIVERED = {
    ("letter_progressed", "review"): "Kabar kemajuan ke berkas pengaduan",
    ("letter_signed", "registry"): "Surat yang ditandatangani ke registrasi",
    ("letter_voided", "registry"): "Pembatalan surat ke registrasi",
    ("dossier_part", "registry"): "Berkas surat ke arsip",
    ("number_requested", "registry"): "Permintaan nomor ke registrasi",
}


_LABELS = {
    "passphrase": "Passphrase",
    "scan": "Hasil pindai",
    "signed": "Berkas dari BSrE",
    "file": "Lampiran",
    "names_checked": "Nama",
    "note": "Apa yang perlu diperbaiki",
}


def letter_page(letter_id: UUID, *, refused: Form | None = None, which: str = "") -> str:
    """Render the page; a form that was refused is shown again as it was typed.

    ``which``: editor, correction, signing or attaching.
    """
    person = me()
    with current_service().reading() as session:
        letter = queries.whole(session, letter_id, person)
        story = trail.story(session, str(letter_id))
        deliveries = outbox.deliveries(session, letter.case_no)
    seen(letter)
    forms = {name: refused if refused and which == name else Form() for name in ("correction", "signing", "attaching")}
    return render_template(
        "letter.html",
        letter=letter,
        form=refused or Form(),
        editor=_editor(letter, refused if which == "editor" else None),
        **forms,
        can=verbs(letter, person),
        readable=queries.may_read(letter, person),
        deliveries=_deliveries(deliveries),
        events=views.events(story),
        **_words(letter, person),
        **_versions(letter),
    )


def verbs(letter: Letter, person: Actor) -> set[str]:
    """What this person may do now: by role and state, by assignment, by the office's way of signing and its chain."""
    rules_of, roles = rules_for(current_service().office, letter), roles_in(letter.stood_in, person)
    found = set(MOVES.verbs_for(State(letter.state), roles))
    if person.username not in letter.team:
        found -= {"save_draft", "submit_draft"}
        found -= set() if Role.CAMAT in roles else {"sign_on_paper"}
    given = [each.username for each in letter.initials if each.draft_no == letter.drafts_count]
    if rules.whose_turn(rules_of.initials, given) != person.username:
        found -= {"initial", "return_draft"}
    numbered = bool(letter.drafts) and letter.drafts[-1].number is not None and letter.number is not None
    ways = {
        "sign": rules_of.signing == "after" or (rules_of.signing == "reserved" and numbered),
        "approve": rules_of.signing == "reserved" and not numbered,
        "sign_on_paper": rules_of.signing == "wet",
    }
    if letter.drafts and Role.CAMAT not in letter.stood_in and letter.drafts[-1].acting != acting_block(person):
        ways |= {"sign": False, "approve": False} if "set_signatory" in found else {}
    else:
        ways["set_signatory"] = False
    return found - {verb for verb, open_ in ways.items() if not open_}


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
        "signer": _signer(letter),
        "own_name": shown_signer(office, letter, acting_block(person)),
        "way": rules_for(office, letter),
        "chain": _chain(letter, names | dict(staff_directory().members(Role.SECTION_HEAD))),
        "labels": {f"content.{name}": label for name, label in LABELS.items()} | _LABELS,
        "choices": {
            "classification": [(c.code, f"{c.code} – {c.label}") for c in office.classifications],
            "sensitivity": list(SENSITIVITIES.items()),
            "urgency": list(URGENCIES.items()),
        },
    }


def _signer(letter: Letter) -> dict[str, str] | None:
    """Who signed, or is to sign the newest version."""
    if not letter.drafts:
        return None
    block = letter.drafts[(letter.signed_draft or 0) - 1].acting
    return shown_signer(current_service().office, letter, block)


def _chain(letter: Letter, names: dict[str, str]) -> list[dict[str, Any]]:
    """The office's chain of initials, with what each has given on the newest version."""
    given = {each.username: each.made_at for each in letter.initials if each.draft_no == letter.drafts_count}
    chain = rules_for(current_service().office, letter).initials
    return [{"name": names.get(username, username), "at": given.get(username)} for username in chain]


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
        "besides": views.besides(before, newest) if newest and before else "",
        "signed_pages": (letter.signed_file or {}).get(
            "pages", next((d.pages for d in drafts if d.no == letter.signed_draft), 0)
        ),
        "signed_how": (letter.signed_file or {}).get("signing", "internal"),
    }


def _deliveries(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The newest of each kind: how what letters told the others fares."""
    shown = {
        label: {"label": label, "state": row["state"], "since": row["since"]}
        for row in rows
        if (label := DELIVERED.get((row["kind"], row["receiver"])))
    }
    return list(shown.values())

"""What the page of one letter shows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.handoffs import outbox
from services.letters.actions.signing.codes import by_code
from services.letters.queries.letters import may_read, of_meeting
from services.letters.rules.signatory import named_on, own_block, rules_for, shown_signer, signing_role
from services.letters.shown.editor import choices, content_fields
from services.letters.shown.letter import days_left, recipient, status
from services.letters.shown.may import verbs
from services.letters.shown.opened import opened
from services.letters.shown.steps import steps
from services.letters.shown.versions import versions
from services.letters.tables import Letter
from services.letters.verbs import VERBS
from services.shared.audit import trail
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.rights.people import Actor, Role
from services.shared.signing.choice import signer_for
from services.shared.web.access import me
from services.shared.web.service import current_service, staff_directory

DELIVERED = {
    ("letter_progressed", "review"): "Pemberitahuan perkembangan ke berkas pengaduan",
    ("letter_signed", "registry"): "Surat yang ditandatangani ke registrasi",
    ("letter_voided", "registry"): "Pembatalan surat ke registrasi",
    ("dossier_part", "registry"): "Berkas surat ke arsip",
    ("number_requested", "registry"): "Permintaan nomor ke registrasi",
}


REQUESTS = {
    "6": "Yang kurang",
    "7": "Alasan penolakan",
    "8b": "Keperluan",
    "10": "Yang diminta",
}  # what ``conclusion`` is, by step


def page_of(letter_id: UUID) -> dict[str, Any]:
    """The letter, its story, and what the signed-in person may do with it. Raises Missing, Forbidden."""
    service, person = current_service(), me()
    with service.reading() as session:
        letter = opened(session, letter_id)
        codes = choices(session, service.office)
        together = of_meeting(session, letter)
        story = trail.story(session, str(letter_id))
        deliveries = outbox.deliveries(session, letter.case_no)
    return {
        "letter": letter,
        "defaults": content_fields(letter.content),
        "choices": codes,
        "together": [] if signer_for(service.settings, service.office).remote else together,
        "can": verbs(service.office, letter, person),
        "readable": may_read(letter, person),
        "deliveries": outbox.labelled(deliveries, DELIVERED),
        "events": VERBS.time_line(story, "words"),
        **_words(letter, person),
        **versions(letter),
    }


def _words(letter: Letter, person: Actor) -> dict[str, Any]:
    service = current_service()
    office, (word, tone) = service.office, status(letter)
    team, heads = (dict(staff_directory().members(role)) for role in (Role.TEAM, Role.SECTION_HEAD))
    return {
        "kind": office.letter_kinds.get(letter.kind, letter.kind),
        "status": word,
        "tone": tone,
        "steps": steps(letter, by_camat=signing_role(office, letter) == Role.CAMAT),
        "request_label": REQUESTS.get(letter.step, "Kesimpulan Camat"),
        "team": [team.get(username, username) for username in letter.team],
        "recipient": recipient(letter, person),
        "days_left": days_left(service, letter, clock.now()),
        "category": office.categories.get(letter.category, letter.category),
        "signer": _signer(office, letter),
        "own_name": shown_signer(office, letter, own_block(office, letter, person)),
        "way": rules_for(office, letter),
        "by_code": by_code(service),
        "chain": _chain(office, letter, team | heads),
    }


def _signer(office: Office, letter: Letter) -> dict[str, str] | None:
    """Who signed, or is to sign the newest version."""
    if not letter.drafts:
        return None
    return named_on(office, letter, letter.drafts[(letter.signed_draft or 0) - 1])


def _chain(office: Office, letter: Letter, names: dict[str, str]) -> list[dict[str, Any]]:
    """The office's chain of initials, with what each has given on the newest version."""
    given = {each.username: each.made_at for each in letter.initials if each.draft_no == letter.drafts_count}
    chain = rules_for(office, letter).initials
    return [{"name": names.get(username, username), "at": given.get(username)} for username in chain]

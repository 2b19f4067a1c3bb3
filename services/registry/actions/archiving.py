"""Step 16e: the sealed letter's copy in the archive; then review and the front desk hear that the letter is ready."""

from __future__ import annotations

from uuid import UUID

from services.handoffs.outbox import post
from services.handoffs.registry_to_intake import LETTER_READY
from services.handoffs.registry_to_review import LETTER_REGISTERED
from services.registry.actions.sealing import sealed_file_is_whole, sealed_letter
from services.registry.queries.letters import letter_for_update
from services.registry.rules import retention as rules
from services.registry.rules.letters import is_collected
from services.registry.states import MOVES
from services.registry.tables import ArchiveItem, Letter
from services.shared.calendar import clock
from services.shared.rights.moves import advance
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Work


def archive_copy(work: Work, letter_id: UUID, version: int | None) -> Letter:
    """Step 16e: the sealed letter is copied into the archive bucket, every byte checked; the letter is ready (17).

    Raises:
        Stale: stale version, another state, or the sealed file is damaged or gone.
    """
    letter = letter_for_update(work.session, letter_id)
    if not advance(MOVES, letter, "archive_copy", work.actor, work.now, version):
        return letter
    item = _archive_item(work, letter, _archived(work, letter))
    work.session.add(item)
    work.audit("archive_copy", str(letter.id), f"Salinan arsip disimpan ({_kept(item)})", case_no=letter.case_no)
    _tell_others(work, letter)
    return letter


def _kept(item: ArchiveItem) -> str:
    return rules.kept_words(item.active_until, item.inactive_until)


def _archived(work: Work, letter: Letter) -> StoredObject:
    assert letter.sealed is not None  # the state says so
    key = f"{letter.case_no}/letters/{letter.sealed.sha256}"
    with sealed_file_is_whole():
        return work.service.store.copy_checked(letter.sealed, work.service.settings.archive_bucket, key)


def _archive_item(work: Work, letter: Letter, stored: StoredObject) -> ArchiveItem:
    assert letter.dated is not None
    row = work.office.retention[rules.letter_retention(letter.step)]
    active, inactive = rules.kept_until(letter.dated, row.active_years, row.inactive_years)
    kind = work.office.letter_kinds.get(letter.kind, "Surat")
    return ArchiveItem(
        letter_id=letter.id,
        case_no=letter.case_no,
        classification=letter.classification,
        description=f"{kind} nomor {letter.number} tanggal {clock.long_date(letter.dated)}: {letter.subject}",
        security="Rahasia" if letter.confidential else rules.SECURITY.get(letter.sensitivity, "Terbatas"),
        development="Asli elektronik (bersegel)",
        **ArchiveItem.placed(stored),
        active_until=active,
        inactive_until=inactive,
        fate=row.fate,
        archived_at=work.now,
        archived_by=work.actor.name,
        checked_at=work.now,
        stamps_due=None if letter.signing == "wet" else clock.local(work.now).date(),
    )


def _tell_others(work: Work, letter: Letter) -> None:
    """LETTER_REGISTERED to review always, LETTER_READY to the front desk where the applicant collects it."""
    body = sealed_letter(letter)
    post(work, LETTER_REGISTERED, letter.case_no, body)
    if is_collected(letter.step, letter.to_applicant):
        post(work, LETTER_READY, letter.case_no, body | {"letter_kind": letter.kind, "subject": letter.subject})

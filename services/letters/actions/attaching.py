"""Step 14: files that go out with the letter. They are merged into it when it is submitted, before any signature."""

from __future__ import annotations

from uuid import UUID

from services.letters.actions.drafting import given_to_me
from services.letters.queries.parts import attachment_of, attachments_of
from services.letters.states import State
from services.letters.tables import Attachment, Letter
from services.shared.errors import RuleBroken, Stale
from services.shared.files import brought
from services.shared.files.troubles import WRONG
from services.shared.paper.errors import PaperError
from services.shared.paper.outside import picture_pages
from services.shared.paper.scans import MOST_PAGES
from services.shared.rights.people import Actor, Role
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Service, Work
from services.shared.web.files import GivenFile

MOST_FILES = 10
LARGEST = 50 * 1024 * 1024  # bytes of one file: a telephone's largest photo has up to forty
CUSTODY = brought.custody(
    {
        "attachment": "Lampiran",
        "scan": "Hasil pindai surat bertanda tangan",
        "signed": "Berkas bertanda tangan dari BSrE",
    },
    "letters",
    (Role.TEAM, "/letters/letters/{subject}"),
    (Role.ADMIN, "/letters/operations"),
)


def attach(service: Service, actor: Actor, letter_id: UUID, *, file: GivenFile) -> Letter:
    """Step 14: add a file that goes out with the letter; its pages are made into pictures, whatever it held.

    Raises:
        RuleBroken: no PDF or picture, locked, broken, too large, or too many (on the field ``file``).
        Stale: the letter is not being drafted.
    """
    with service.work(actor) as work:
        _drafting(work, letter_id)
    pdf, pages = _pages(work, file.read(LARGEST))
    original = brought.store(service, f"letters/{letter_id}/brought", file)
    with service.work(actor) as work:
        letter = _drafting(work, letter_id)
        if len(attachments_of(work.session, letter.id)) >= MOST_FILES:
            raise RuleBroken.at("file", f"Paling banyak {MOST_FILES} lampiran. Gabungkan beberapa berkas menjadi satu.")
        stored = service.store.put_bytes(
            service.settings.documents_bucket, f"letters/{letter.id}/attachments", pdf, "application/pdf"
        )
        row = keep_original(work, letter, file, original, "attachment")
        work.session.add(
            Attachment(
                id=row.id,
                letter_id=letter.id,
                name=file.name,
                stored=stored,
                pages=pages,
                added_at=work.now,
                added_by=actor.name,
            )
        )
        note = f"Lampiran ditambahkan: {file.name}"
        work.audit("attach", str(letter.id), note, story=False, case_no=letter.case_no, file=str(row.id))
        return letter


def keep_original(work: Work, letter: Letter, file: GivenFile, stored: StoredObject, role: str) -> brought.BroughtFile:
    """Note the original of a file that was brought to a letter."""
    return brought.note(
        work, stored, file.name, file.declared, role=role, subject=str(letter.id), case_no=letter.case_no
    )


def detach(work: Work, letter_id: UUID, attachment_id: UUID) -> Letter:
    """Step 14: take an attachment away again. Versions that were submitted keep theirs. Missing, Stale."""
    letter = _drafting(work, letter_id)
    found = attachment_of(work.session, letter.id, attachment_id)
    work.session.delete(found)
    work.audit("detach", str(letter.id), f"Lampiran dihapus: {found.name}", story=False, case_no=letter.case_no)
    return letter


def _drafting(work: Work, letter_id: UUID) -> Letter:
    letter = given_to_me(work, letter_id)
    if letter.state != State.DRAFTING:
        raise Stale("Surat ini sedang tidak disusun, sehingga lampirannya tidak dapat diubah.")
    return letter


def _pages(work: Work, data: bytes) -> tuple[bytes, int]:
    try:
        return picture_pages(data, created=work.now, paper=work.office.letters.paper, label="Lampiran surat")
    except PaperError as error:
        message = f"Lampiran harus berupa PDF atau foto yang utuh, paling banyak {MOST_PAGES} halaman."
        message = f"{WRONG[error.trouble]} {message}" if error.trouble else message
        raise RuleBroken.at("file", message) from None

"""A version of a letter, frozen: its content, its file, and what the file's hash is."""

from __future__ import annotations

from services.letters.papers import making
from services.letters.papers.composing import Printed
from services.letters.queries.parts import attachments_of
from services.letters.rules.content import as_json, blocks_of
from services.letters.rules.signatory import Block, shown_signer, signatory
from services.letters.tables import Draft, Letter
from services.shared.unit_of_work import Work


def freeze_again(work: Work, letter: Letter, last: Draft, block: Block | None) -> Draft:
    """The version ``last`` once more, word for word, with the number or the signer's name that it has got since."""
    letter.content = last.content
    return freeze(work, letter, last.submitted_by, last.submitted_by_name, block)


def freeze(work: Work, letter: Letter, username: str, name: str, block: Block | None) -> Draft:
    """The next version of a letter, frozen from its content with its attachments and, if it has one, its number.

    ``block``: the acting head whose name stands under it; None for the Camat's.
    """
    service, files = making.service_for(work.service, letter), attachments_of(work.session, letter.id)
    bytes_of = [service.store.read(file.stored) for file in files]
    printed = Printed(letter.number, letter.number_date, bytes_of, signatory(work.office, letter, block, work.now))
    frozen = making.freeze(service, letter.id, letter.content, work.now, printed)
    bucket = service.settings.documents_bucket
    stored = service.store.put_bytes(bucket, f"letters/{letter.id}", frozen.pdf, "application/pdf")
    letter.drafts_count += 1
    draft = Draft(
        letter_id=letter.id,
        no=letter.drafts_count,
        content=letter.content,
        blocks=as_json(blocks_of(letter.content)),
        stored=stored,
        pages=frozen.pages,
        mode=service.office.letters.signing,
        number=letter.number,
        place=frozen.place,
        signer=shown_signer(work.office, letter, block),
        acting=block,
        submitted_at=work.now,
        submitted_by=username,
        submitted_by_name=name,
    )
    work.session.add(draft)
    return draft

"""The archive of a case was destroyed: its letters' files and what their drafts say about people go, too."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from services.handoffs import conflicts, holdings
from services.handoffs.settled import forget
from services.letters.tables import Attachment, Base, Correction, Draft, Letter
from services.shared.audit import trail
from services.shared.encryption import erasing
from services.shared.files import brought
from services.shared.notices import posting
from services.shared.unit_of_work import Work

_BARRING = {"barred", "stood_in", "kept_from"}
KEEP = {"letter": _BARRING | {"kind", "category", "team", "edited_by", "village", "number", "number_class"}}
_STAFF = {"submitted_by", "submitted_by_name", "made_by", "made_by_name", "mode", "number"}


def erase(work: Work, case_no: str, body: dict[str, Any]) -> None:
    """Remove bytes and personal data of every letter of the case; numbers, states, times and hashes stay.

    Raises:
        Unavailable: the store does not answer; the message comes again.
    """
    ids = list(work.session.scalars(select(Letter.id).filter_by(case_no=case_no).with_for_update()))
    erasing.erase_case(work.session, Base.metadata, case_no, KEEP)
    for table in (Draft.__table__, Correction.__table__, Attachment.__table__):
        erasing.erase(work.session, table, table.c.letter_id.in_(ids), _STAFF)  # type: ignore[arg-type]
    brought.forget(work.session, case_no, work.now)
    posting.forget(work.session, case_no)
    forget(work.session, case_no)
    conflicts.forget(work, case_no)
    work.session.flush()  # rows first: who makes pictures of a file holds its row meanwhile
    removed = holdings.destroy(work.service.store, work.service.settings, "letters", case_no, ids)
    words = f"Arsip {body['archive_no']} dimusnahkan (daftar {body['list_no']}); isi surat dihapus"
    for subject in [str(letter_id) for letter_id in ids] or [case_no]:
        work.audit(trail.ERASE, subject, words, case_no=case_no, objects=removed)

"""The first day: what waited becomes complaints under the next numbers, and rows of the registry's books."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert

from services.handoffs.intake_to_registry import PAPER, PAPER_BOOKS
from services.handoffs.outbox import post
from services.intake.actions.opening import next_number
from services.intake.actions.reported import note_reported
from services.intake.queries.words import note_words
from services.intake.rules import cases, nik
from services.intake.states import State
from services.intake.tables import BookCounter, BookEntry, Complaint, PaperImport
from services.shared.calendar import clock
from services.shared.unit_of_work import Work

WHY = "Pengaduan dari buku kertas sebelum Sigap dipakai"
APPLICANT = ("name", "nik", "phone", "village", "village_other", "address")
PORTION = 100  # rows of one message
FORM = ("title", "category", "story")


def kept(work: Work, kind: str, name: str, rows: list[dict[str, Any]]) -> PaperImport:
    """Rows that were checked, as they wait: encrypted as a whole."""
    token = work.service.vault.encrypt(json.dumps(rows, ensure_ascii=False))
    about = {"loaded_at": work.now, "loaded_by": work.actor.username, "loaded_by_name": work.actor.name}
    batch = PaperImport(kind=kind, file_name=name, cases=len(rows), token=token, **about)
    work.session.add(batch)
    work.session.flush()
    return batch


def rows_of(work: Work, batch: PaperImport) -> list[dict[str, Any]]:
    """The cases of an import that waits."""
    return list(json.loads(work.service.vault.decrypt(batch.token))) if batch.token else []


def come_in(work: Work, batch: PaperImport, rows: Sequence[dict[str, Any]], last_number: int) -> int:
    """The cases of one import, the oldest first; returns how many. Numbers go on where the paper book ended."""
    year = clock.local(work.now).year
    first = insert(BookCounter).values(year=year, last=last_number)
    higher = {"last": func.greatest(BookCounter.last, last_number)}
    work.session.execute(first.on_conflict_do_update(index_elements=[BookCounter.year], set_=higher))
    for row in sorted(rows, key=lambda one: str(one["received_at"])):
        _open(work, batch, row, year)
    batch.came_in_at, batch.token = work.now, None
    return len(rows)


def hand_over(work: Work, batch: PaperImport, rows: Sequence[dict[str, Any]]) -> int:
    """Rows of a paper book, for the registry's book of that kind; returns how many."""
    year, last = clock.local(batch.loaded_at).year, max(row["serial"] for row in rows)
    ordered = sorted(rows, key=lambda row: int(row["serial"]))
    for first in range(0, len(ordered), PORTION):
        portion = ordered[first : first + PORTION]
        body = {"year": year, "last": last, "entered_by": batch.loaded_by_name, "rows": portion}
        contract = PAPER_BOOKS[batch.kind]
        post(work, contract, PAPER, contract.load(body))
    batch.came_in_at, batch.token = work.now, None
    return len(rows)


def _open(work: Work, batch: PaperImport, row: dict[str, Any], year: int) -> None:
    number = next_number(work.session, year)
    case_no = cases.case_number(year, number)
    who = {"clerk": batch.loaded_by, "clerk_name": batch.loaded_by_name}
    draft = {"applicant": {n: row[n] for n in APPLICANT if row[n]}, "complaint": {n: row[n] for n in FORM}}
    complaint = Complaint(
        case_no=case_no,
        state=State.DRAFT_INTAKE,
        version=1,
        last_verb="open",
        last_actor=batch.loaded_by,
        moved_at=work.now,
        received_at=datetime.fromisoformat(row["received_at"]),
        entered_at=work.now,
        taken_by=row["taken_by"],
        late_reason=f"{WHY}, nomor {row['paper_no']}",
        paper_no=row["paper_no"],
        purpose=row["title"],
        draft=work.service.vault.encrypt(json.dumps(draft, ensure_ascii=False)),
        draft_nik_index=nik.index(row["nik"], work.service.vault.index),
        **who,
    )
    entry = BookEntry(
        year=year,
        number=number,
        entered_at=work.now,
        purpose=row["title"],
        service=work.office.office.service,
        visitor=row["name"],
        override_reason="" if work.calendar.is_open(clock.local(work.now).date()) else WHY,
        case_no=case_no,
        **who,
    )
    work.session.add_all([complaint, entry])
    work.session.flush()
    note_words(work.session, complaint, "", row["name"], confidential=True)
    note_reported(work, case_no, draft, row["title"])
    when = clock.long_date(complaint.received_at)
    words = f"Dari buku kertas nomor {row['paper_no']}: diterima {when} oleh {row['taken_by']}"
    work.audit("open", case_no, words, imported=str(batch.id), paper_no=row["paper_no"])

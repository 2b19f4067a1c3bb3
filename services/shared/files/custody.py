"""Who had a file when, and what became of it: each line is an entry of the audit trail that holds the file's id.

The sentences say the file's kind, not its name: a name may tell who asked not to be known.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from services.shared.audit import trail
from services.shared.calendar import clock
from services.shared.files.scanner import Scan, Verdict
from services.shared.files.table import KeptFile
from services.shared.notices.ending import over
from services.shared.notices.posting import post, role
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work

CONDITIONS = {
    "intact": "kembali utuh di penyimpanan",
    "missing": "tidak ditemukan di penyimpanan",
    "changed": "di penyimpanan tidak lagi sama dengan yang diterima",
}
Bell = tuple[Role, str]  # whose bell rings, and the page it leads to, with blanks for the columns of the file


@dataclass(frozen=True)
class Custody:
    """How a service keeps the files of one table.

    ``subject`` is what a file belongs to, as the audit trail names it.
    ``labels`` are the words for each role of a file, ``brought`` the roles that people bring (they are scanned and
    made pictures of). ``bells`` ring for those who must act when a file is found broken or infected. ``derived`` says
    under which folder of its bucket a file's pictures go. ``opened_as`` gives a role a verb and words of its own.
    """

    table: type[KeptFile]
    subject: Callable[[Any], str]
    labels: Mapping[str, str]
    brought: Collection[str]
    derived: Callable[[Any], str]
    bells: tuple[Bell, ...]
    opened_as: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def note_opened(self, work: Work, file: KeptFile, *, download: bool) -> None:
        """Somebody opens or downloads a file."""
        usual = ("download_file", "Berkas diunduh") if download else ("see_file", "Berkas dibuka")
        verb, note = self.opened_as.get(file.role, usual)
        work.audit(verb, self.subject(file), note, story=False, file=str(file.id))

    def note_scan(self, work: Work, file: KeptFile, verdict: Verdict) -> None:
        """The scanner's verdict; an infected file is kept, but neither served by any service nor sent on."""
        file.scan, file.scan_note, file.scanned_at = verdict.scan, verdict.found[:200], work.now
        if verdict.scan == Scan.INFECTED:
            work.service.store.quarantine(file.sha256, verdict.found)
            note = f"{self.labels[file.role]} dikarantina karena malware ({file.scan_note})"
            work.audit("quarantine_file", self.subject(file), note, file=str(file.id), sha256=file.sha256)
            self._tell(work, file, "quarantined", "dikarantina karena malware")

    def note_condition(self, work: Work, file: KeptFile, condition: str) -> None:
        """What a look at the store found; a change is told on the time line, and to those who must act, once."""
        before, file.condition, file.checked_at = file.condition, condition, work.now
        if condition != before:
            note = f"{self.labels[file.role]} {CONDITIONS[condition]}"
            work.audit("recheck_file", self.subject(file), note, file=str(file.id), sha256=file.sha256)
            if condition != "intact":
                self._tell(work, file, condition, CONDITIONS[condition])
            else:
                self._all_well(work, file)

    def unscanned(self, session: Session, limit: int) -> Sequence[KeptFile]:
        """Files from people that no scanner has looked at, oldest first."""
        return self._oldest(session, limit, self.table.scan == Scan.UNSCANNED)

    def unseen(self, session: Session, limit: int) -> Sequence[KeptFile]:
        """Files that no pictures were made of yet, oldest first."""
        waiting = self.table.look.in_(("waiting", "again"))
        return self._oldest(session, limit, waiting, self.table.scan != Scan.INFECTED)

    def longest_unread(self, session: Session, limit: int) -> Sequence[KeptFile]:
        """Files that were compared with their hash longest ago, or never."""
        order = self.table.checked_at.asc().nulls_first()
        present = self.table.removed_at.is_(None)
        return session.scalars(select(self.table).where(present).order_by(order, self.table.id).limit(limit)).all()

    def uses(self, session: Session, key: str) -> bool:
        """Whether a row refers to the object at this key."""
        return session.scalar(select(self.table.id).where(self.table.key == key).limit(1)) is not None

    def log(self, session: Session, file: KeptFile) -> list[dict[str, Any]]:
        """Who added, opened, downloaded, sent or took back this file, and what became of it; oldest first."""
        line, this = trail.audit.c, str(file.id)
        rows = session.execute(
            select(line.at, line.actor_name, line.address, line.verb, line.note)
            .where(
                line.subject == self.subject(file),
                or_(line.details["file"].astext == this, line.details["files"].contains([this])),
            )
            .order_by(line.position)
        )
        return [dict(row._mapping) for row in rows]

    def _tell(self, work: Work, file: Any, condition: str, what: str) -> None:
        """Ring the bells, once a day for a case, however many of its files are concerned."""
        for who, page in self.bells:
            post(
                work,
                kind="evidence",
                about=f"evidence:{file.case_no}",
                subject=file.case_no,
                recipient=role(who),
                occasion=f"{condition} {clock.local(work.now).date()}",
                text=f"Berkas pada {file.case_no} {what}",
                link=page.format(**vars(file)),
            )

    def _all_well(self, work: Work, file: Any) -> None:
        """Every file of the case is as it was brought: nobody has to look into it any more."""
        work.session.flush()
        table: Any = self.table
        bad = select(table.id).where(table.case_no == file.case_no, table.condition != "intact")
        if work.session.scalar(bad.where(table.removed_at.is_(None)).limit(1)) is None:
            over(work.session, [f"evidence:{file.case_no}"], work.actor.username, work.now)

    def _oldest(self, session: Session, limit: int, *which: ColumnElement[bool]) -> Sequence[KeptFile]:
        table = self.table
        present = (table.role.in_(self.brought), table.removed_at.is_(None), table.condition != "missing")
        return session.scalars(select(table).where(*which, *present).order_by(table.added_at).limit(limit)).all()

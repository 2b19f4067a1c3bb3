"""Files that the staff bring to a case or a letter, as they came: one table in each schema that has no richer one.

What a service makes of such a file (pages as pictures, a signed letter) is its own; the original is kept here, is
scanned, looked at and compared like evidence, and says who brought it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import BinaryIO, cast
from uuid import UUID, uuid4

from sqlalchemy import Index, MetaData, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from services.shared.data import database
from services.shared.encryption import erasing
from services.shared.errors import RuleBroken
from services.shared.files import kinds
from services.shared.files.custody import Bell, Custody
from services.shared.files.table import KeptFile, kept_args
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Service, Work
from services.shared.web.files import GivenFile


class Base(database.Base):
    """Base of the table that services share in shape, each in its own schema."""

    __abstract__ = True
    metadata = MetaData(naming_convention=database.NAMING)


METADATA = Base.metadata


class BroughtFile(KeptFile, Base):
    """A file as it came. ``subject`` is what it was brought to: a case number, or the id of a letter."""

    __tablename__ = "brought_file"
    __table_args__ = (Index("ix_brought_file_subject", "subject", "added_at"), *kept_args("brought_file"))

    subject: Mapped[str] = mapped_column()
    case_no: Mapped[str] = mapped_column(index=True)


def custody(labels: Mapping[str, str], folder: str, *bells: Bell) -> Custody:
    """The custody of a service's brought files; ``folder`` is where it may write in the store (decision 0020)."""
    return Custody(
        table=BroughtFile,
        subject=lambda file: file.subject,
        labels=labels,
        brought=labels,
        derived=lambda file: f"{folder}/{file.subject}/derived/{file.sha256}",
        bells=bells,
    )


def store(service: Service, folder: str, file: GivenFile) -> StoredObject:
    """Store what came with a form, before the transaction that notes it: an object without a row is harmless.

    Raises:
        NotAccepted, RuleBroken, at the file's field: a type that we do not keep, or empty. Unavailable.
    """
    try:
        kind = kinds.sniff(file.stream)
    except RuleBroken as error:
        error.fields = {file.field: error.fields["file"]}
        raise
    file.stream.seek(0)
    return service.store.put_file(service.settings.documents_bucket, folder, cast(BinaryIO, file.stream), kind)


def note(
    work: Work,
    stored: StoredObject,
    name: str,
    declared: str,
    *,
    role: str,
    subject: str,
    case_no: str,
    key: UUID | None = None,
    trouble: str = "",
) -> BroughtFile:
    """Write a stored file down, with the username of who brought it; the caller's audit line names its id."""
    row = BroughtFile(
        id=key or uuid4(),
        subject=subject,
        case_no=case_no,
        role=role,
        name=name,
        declared_type=declared[:100],
        added_at=work.now,
        added_by=work.actor.username,
        facts={"trouble": trouble} if trouble else None,
        **stored.as_dict(),
    )
    work.session.add(row)
    return row


def forget(session: Session, case_no: str, now: datetime) -> None:
    """Erase what the rows of a destroyed case say; its bytes go with the service's own folder.

    They count as taken away: nobody looks for their bytes any more, or makes pictures of them.
    """
    erasing.erase_case(session, METADATA, case_no, {})
    mine = update(BroughtFile).where(BroughtFile.case_no == case_no, BroughtFile.removed_at.is_(None))
    session.execute(mine.values(removed_at=now, removed_by="Pemusnahan arsip"))


def of_subject(session: Session, subject: str) -> Sequence[BroughtFile]:
    """The files that were brought to a case or a letter, oldest first."""
    return session.scalars(select(BroughtFile).filter_by(subject=subject).order_by(BroughtFile.added_at)).all()

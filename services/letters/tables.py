"""Tables of the letters service, in its own schema."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, MetaData, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.handoffs import tables as handoffs
from services.letters.states import State
from services.shared.audit import trail
from services.shared.data import database
from services.shared.jobs import schedule
from services.shared.notices import tables as notices
from services.shared.storage.object_store import StoredObject

_STATES = ", ".join(f"'{state}'" for state in State)


class Base(database.Base):
    """Base of the tables of this service."""

    __abstract__ = True
    metadata = MetaData(naming_convention=database.NAMING)


class Letter(database.MovingRow, Base):
    """One letter: what the Camat asked for (12), the working draft (14), and the signed file (15).

    ``content`` is the working draft (see ``content.py``); what was submitted is frozen in ``Draft`` rows.
    ``barred`` have no part in it (conflict of interest); for the roles in ``stood_in`` the next in line acts.
    """

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint(f"state in ({_STATES})", name="state"),
        CheckConstraint("(signed_file is null) = (signed_draft is null)", name="signed"),
        CheckConstraint("(number is null) = (number_until is null)", name="number"),
        Index("ix_letter_case_no", "case_no"),
        Index("ix_letter_state", "state", "moved_at", "id"),
        Index("ix_letter_team", "team", postgresql_using="gin"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_no: Mapped[str]
    kind: Mapped[str]
    step: Mapped[str]
    conclusion: Mapped[str]
    recommendation: Mapped[str]
    recipient_name: Mapped[str]
    recipient_place: Mapped[str]
    to_applicant: Mapped[bool]
    title: Mapped[str]
    category: Mapped[str]
    received_at: Mapped[datetime]
    applicant_name: Mapped[str]
    village: Mapped[str]
    confidential: Mapped[bool]
    team: Mapped[list[str]] = mapped_column(ARRAY(String))  # usernames
    deadline: Mapped[date | None]
    requested_at: Mapped[datetime]

    hidden_names: Mapped[list[str]] = mapped_column(ARRAY(String), server_default="{}")  # fingerprints, no names

    barred: Mapped[list[str]] = mapped_column(default=list, server_default=text("'{}'"))  # usernames
    stood_in: Mapped[list[str]] = mapped_column(default=list, server_default=text("'{}'"))  # roles

    content: Mapped[dict[str, Any]]
    edited_by: Mapped[str] = mapped_column(default="")
    edited_at: Mapped[datetime | None]
    drafts_count: Mapped[int] = mapped_column(default=0)
    corrections_count: Mapped[int] = mapped_column(default=0)
    signed_at: Mapped[datetime | None]
    signed_draft: Mapped[int | None]
    signed_file: Mapped[dict[str, Any] | None]  # an EvidenceRef as JSON
    cancel_reason: Mapped[str | None]
    case_ended_at: Mapped[datetime | None]

    number: Mapped[str | None]  # reserved for it, where numbers are reserved
    number_class: Mapped[str | None]
    number_date: Mapped[date | None]
    number_until: Mapped[date | None]  # the last day on which it may be signed with this number

    drafts: Mapped[list[Draft]] = relationship(order_by="Draft.no", lazy="raise")
    corrections: Mapped[list[Correction]] = relationship(order_by="Correction.no", lazy="raise")
    attachments: Mapped[list[Attachment]] = relationship(order_by="Attachment.added_at", lazy="raise")
    initials: Mapped[list[Initial]] = relationship(order_by="Initial.made_at", lazy="raise")


class Draft(Base):
    """Step 14: a submitted version, frozen: its content, and the very file that the Camat reviews and signs."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("letter_id", "no"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"))
    no: Mapped[int]
    content: Mapped[dict[str, Any]]
    blocks: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    bucket: Mapped[str]
    key: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    pages: Mapped[int]
    mode: Mapped[str] = mapped_column(server_default="after")  # the office's way of numbering when it was frozen
    number: Mapped[str | None]  # printed on it
    place: Mapped[dict[str, Any] | None] = mapped_column(JSONB)  # where a remote signer draws the signature
    acting: Mapped[dict[str, Any] | None] = mapped_column(JSONB)  # the acting head whose block it bears (standing_in)
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[str]
    submitted_by_name: Mapped[str]

    @property
    def stored(self) -> StoredObject:
        """Where the frozen file lies."""
        return StoredObject(self.bucket, self.key, self.sha256, self.size, "application/pdf")


class Correction(Base):
    """Step 15, not right: the Camat's note, and comments on blocks of that version."""

    __tablename__ = "correction"
    __table_args__ = (UniqueConstraint("letter_id", "no"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"))
    no: Mapped[int]
    draft_no: Mapped[int]
    note: Mapped[str]
    comments: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)  # {"block": index, "note": text}
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    made_by_name: Mapped[str]


class Initial(Base):
    """Step 14: the paraf of one in the office's chain, on one version."""

    __tablename__ = "initial"

    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    draft_no: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    made_at: Mapped[datetime]


class Attachment(Base):
    """A file that goes out with the letter (Lampiran): its pages as pictures on PDF/A pages, merged when submitted."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_letter_id", "letter_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"))
    name: Mapped[str]
    bucket: Mapped[str]
    key: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    pages: Mapped[int]
    added_at: Mapped[datetime]
    added_by: Mapped[str]

    @property
    def stored(self) -> StoredObject:
        """Where its pages lie."""
        return StoredObject(self.bucket, self.key, self.sha256, self.size, "application/pdf")


class Template(Base):
    """A version of the office's wording for one kind of letter, append-only; the newest is used."""

    __tablename__ = "template"

    kind: Mapped[str] = mapped_column(primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True)
    fields: Mapped[dict[str, Any]] = mapped_column(JSONB)
    note: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str]


class PassphraseTries(Base):
    """Wrong passphrases of one account since ``since``; at the limit the account may not try until ``locked_until``."""

    __tablename__ = "passphrase_tries"

    username: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    since: Mapped[datetime]
    locked_until: Mapped[datetime | None]


class PassphraseUnderWay(Base):
    """A passphrase that is being tried since ``since``: it has one of the account's places (``tries``)."""

    __tablename__ = "passphrase_under_way"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    username: Mapped[str]
    since: Mapped[datetime]


METADATAS = (trail.METADATA, schedule.METADATA, handoffs.METADATA, notices.METADATA, Base.metadata)
APPEND_ONLY: tuple[str, ...] = ("audit", "initial", "template")

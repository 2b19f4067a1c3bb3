"""A letter, and what states and moves it."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.letters.states import State
from services.letters.tables.base import Base
from services.letters.tables.versions import Attachment, Correction, Draft, Initial
from services.shared.data import database

_STATES = ", ".join(f"'{state}'" for state in State)


class Letter(database.MovingRow, Base):
    """One letter: what the Camat asked for (12), the working draft (14), and the signed file (15).

    ``content`` is the working draft (see ``rules/content.py``); what was submitted is frozen in ``Draft`` rows.
    ``barred`` have no part in it (conflict of interest); for the roles in ``stood_in`` the next in line acts,
    and ``kept_from`` act in no office above their own.

    Letters of one ``bundle`` (the invitations to one meeting, 8b) may be signed in one press.
    """

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint(f"state in ({_STATES})", name="state"),
        CheckConstraint("(signed_file is null) = (signed_draft is null)", name="signed"),
        CheckConstraint("(number is null) = (number_until is null)", name="number"),
        Index("ix_letter_case_no", "case_no"),
        Index("ix_letter_state", "state", "moved_at", "id"),
        Index("ix_letter_bundle", "bundle", postgresql_where=text("bundle is not null")),
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
    team: Mapped[list[str]] = mapped_column(ARRAY(String))  # usernames; PostgreSQL's own can be asked what it contains
    deadline: Mapped[date | None]
    requested_at: Mapped[datetime]

    bundle: Mapped[uuid.UUID | None]
    hidden_names: Mapped[list[str]] = mapped_column(server_default="{}")  # fingerprints, no names

    barred: Mapped[list[str]] = mapped_column(default=list, server_default=text("'{}'"))  # usernames
    stood_in: Mapped[list[str]] = mapped_column(default=list, server_default=text("'{}'"))  # roles
    kept_from: Mapped[list[str]] = mapped_column(default=list, server_default=text("'{}'"))  # usernames

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

"""A complaint at the front desk, its applicant, its form, and the official it reports (P1 to P4)."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.handoffs.paper_moves import Held
from services.intake.states import State
from services.intake.tables.base import Base
from services.intake.tables.represented import Represented
from services.intake.tables.witnesses import Witness
from services.shared.data.database import MovingRow

_TRUE_END = f"state <> '{State.CLOSED_MISTAKEN}'"  # what was opened by mistake had no outcome
_STATES = ", ".join(f"'{state}'" for state in State)


class Complaint(Held, MovingRow, Base):
    """A complaint. ``deadline`` is that of the present wait: completion, answer, or collecting the letter.

    ``answer_by`` is the day by which the office has to answer (step 5, class limit). ``draft`` holds the form as typed
    until step 3 is done, encrypted as a whole. ``dossier_at`` tells that the case's part went to the archive.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        CheckConstraint(f"state in ({_STATES})", name="state"),
        CheckConstraint(f"(outcome is not null) = (state like 'closed%' and {_TRUE_END})", name="outcome"),
        CheckConstraint("(state = 'awaiting_completion') <= (deadline is not null)", name="awaits_until"),
        Index("ix_complaint_list", "received_at", "case_no"),
        Index("ix_complaint_state", "state", "received_at", "case_no"),
        Index("ix_complaint_village", "village", "received_at", "case_no"),
        Index("ix_complaint_class", "class_code", "received_at", "case_no"),
        Index("ix_complaint_clerk", "clerk", "received_at", "case_no"),
        Index("ix_complaint_draft_nik", "draft_nik_index", postgresql_where="draft_nik_index is not null"),
        Index("ix_complaint_ended_at", "ended_at", postgresql_where="ended_at is not null"),
        Index("ix_complaint_due", "deadline", "case_no", postgresql_where="deadline is not null"),
        Index(
            "ix_complaint_paper", "paper_holder", "received_at", "case_no", postgresql_where="paper_holder <> ''"
        ),
        Index(
            "ix_complaint_open", "state", "deadline", "case_no", postgresql_where="state not like 'closed%'"
        ),
    )  # fmt: skip

    case_no: Mapped[str] = mapped_column(primary_key=True)
    received_at: Mapped[datetime] = mapped_column()
    purpose: Mapped[str] = mapped_column()
    clerk: Mapped[str] = mapped_column()
    clerk_name: Mapped[str] = mapped_column()
    draft: Mapped[str | None] = mapped_column(default=None)
    class_code: Mapped[str] = mapped_column(default="ordinary")
    village: Mapped[str] = mapped_column(default="")  # the applicant's, for lists; empty until the form is there
    draft_nik_index: Mapped[str | None] = mapped_column(String(64), default=None)  # finds an unfinished form again

    round: Mapped[int] = mapped_column(default=0)
    forwarded_at: Mapped[datetime | None] = mapped_column(default=None)
    answer_by: Mapped[date | None] = mapped_column(default=None)
    deadline: Mapped[date | None] = mapped_column(default=None)
    tracking_hash: Mapped[str | None] = mapped_column(String(64), unique=True, default=None)

    missing: Mapped[list[str] | None] = mapped_column(default=None)
    return_reason: Mapped[str] = mapped_column(default="")
    returned_by: Mapped[str] = mapped_column(default="")  # the section head's name; empty for the desk's own check
    returned_at: Mapped[datetime | None] = mapped_column(default=None)

    stage: Mapped[str | None] = mapped_column(default=None)
    stage_at: Mapped[datetime | None] = mapped_column(default=None)
    stage_note: Mapped[str] = mapped_column(default="")

    letter_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    letter_number: Mapped[str] = mapped_column(default="")
    letter_dated: Mapped[date | None] = mapped_column(default=None)
    letter_kind: Mapped[str] = mapped_column(default="")
    letter_subject: Mapped[str] = mapped_column(default="")
    letter_file: Mapped[uuid.UUID | None] = mapped_column(default=None)
    letter_ready_at: Mapped[datetime | None] = mapped_column(default=None)
    letter_until: Mapped[date | None] = mapped_column(default=None)  # said in the last call; after it the case ends

    withdraw_reason: Mapped[str] = mapped_column(default="")  # set when it takes effect, or lapses
    urgent_at: Mapped[datetime | None] = mapped_column(default=None)
    urgent_danger: Mapped[str] = mapped_column(default="", server_default=text("''"))
    urgent_reason: Mapped[str] = mapped_column(default="", server_default=text("''"))
    urgent_by: Mapped[str] = mapped_column(default="", server_default=text("''"))
    entered_at: Mapped[datetime | None] = mapped_column(default=None)  # where it was taken on paper before
    taken_by: Mapped[str] = mapped_column(default="", server_default=text("''"))  # on paper, by name
    lapor_no: Mapped[str] = mapped_column(default="", server_default=text("''"))  # the same complaint at LAPOR!/SP4N
    paper_no: Mapped[str] = mapped_column(default="", server_default=text("''"))  # in the book before the first day
    late_reason: Mapped[str] = mapped_column(default="", server_default=text("''"))
    outcome: Mapped[str | None] = mapped_column(default=None)
    outcome_message: Mapped[str] = mapped_column(default="")
    branch: Mapped[str] = mapped_column(default="")
    mistake: Mapped[str] = mapped_column(default="", server_default=text("''"))  # why it was opened by mistake
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    dossier_at: Mapped[datetime | None] = mapped_column(default=None)
    archive_no: Mapped[str] = mapped_column(default="")
    archived_at: Mapped[datetime | None] = mapped_column(default=None)

    applicant: Mapped[Applicant | None] = relationship(lazy="joined")
    represented: Mapped[Represented | None] = relationship(lazy="joined", cascade="all, delete-orphan", uselist=False)
    form: Mapped[ComplaintForm | None] = relationship(lazy="joined")
    witnesses: Mapped[list[Witness]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by=Witness.number
    )
    reported: Mapped[list[ReportedPerson]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="ReportedPerson.number"
    )

    @property
    def represented_name(self) -> str:
        """For whom it is, where somebody complains for another."""
        return self.represented.name if self.represented else ""

    @property
    def official(self) -> ReportedPerson | None:
        """The first official among the reported persons; None where none is."""
        return next((one for one in self.reported if one.kind == "official"), None)


class Applicant(Base):
    """Who complains (P2). The NIK lies encrypted (``nik_token``); equal ones are found by ``nik_index``."""

    __tablename__ = "applicant"

    case_no: Mapped[str] = mapped_column(ForeignKey("complaint.case_no"), primary_key=True)
    name: Mapped[str] = mapped_column()
    nik_token: Mapped[str] = mapped_column()
    nik_index: Mapped[str] = mapped_column(String(64), index=True)
    nik_masked: Mapped[str] = mapped_column(String(16))
    nik_note: Mapped[str] = mapped_column(default="")
    identity_paper: Mapped[str] = mapped_column(default="ktp", server_default=text("'ktp'"))  # by what identified
    identity_no: Mapped[str] = mapped_column(default="", server_default=text("''"))  # its number, where it is no KTP
    village: Mapped[str] = mapped_column()
    village_other: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column()
    phone: Mapped[str] = mapped_column(default="")
    gender: Mapped[str] = mapped_column(default="")
    birth_date: Mapped[date | None] = mapped_column(default=None)
    confidential: Mapped[bool] = mapped_column(default=False)
    notice_channel: Mapped[str] = mapped_column()
    notice_token: Mapped[str | None] = mapped_column(default=None)  # number or e-mail address, encrypted


class ComplaintForm(Base):
    """What happened (step 3)."""

    __tablename__ = "complaint_form"
    __table_args__ = (Index("ix_complaint_form_occurred_on", "occurred_on"),)

    case_no: Mapped[str] = mapped_column(ForeignKey("complaint.case_no"), primary_key=True)
    title: Mapped[str] = mapped_column()
    category: Mapped[str] = mapped_column()
    story: Mapped[str] = mapped_column()
    place: Mapped[str] = mapped_column()
    occurred_on: Mapped[date] = mapped_column()
    occurred_time: Mapped[str] = mapped_column()
    request: Mapped[str] = mapped_column()
    loss: Mapped[str] = mapped_column(default="")
    signature_id: Mapped[uuid.UUID | None] = mapped_column(default=None)  # the file that the applicant drew on the pad


class ReportedPerson(Base):
    """One of those who are reported (P4), in the order in which they were named: who, and of an official which act.

    At least one of name, position and address is known, or ``unidentified`` says that none is. The table bears the
    name of its first release, in which it had one row for a case.
    """

    __tablename__ = "reported_official"
    __table_args__ = (
        CheckConstraint("unidentified or name <> '' or position <> '' or address <> ''", name="reachable"),
        CheckConstraint("kind in ('official', 'citizen')", name="kind"),
    )

    case_no: Mapped[str] = mapped_column(ForeignKey("complaint.case_no"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1, server_default=text("1"))
    kind: Mapped[str] = mapped_column(default="official", server_default=text("'official'"))
    unidentified: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    name: Mapped[str] = mapped_column()
    position: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    act: Mapped[str] = mapped_column()
    statement: Mapped[str] = mapped_column()

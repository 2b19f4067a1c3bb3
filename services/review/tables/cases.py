"""The case as the section head received it (step 5), its people and its files."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.handoffs.paper_moves import Held
from services.review.rules.consultation import consultation
from services.review.states import CLOSED, State
from services.review.tables.base import Base
from services.shared.data.database import MovingRow

_STATES = ", ".join(f"'{state}'" for state in State)
_CLOSED = ", ".join(f"'{state}'" for state in sorted(CLOSED))


class Case(Held, MovingRow, Base):
    """A complaint from step 6 on. ``due`` is the day by which the present step must be done (``rules/deadlines.py``).

    ``entered_at`` is when the present state began (``tables/statistics.Stay`` keeps the earlier ones).
    ``stood_in`` names roles whose holders are all barred by a conflict of interest: the next in line acts for them.
    ``vacant`` are such roles for which nobody may act yet, ``withheld`` who marked somebody above, ``stand_in_by`` who
    confirmed that the section head acts for the Camat, ``given`` the supervisor's account (``actions/standing.py``).
    The facts themselves stand in ``shared/rights/barring.py``; ``conflicted``, ``cleared`` and ``official_key`` are
    only for the release before.
    ``reported_keys`` are the reported persons' names as names are compared, for related cases.

    ``search`` holds what everybody may search by, ``search_full`` also the name of a confidential applicant.
    """

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint(f"state in ({_STATES})", name="state"),
        CheckConstraint(f"(state in ({_CLOSED})) = (ended_at is not null)", name="ended"),
        CheckConstraint("paused_days >= 0", name="paused_days"),
        Index("ix_cases_work", "state", "due", "case_no"),
        Index("ix_cases_list", "received_at", "case_no"),
        Index("ix_cases_moved", "moved_at"),
        Index("ix_cases_ended", "ended_at"),
        Index("ix_cases_open", "due", "case_no", postgresql_where=text("ended_at is null")),
        Index("ix_cases_escalate", "escalate_on", "case_no", postgresql_where=text("escalate_on is not null")),
        Index(
            "ix_cases_escalated", "escalated_to", "due", "case_no", postgresql_where=text("escalated_to is not null")
        ),
        Index("ix_cases_due_at", "due_at", "case_no", postgresql_where=text("due_at is not null")),
        Index("ix_cases_stood_in", "due", "case_no", postgresql_where=text("stood_in <> '{}' and ended_at is null")),
        Index("ix_cases_person", "nik_masked", "applicant_name", "received_at"),
        Index("ix_cases_official", "official_key", postgresql_where=text("official_key <> ''")),
        Index("ix_cases_reported", "reported_keys", postgresql_using="gin"),
        Index("ix_cases_folding", "folding", "case_no"),
        Index("ix_cases_search", "search", postgresql_using="gin", postgresql_ops={"search": "gin_trgm_ops"}),
        Index(
            "ix_cases_search_full",
            "search_full",
            postgresql_using="gin",
            postgresql_ops={"search_full": "gin_trgm_ops"},
        ),
    )

    case_no: Mapped[str] = mapped_column(primary_key=True)
    round: Mapped[int]
    received_at: Mapped[datetime]
    deadline: Mapped[date]
    clock_from: Mapped[date]
    verify_by: Mapped[date]  # only for the release before, which reads it; taken away in the next
    paused_on: Mapped[date | None] = mapped_column(default=None)
    paused_days: Mapped[int] = mapped_column(default=0)
    entered_at: Mapped[datetime]
    returned_at: Mapped[datetime | None] = mapped_column(default=None)  # sent back by the Camat; not since taken up
    disposition_due: Mapped[date | None] = mapped_column(default=None)
    due: Mapped[date | None] = mapped_column(default=None)
    escalate_on: Mapped[date | None] = mapped_column(default=None)
    escalation: Mapped[int] = mapped_column(default=0)
    escalated_to: Mapped[str | None] = mapped_column(default=None)
    clerk: Mapped[str]

    applicant_name: Mapped[str]
    nik_masked: Mapped[str]
    village: Mapped[str]
    address: Mapped[str]
    phone: Mapped[str]
    confidential: Mapped[bool]
    identity_note: Mapped[str]
    # For whom the applicant complains who acts for another: name, nik_masked, relation, paper; empty where nobody.
    represented: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict, server_default=text("'{}'"))

    title: Mapped[str]
    category: Mapped[str]
    story: Mapped[str]
    place: Mapped[str]
    occurred: Mapped[str]
    request: Mapped[str]
    class_code: Mapped[str]
    urgency: Mapped[str] = mapped_column(default="biasa")
    lapor_no: Mapped[str] = mapped_column(default="", server_default=text("''"))  # the same complaint at LAPOR!/SP4N
    urgent_since: Mapped[datetime | None] = mapped_column(default=None)
    urgent_reason: Mapped[str] = mapped_column(default="", server_default=text("''"))
    due_at: Mapped[datetime | None] = mapped_column(default=None)  # of an urgent case: the hour of the present step
    reported_official: Mapped[dict[str, Any] | None] = mapped_column(JSONB, default=None)
    witnesses: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list, server_default=text("'[]'"))
    reported_persons: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list, server_default=text("'[]'"))
    completeness: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)

    conflicted: Mapped[list[str]] = mapped_column(default=list, server_default=text("'{}'"))
    cleared: Mapped[list[str]] = mapped_column(default=list, server_default=text("'{}'"))
    stood_in: Mapped[list[str]] = mapped_column(default=list, server_default=text("'{}'"))
    vacant: Mapped[list[str]] = mapped_column(default=list, server_default=text("'{}'"))
    withheld: Mapped[list[str]] = mapped_column(default=list, server_default=text("'{}'"))
    stand_in_by: Mapped[str | None] = mapped_column(default=None)
    given: Mapped[str] = mapped_column(default="", server_default=text("''"))
    official_key: Mapped[str] = mapped_column(default="")
    reported_keys: Mapped[list[str]] = mapped_column(ARRAY(String), default=list, server_default=text("'{}'"))
    path: Mapped[list[str]] = mapped_column(default=list, server_default=text("'{}'"))
    search: Mapped[str]
    search_full: Mapped[str]
    folding: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))  # by which version words were made

    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    message: Mapped[str | None] = mapped_column(default=None)
    archive_no: Mapped[str | None] = mapped_column(default=None)
    archived_at: Mapped[datetime | None] = mapped_column(default=None)
    destroyed_at: Mapped[datetime | None] = mapped_column(default=None)  # its archive was: nothing is written any more

    @property
    def represented_name(self) -> str:
        """For whom it is, where somebody complains for another."""
        return self.represented.get("name", "") if self.represented else ""

    @property
    def kept_from(self) -> list[str]:
        """Who acts in no office above, because they marked its holder and nobody has confirmed it yet."""
        return self.withheld if self.stand_in_by is None else []

    @property
    def over_with_it(self) -> tuple[str, ...]:
        """With the case's step goes the question of step 7 that waited in it."""
        return (consultation(self.case_no),)


class Member(Base):
    """A team member to whom the case is disposed (step 8c); others of the team neither see nor touch it.

    One of them ``leads``.
    """

    __tablename__ = "member"

    case_no: Mapped[str] = mapped_column(ForeignKey("cases.case_no"), primary_key=True)
    username: Mapped[str] = mapped_column(primary_key=True, index=True)
    name: Mapped[str]
    leads: Mapped[bool] = mapped_column(default=False, server_default=text("false"))

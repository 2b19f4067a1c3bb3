"""Tables of the review service, in its own schema."""

from __future__ import annotations

from services.handoffs import tables as handoffs
from services.review.tables.base import Base
from services.review.tables.cases import Case, Member
from services.review.tables.consultation import Consultation
from services.review.tables.decisions import Decision, FollowUp, Letter
from services.review.tables.direction import Disposition, Meeting
from services.review.tables.evidence import EvidenceHandover
from services.review.tables.files import CaseFile
from services.review.tables.mediation import Participant, Promise
from services.review.tables.statistics import Statistic, StatisticMonth, Stay
from services.review.tables.team import Coordination, Report, Task, Visit
from services.review.tables.undoing import LastStep
from services.review.tables.verification import Link, Verification
from services.shared.audit import trail
from services.shared.files import brought
from services.shared.jobs import tables as jobs
from services.shared.notices import tables as notices
from services.shared.rights import barring

METADATAS = (
    trail.METADATA,
    jobs.METADATA,
    handoffs.METADATA,
    notices.METADATA,
    barring.METADATA,
    brought.METADATA,
    Base.metadata,
)
APPEND_ONLY: tuple[str, ...] = ("audit",)

__all__ = [
    "APPEND_ONLY",
    "METADATAS",
    "Base",
    "Case",
    "CaseFile",
    "Consultation",
    "Coordination",
    "Decision",
    "Disposition",
    "EvidenceHandover",
    "FollowUp",
    "LastStep",
    "Letter",
    "Link",
    "Meeting",
    "Member",
    "Participant",
    "Promise",
    "Report",
    "Statistic",
    "StatisticMonth",
    "Stay",
    "Task",
    "Verification",
    "Visit",
]

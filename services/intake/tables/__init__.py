"""Tables of the intake service, in its own schema."""

from __future__ import annotations

from services.handoffs import tables as handoffs
from services.intake.tables.base import Base
from services.intake.tables.book import BookCounter, BookEntry
from services.intake.tables.complaints import Applicant, Complaint, ComplaintForm, ReportedPerson
from services.intake.tables.first_day import FirstDay, PaperImport, Practice
from services.intake.tables.invitation import Invitation
from services.intake.tables.likeness import Likeness
from services.intake.tables.records import CaseFile, CheckRow, Handover
from services.intake.tables.represented import Represented
from services.intake.tables.search import ComplaintWords, KnownWord, NameWord
from services.intake.tables.survey import SurveyAnswer, SurveyIssued, SurveyPublication, SurveySheet, SurveyToken
from services.intake.tables.withdrawal import Withdrawal
from services.intake.tables.witnesses import Witness
from services.shared.audit import trail
from services.shared.jobs import tables as jobs
from services.shared.notices import tables as notices
from services.shared.rights import barring

__all__ = [
    "APPEND_ONLY", "METADATAS", "Applicant", "Base", "BookCounter", "BookEntry", "CaseFile", "CheckRow", "Complaint",
    "ComplaintForm", "ComplaintWords", "FirstDay", "Handover", "Invitation", "KnownWord", "Likeness", "NameWord",
    "PaperImport", "Practice", "ReportedPerson", "Represented", "SurveyAnswer", "SurveyIssued", "SurveyPublication",
    "SurveySheet", "SurveyToken", "Withdrawal", "Witness",
]  # fmt: skip

import services.intake.tables  # noqa: F401 -- the survey's tables belong to the same schema; they need Base

METADATAS = (trail.METADATA, jobs.METADATA, handoffs.METADATA, notices.METADATA, barring.METADATA, Base.metadata)
APPEND_ONLY: tuple[str, ...] = ("audit",)

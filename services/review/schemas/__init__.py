"""Schemas of the verbs, for forms and API alike."""

from __future__ import annotations

from services.review.schemas.base import VerbSchema
from services.review.schemas.camat import (
    CallFaceToFaceSchema,
    DisposeToTeamSchema,
    RecordMeetingSchema,
    ResolveDirectlySchema,
)
from services.review.schemas.decision import (
    ConveyAndCloseSchema,
    DecideDelegationSchema,
    DecideOralAnswerSchema,
    DecideReportLawSchema,
    DecideWrittenLetterSchema,
    LinkCaseSchema,
    MarkConflictSchema,
    PartnerAnswerSchema,
    ReturnReportSchema,
    WithdrawDecisionSchema,
)
from services.review.schemas.filters import FiltersSchema, WorkFiltersSchema
from services.review.schemas.team import (
    AssignTaskSchema,
    CloseCoordinationSchema,
    CoordinateSchema,
    FinishTaskSchema,
    NoteVisitSchema,
    SubmitReportSchema,
)
from services.review.schemas.verification import (
    AskClarificationSchema,
    DeclineSchema,
    ReportToCamatSchema,
)

__all__ = [
    "AskClarificationSchema",
    "AssignTaskSchema",
    "CallFaceToFaceSchema",
    "CloseCoordinationSchema",
    "ConveyAndCloseSchema",
    "CoordinateSchema",
    "DecideDelegationSchema",
    "DecideOralAnswerSchema",
    "DecideReportLawSchema",
    "DecideWrittenLetterSchema",
    "DeclineSchema",
    "DisposeToTeamSchema",
    "FiltersSchema",
    "FinishTaskSchema",
    "LinkCaseSchema",
    "MarkConflictSchema",
    "NoteVisitSchema",
    "PartnerAnswerSchema",
    "RecordMeetingSchema",
    "ReportToCamatSchema",
    "ResolveDirectlySchema",
    "ReturnReportSchema",
    "SubmitReportSchema",
    "VerbSchema",
    "WithdrawDecisionSchema",
    "WorkFiltersSchema",
]

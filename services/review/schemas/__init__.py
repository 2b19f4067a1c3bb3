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
    MarkConflictSchema,
    ReturnReportSchema,
    WithdrawDecisionSchema,
)
from services.review.schemas.filters import FiltersSchema
from services.review.schemas.team import (
    CloseCoordinationSchema,
    CoordinateSchema,
    SubmitReportSchema,
)
from services.review.schemas.verification import (
    AskClarificationSchema,
    DeclineSchema,
    ReportToCamatSchema,
)

__all__ = [
    "AskClarificationSchema",
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
    "MarkConflictSchema",
    "RecordMeetingSchema",
    "ReportToCamatSchema",
    "ResolveDirectlySchema",
    "ReturnReportSchema",
    "SubmitReportSchema",
    "VerbSchema",
    "WithdrawDecisionSchema",
]

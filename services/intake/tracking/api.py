"""Tracking for programs: the same as the page, by the code of the receipt."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from services.intake.states import RIGHTS
from services.intake.tables import Invitation, Withdrawal
from services.intake.tracking.shown import case_of
from services.intake.verbs import VERBS
from services.intake.verbs.limits import PER_ADDRESS, PER_CODE, code_key
from services.shared.answers import many, shows
from services.shared.web.access import public
from services.shared.web.limits import limited
from services.shared.web.verbs import add_api

OF_APPLICANT = ("withdraw_by_code", "object_to_withdrawal")
api = Blueprint("tracking_api", __name__, description="Public tracking by the code of the receipt")


class StepSchema(Schema):
    """One step of the procedure as the applicant sees it."""

    label = fields.String(metadata={"description": "in Indonesian"})
    state = fields.String(metadata={"description": "done, current, todo or skipped"})
    on = fields.Date(attribute="at", allow_none=True, metadata={"description": "the day it was reached, where known"})


@shows(Withdrawal, "made_at", "until", notes={"until": "the last day on which the applicant can object"})
class WithdrawalSchema(Schema):
    """A withdrawal that has not taken effect yet."""


@shows(Invitation, "held_on", "clock_time", "place")
class AppointmentSchema(Schema):
    """An appointment to which the applicant is invited. The hour is the office's own."""

    what = fields.String()


class TrackingSchema(Schema):
    """Where a case is. No personal data."""

    number = fields.String(metadata={"description": "number in the application book"})
    received_on = fields.Date()
    outcome = fields.String(allow_none=True, metadata={"description": "how the case ended; null while it runs"})
    headline = fields.String(metadata={"description": "where the case is, in a sentence"})
    next = fields.String(metadata={"description": "what comes next; for an ended case what the applicant is told"})
    ending = fields.String(metadata={"description": "the end in a word or two; empty while it runs"})
    remedy = fields.String(metadata={"description": "the next instance after a refusal; empty otherwise"})
    deadline = fields.Date(allow_none=True, metadata={"description": "of the present wait or of the whole case"})
    missing = fields.List(fields.String(), metadata={"description": "what the applicant still has to bring"})
    steps = many(StepSchema)
    withdrawable = fields.Boolean(metadata={"description": "whether the applicant may withdraw the case now"})
    invitation = fields.Nested(AppointmentSchema, allow_none=True, metadata={"description": "one that waits, or null"})
    withdrawal = fields.Nested(WithdrawalSchema, allow_none=True, metadata={"description": "one that waits, or null"})


@api.get("/tracking/<code>")
@api.response(200, TrackingSchema)
@limited(PER_ADDRESS)
@limited(PER_CODE, code_key)
@public
def show(code: str) -> dict[str, Any]:
    """Where the case of this code is; 404 for a code that does not exist or is no code."""
    return case_of(code)


add_api(api, "/tracking/<code>", case_of, [VERBS[name] for name in OF_APPLICANT], RIGHTS, TrackingSchema)

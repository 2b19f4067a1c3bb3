"""Schemas of steps 10 and 11, 13."""

from __future__ import annotations

from marshmallow import fields

from services.review import rules
from services.review.schemas.base import VerbSchema, choice, code, day, optional_day, printed
from services.shared.fields import REQUIRED


class CoordinateSchema(VerbSchema):
    """Step 10: with whom, in which way, when, and the result if there is one already. The partner tells the kind."""

    kind = choice(["", *rules.PARTNER_STEPS], "")
    mode = choice(rules.MODES)
    partner = code()
    held_on = day()
    channel = choice(rules.CHANNELS)
    result = printed(4000, required=False)
    note = printed(2000, required=False)
    due_on = optional_day()
    with_letter = fields.Boolean(load_default=False)


class AssignTaskSchema(VerbSchema):
    """Step 10: which member does what until when."""

    member = code()
    what = printed(500, 5)
    due_on = day()


class FinishTaskSchema(VerbSchema):
    """Step 10: what came of a task."""

    task_id = fields.UUID(required=True, error_messages=REQUIRED | {"invalid_uuid": "Pilih tugas."})
    outcome = printed(1000, 3)


class NoteVisitSchema(VerbSchema):
    """Step 10: the note of a site visit."""

    visited_on = day()
    place = printed(200)
    present = printed(500, required=False)
    findings = printed(4000, 10)


class CloseCoordinationSchema(VerbSchema):
    """Step 10: the result, or that no answer came."""

    coordination_id = fields.UUID(required=True, error_messages=REQUIRED | {"invalid_uuid": "Pilih koordinasi."})
    result = printed(4000, required=False)
    no_answer = fields.Boolean(load_default=False)


class SubmitReportSchema(VerbSchema):
    """Step 11: the team report."""

    analysis = printed(8000, 20)
    facts = printed(8000, 10)
    results = printed(8000, required=False)
    recommendation = printed(4000, 10)

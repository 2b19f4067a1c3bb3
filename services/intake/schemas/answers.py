"""What the API answers: a complaint as it is now. Times are ISO 8601 in UTC, dates ISO, sizes bytes."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.handoffs.answers import DeliveryAnswer
from services.intake.schemas.record_answers import (
    CheckAnswer,
    EventAnswer,
    FileAnswer,
    HandoverAnswer,
    LetterAnswer,
    LikenessAnswer,
)


class ApplicantAnswer(Schema):
    """The applicant; masked for those who may not know a confidential one. The full NIK is never here."""

    name = fields.String()
    nik_masked = fields.String()
    nik_note = fields.String()
    village = fields.String(metadata={"description": "code, or 'other'"})
    village_name = fields.String()
    address = fields.String()
    phone = fields.String()
    gender = fields.String()
    birth_date = fields.Date(allow_none=True)
    notice_channel = fields.String()
    confidential = fields.Boolean()
    masked = fields.Boolean()


class FormAnswer(Schema):
    """What happened."""

    title = fields.String()
    category = fields.String()
    category_label = fields.String()
    story = fields.String()
    place = fields.String()
    occurred_on = fields.Date()
    occurred_time = fields.String()
    request = fields.String()
    loss = fields.String()


class OfficialAnswer(Schema):
    """The reported official."""

    name = fields.String()
    position = fields.String()
    address = fields.String()
    act = fields.String()
    statement = fields.String()


class LineAnswer(Schema):
    """A complaint as a line of a list."""

    case_no = fields.String()
    state = fields.String()
    state_label = fields.String()
    outcome = fields.String(allow_none=True)
    stage = fields.String(allow_none=True)
    version = fields.Integer()
    received_at = fields.AwareDateTime()
    deadline = fields.Date(allow_none=True, metadata={"description": "of the present wait"})
    days_left = fields.Integer(allow_none=True, metadata={"description": "working days; negative is late"})
    title = fields.String()
    applicant_name = fields.String()
    village_name = fields.String()
    class_code = fields.String()


class ComplaintAnswer(LineAnswer):
    """A complaint with everything that this person may see of it."""

    purpose = fields.String()
    clerk = fields.String()
    round = fields.Integer(metadata={"description": "how often it was forwarded"})
    forwarded_at = fields.AwareDateTime(allow_none=True)
    answer_by = fields.Date(allow_none=True)
    stage_note = fields.String()
    missing = fields.List(fields.String())
    return_reason = fields.String()
    returned_by = fields.String()
    outcome_message = fields.String()
    branch = fields.String()
    ended_at = fields.AwareDateTime(allow_none=True)
    archive_no = fields.String()
    archived_at = fields.AwareDateTime(allow_none=True)
    applicant = fields.Nested(ApplicantAnswer, allow_none=True)
    complaint = fields.Nested(FormAnswer, allow_none=True)
    reported_official = fields.Nested(OfficialAnswer, allow_none=True)
    completeness = fields.List(fields.Nested(CheckAnswer))
    evidence = fields.List(fields.Nested(FileAnswer))
    documents = fields.List(fields.Nested(FileAnswer))
    letter = fields.Nested(LetterAnswer, allow_none=True)
    handover = fields.Nested(HandoverAnswer, allow_none=True)
    deliveries = fields.List(fields.Nested(DeliveryAnswer))
    timeline = fields.List(fields.Nested(EventAnswer))
    alike = fields.List(fields.Nested(LikenessAnswer))
    verbs = fields.List(fields.String(), metadata={"description": "what this person may do now"})


class ReceiptAnswer(Schema):
    """The tracking code, which is told this once; null from the second forwarding on."""

    tracking_code = fields.String(allow_none=True)
    tracking_url = fields.String(allow_none=True)
    document = fields.UUID(allow_none=True, metadata={"description": "the receipt's PDF"})


class ForwardedAnswer(ComplaintAnswer):
    """The complaint after step 5, with its receipt."""

    receipt = fields.Nested(ReceiptAnswer)


class ListAnswer(Schema):
    """A page of complaints; ``next`` is the cursor of the following one."""

    items = fields.List(fields.Nested(LineAnswer))
    next = fields.String(allow_none=True)
    alike = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "names that were looked for in place of words by which nothing was found"},
    )


class EarlierAnswer(Schema):
    """Earlier complaints of the same NIK."""

    items = fields.List(fields.Nested(LineAnswer))


class NikAnswer(Schema):
    """The full NIK, told once for a reason."""

    nik = fields.String()


class VisitAnswer(Schema):
    """A line of the application book."""

    year = fields.Integer()
    number = fields.Integer()
    entered_at = fields.AwareDateTime()
    purpose = fields.String()

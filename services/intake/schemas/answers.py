"""What the API answers: a complaint as it is now. Times are ISO 8601 in UTC, dates ISO, sizes bytes."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.handoffs.answers import DeliveryAnswer
from services.handoffs.paper_moves import PaperAnswer
from services.intake.schemas.invitation import InvitationAnswer
from services.intake.schemas.record_answers import (
    CheckAnswer,
    EventAnswer,
    FileAnswer,
    HandoverAnswer,
    LetterAnswer,
    LikenessAnswer,
    WithdrawalAnswer,
)
from services.intake.tables import Applicant, BookEntry, Complaint, ComplaintForm, ReportedPerson, Represented, Witness
from services.shared.answers import many, row_schema, shows


@shows(Represented, "name", "nik_masked", "relation", "paper", "address", "gender", "birth_date")
class RepresentedAnswer(Schema):
    """For whom the applicant complains; not there for those who may not know the applicant."""

    relation_label = fields.String()


@shows(
    Applicant,
    *("name", "nik_masked", "nik_note", "village", "address", "phone", "gender", "birth_date", "notice_channel"),
    *("confidential", "identity_paper", "identity_no"),
    notes={"village": "code, or 'other'", "identity_paper": "by what paper the applicant was identified"},
)
class ApplicantAnswer(Schema):
    """The applicant; masked for those who may not know a confidential one. The full NIK is never here."""

    village_name = fields.String()
    masked = fields.Boolean()
    identity_label = fields.String()
    warnings = fields.List(fields.String(), metadata={"description": "which data differ from the NIK, in Indonesian"})
    represented = fields.Nested(RepresentedAnswer, allow_none=True)


@shows(ComplaintForm, without=("case_no", "signature_id"))
class FormAnswer(Schema):
    """What happened."""

    category_label = fields.String()


PersonAnswer = row_schema(ReportedPerson, "case_no")


@shows(Witness, "name", "contact", "willing", notes={"willing": "yes, no or unasked"})
class WitnessAnswer(Schema):
    """Who saw it; masked with the applicant."""

    willing_label = fields.String()


@shows(
    Complaint,
    *("case_no", "state", "outcome", "stage", "version", "received_at", "deadline", "class_code", "urgent_at"),
    notes={"deadline": "of the present wait"},
)
class LineAnswer(Schema):
    """A complaint as a line of a list."""

    state_label = fields.String()
    days_left = fields.Integer(allow_none=True, metadata={"description": "working days; negative is late"})
    title = fields.String()
    applicant_name = fields.String()
    village_name = fields.String()
    paper = fields.Nested(PaperAnswer, metadata={"description": "where its paper is while it runs"})


@shows(
    Complaint,
    *("purpose", "round", "forwarded_at", "answer_by", "stage_note", "return_reason", "returned_by", "ended_at"),
    *("outcome_message", "branch", "archive_no", "archived_at", "urgent_danger", "urgent_reason", "urgent_by"),
    *("entered_at", "taken_by", "late_reason", "lapor_no", "mistake"),
    notes={"round": "how often it was forwarded"},
)
class ComplaintAnswer(LineAnswer):
    """A complaint with everything that this person may see of it."""

    clerk = fields.String()
    missing = fields.List(fields.String())
    applicant = fields.Nested(ApplicantAnswer, allow_none=True)
    complaint = fields.Nested(FormAnswer, allow_none=True)
    reported_official = fields.Nested(
        PersonAnswer, allow_none=True, metadata={"description": "the first official of reported_persons"}
    )
    reported_persons = many(PersonAnswer)
    witnesses = many(WitnessAnswer)
    completeness = many(CheckAnswer)
    evidence = many(FileAnswer)
    documents = many(FileAnswer)
    letter = fields.Nested(LetterAnswer, allow_none=True)
    handover = fields.Nested(HandoverAnswer, allow_none=True)
    deliveries = many(DeliveryAnswer)
    timeline = many(EventAnswer)
    alike = many(LikenessAnswer)
    invitation = fields.Nested(InvitationAnswer, allow_none=True, metadata={"description": "while it waits"})
    withdrawal = fields.Nested(WithdrawalAnswer, allow_none=True)
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

    items = many(LineAnswer)
    next = fields.String(allow_none=True)
    alike = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "names that were looked for in place of words by which nothing was found"},
    )


class EarlierAnswer(Schema):
    """Earlier complaints of the same NIK."""

    items = many(LineAnswer)


class NikAnswer(Schema):
    """The full NIK, told once for a reason."""

    nik = fields.String()


@shows(BookEntry, "year", "number", "entered_at", "purpose")
class VisitAnswer(Schema):
    """A line of the application book."""

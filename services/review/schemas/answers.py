"""What the API answers: a case as it is now, lists, files. Times are ISO 8601 in UTC, dates ISO, sizes bytes."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from services.handoffs.answers import DeliveryAnswer
from services.handoffs.case_parts import CompletenessPart, ReportedOfficialPart, ReportedPersonPart
from services.handoffs.paper_moves import PaperAnswer
from services.review.queries.records import LISTS
from services.review.tables import Case, CaseFile, Coordination, Letter, Member
from services.shared.answers import anything, many, row_schema, shows
from services.shared.audit import trail

FACTS = (
    "case_no", "version", "round", "received_at", "deadline", "due", "clock_from", "paused_on", "paused_days",
    "escalation", "escalated_to", "clerk", "title", "category", "story", "place", "occurred", "request", "class_code",
    "urgency", "reported_official", "reported_persons", "completeness", "village", "confidential", "ended_at",
    "message", "archive_no", "archived_at", "lapor_no", "urgent_since", "urgent_reason", "due_at", "returned_at",
    "state", "stood_in", "vacant",
)  # fmt: skip
LINE = (
    "case_no", "version", "received_at", "deadline", "due", "title", "village", "class_code", "urgency", "state",
    "category", "urgent_since", "due_at", "returned_at",
)  # fmt: skip
LEFT = {"description": "working days until the present step is due; negative is late"}


class ActingAnswer(Schema):
    """The appointment by which somebody acted in another's office."""

    role = fields.String()
    kind = fields.String(metadata={"description": "plt, plh or an"})
    position = fields.String()
    rank = fields.String()
    nip = fields.String()
    decree = fields.String()
    decree_on = fields.String(metadata={"format": "date"})  # kept as text


class EnclosedAnswer(Schema):
    """A file that goes along with 12c or 12d."""

    id = fields.UUID()
    name = fields.String()
    sha256 = fields.String()
    size = fields.Integer()


class PackedFileAnswer(EnclosedAnswer):
    """A file in a package of evidence (12d)."""

    path = fields.String()


SHAPES = {  # of columns that hold more than one value
    "acting": fields.Nested(ActingAnswer, allow_none=True),
    "notes": fields.Dict(keys=fields.String(), values=fields.String()),
    "enclosed": many(EnclosedAnswer),
    "files": many(PackedFileAnswer),
    "details": fields.Dict(keys=fields.String(), values=anything()),
    "reported_official": fields.Nested(ReportedOfficialPart, allow_none=True),
    "reported_persons": many(ReportedPersonPart),
    "completeness": many(CompletenessPart),
}


def _shaped(table: Any) -> dict[str, fields.Field]:
    return {column.key: SHAPES[column.key] for column in table.__table__.columns if column.key in SHAPES}


FileAnswer = row_schema(CaseFile, "case_no", "bucket", "key", "identifying")


class RepresentedAnswer(Schema):
    """For whom the applicant complains; not there for those who may not know the applicant."""

    name = fields.String()
    nik_masked = fields.String()
    relation = fields.String()
    relation_label = fields.String()
    paper = fields.String()


@shows(Case, "nik_masked", "address", "phone", "identity_note")
class ApplicantAnswer(Schema):
    """The applicant; masked for those who may not know a confidential one."""

    name = fields.String()
    masked = fields.Boolean()
    represented = fields.Nested(RepresentedAnswer, allow_none=True)


class HandedOnAnswer(Schema):
    """What came of handing on somebody's work, as numbers of cases."""

    cases = fields.List(fields.String())
    kept = fields.List(fields.String(), metadata={"description": "stay, because the other has no part in them"})


@shows(Case, *LINE)
class LineAnswer(Schema):
    """A case as a line of a list."""

    days_left = fields.Integer(allow_none=True, metadata=LEFT)
    state_label = fields.String()
    applicant_name = fields.String()
    category_label = fields.String()
    paused = fields.Boolean()
    escalated = fields.Boolean()


class ListAnswer(Schema):
    """A page of cases; ``next`` is the cursor of the next page."""

    items = many(LineAnswer)
    next = fields.String(allow_none=True)


class CountsAnswer(Schema):
    """The numbers above a person's work; each at most 1000."""

    waiting = fields.Integer()
    late = fields.Integer()
    today = fields.Integer()
    letters = fields.Integer()


class OwedAnswer(Schema):
    """What a person owes besides the cases: a task, a partner's answer."""

    thing = fields.String()
    case_no = fields.String()
    what = fields.String()
    due_on = fields.Date()
    days_left = fields.Integer(metadata=LEFT)


class WorkAnswer(ListAnswer):
    """What waits for the signed-in person."""

    counts = fields.Nested(CountsAnswer)
    owed = many(OwedAnswer)


@shows(Member, "username", "name", "leads")
class MemberAnswer(Schema):
    """A member of the team."""


@shows(trail.audit, "at", "actor", "actor_name", "verb", "note", more={"details": SHAPES["details"]})
class EventAnswer(Schema):
    """A line of the time line."""


@shows(Case, "case_no", "title", "state", "received_at")
class RelatedAnswer(Schema):
    """Another case that belongs to this one."""

    state_label = fields.String()
    why = fields.String()


class WitnessAnswer(Schema):
    """Who saw it; masked with the applicant."""

    name = fields.String()
    contact = fields.String()
    willing = fields.String(metadata={"description": "yes, no or unasked"})
    willing_label = fields.String()


_LISTS = {name: many(row_schema(table, "case_no", **_shaped(table))) for name, table in LISTS.items()}
_OWN = {name: shape for name, shape in _shaped(Case).items() if name in FACTS}


@shows(Case, *FACTS, "conflicted", more=_LISTS | _OWN)
class CaseAnswer(Schema):
    """A case with everything that this person may see of it, and the verbs that they may do now."""

    state_label = fields.String()
    paused = fields.Boolean()
    days_left = fields.Integer(allow_none=True, metadata=LEFT)
    branch = fields.String(allow_none=True)
    way = fields.String(allow_none=True)
    outcome = fields.String(allow_none=True)
    applicant = fields.Nested(ApplicantAnswer)
    witnesses = many(WitnessAnswer)
    class_label = fields.String()
    category_label = fields.String()
    urgency_label = fields.String()
    clock_paused = fields.Boolean()
    paper = fields.Nested(PaperAnswer, metadata={"description": "where its paper is while it runs"})
    verbs = fields.List(fields.String())
    members = many(MemberAnswer)
    coordinations = many(row_schema(Coordination, "case_no", step=fields.String(), **_shaped(Coordination)))
    letters = many(row_schema(Letter, "case_no"))
    files = many(FileAnswer)
    timeline = many(EventAnswer)
    deliveries = many(DeliveryAnswer)
    related = many(RelatedAnswer)

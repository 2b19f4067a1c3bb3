"""What the API gives."""

from __future__ import annotations

from marshmallow import Schema, fields


class CheckSchema(Schema):
    """One condition of the verdict, in words."""

    name = fields.String()
    ok = fields.Boolean()
    explanation = fields.String()


class VerdictSchema(Schema):
    """Whether the sealed file is genuine: every condition, the register's row included."""

    genuine = fields.Boolean()
    checks = fields.List(fields.Nested(CheckSchema))


class CopyShown(Schema):
    """A copy that was made."""

    no = fields.Integer()
    purpose = fields.String()
    recipient = fields.String()
    sha256 = fields.String()
    size = fields.Integer(metadata={"description": "bytes"})
    made_at = fields.AwareDateTime()
    made_by = fields.String()


class ItemShown(Schema):
    """The letter's copy in the archive (16e)."""

    classification = fields.String()
    description = fields.String()
    security = fields.String()
    sha256 = fields.String()
    active_until = fields.Date()
    inactive_until = fields.Date()
    fate = fields.String()
    archived_at = fields.AwareDateTime()


class LetterSummary(Schema):
    """A letter in a list."""

    id = fields.UUID()
    case_no = fields.String()
    kind = fields.String()
    step = fields.String(metadata={"description": "12b, 12c or 12d"})
    subject = fields.String()
    recipient = fields.String(metadata={"description": "masked for a confidential case"})
    to_applicant = fields.Boolean()
    confidential = fields.Boolean()
    state = fields.String()
    version = fields.Integer()
    number = fields.String(allow_none=True)
    dated = fields.Date(allow_none=True)
    signed_at = fields.AwareDateTime()
    moved_at = fields.AwareDateTime()


class LetterSchema(LetterSummary):
    """A letter with its hashes, copies, book row, archive item and the verdict on its sealed file."""

    classification = fields.String()
    sensitivity = fields.String()
    sha256s = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True))
    copies = fields.List(fields.Nested(CopyShown))
    register_entry = fields.Dict(allow_none=True, metadata={"description": "serial, year, position of its valid row"})
    archive_item = fields.Nested(ItemShown, allow_none=True)
    verdict = fields.Nested(VerdictSchema, allow_none=True)
    verbs = fields.List(fields.String(), metadata={"description": "what the signed-in person may do now"})
    void_reason = fields.String(allow_none=True)
    sealed_at = fields.AwareDateTime(allow_none=True)


class LetterList(Schema):
    """One page of letters, and the cursor of the next."""

    letters = fields.List(fields.Nested(LetterSummary))
    after = fields.String(allow_none=True)


class EntrySchema(Schema):
    """A row of the register book."""

    position = fields.Integer()
    serial = fields.Integer()
    year = fields.Integer()
    kind = fields.String()
    entered_on = fields.Date()
    entered_by = fields.String()
    received_on = fields.Date()
    case_no = fields.String()
    letter_id = fields.UUID(allow_none=True)
    applicant_name = fields.String()
    nik_masked = fields.String()
    village = fields.String()
    service = fields.String()
    summary = fields.String()
    officer = fields.String()
    finished_on = fields.Date(allow_none=True)
    result = fields.String()
    letter_number = fields.String()
    note = fields.String()
    strikes = fields.Integer(allow_none=True)
    struck_by = fields.Integer(allow_none=True)
    reason = fields.String()
    hash = fields.String()


class EntryList(Schema):
    """One page of the register book, and the position to go on after."""

    entries = fields.List(fields.Nested(EntrySchema))
    after = fields.Integer(allow_none=True)


class IncidentSchema(Schema):
    """What stands in the way."""

    id = fields.UUID()
    case_no = fields.String()
    subject = fields.String()
    kind = fields.String()
    message = fields.String()
    first_at = fields.AwareDateTime()
    last_at = fields.AwareDateTime()
    times = fields.Integer()
    healed_at = fields.AwareDateTime(allow_none=True)
    acknowledged_at = fields.AwareDateTime(allow_none=True)
    acknowledged_by = fields.String()
    acknowledgement = fields.String(metadata={"description": "what is being done about it"})


class IncidentList(Schema):
    """One page of incidents, and where the next begins."""

    rows = fields.List(fields.Nested(IncidentSchema))
    after = fields.Integer(allow_none=True)


class ArchiveSummary(Schema):
    """An ended case on its way into the archive."""

    case_no = fields.String()
    state = fields.String()
    version = fields.Integer()
    outcome = fields.String()
    ended_at = fields.AwareDateTime()
    parts = fields.List(fields.String())
    missing = fields.List(fields.String(), metadata={"description": "parts that have not arrived"})
    open_letters = fields.Integer(metadata={"description": "letters of the case that are still in step 16"})
    open_incidents = fields.Integer()
    archive_no = fields.String(allow_none=True)
    archived_at = fields.AwareDateTime(allow_none=True)


class ArchiveSchema(ArchiveSummary):
    """An ended case with its package, retention and incidents."""

    revision = fields.Integer()
    package = fields.Dict(allow_none=True, metadata={"description": "sha256 and size in bytes of the zip"})
    contents = fields.List(fields.Dict(), allow_none=True)
    security = fields.String(allow_none=True)
    classification = fields.String()
    active_until = fields.Date(allow_none=True)
    inactive_until = fields.Date(allow_none=True)
    fate = fields.String(allow_none=True)
    hold_reason = fields.String(metadata={"description": "a legal hold, while it is not empty"})
    destroyed_at = fields.AwareDateTime(allow_none=True)
    incidents = fields.List(fields.Nested(IncidentSchema))


class ArchiveList(Schema):
    """One page of ended cases, and the cursor of the next."""

    cases = fields.List(fields.Nested(ArchiveSummary))
    after = fields.String(allow_none=True)


class ItemOnList(Schema):
    """An archive on a list."""

    case_no = fields.String()
    archive_no = fields.String()
    classification = fields.String()
    description = fields.String()
    period = fields.String()
    files = fields.Integer()
    inactive_until = fields.Date()
    destroyed_at = fields.AwareDateTime(allow_none=True)


class ApprovalShown(Schema):
    """One of the two approvals."""

    name = fields.String()
    role = fields.String()
    at = fields.AwareDateTime()


class DestructionSchema(Schema):
    """A list of archives to be destroyed."""

    id = fields.UUID()
    no = fields.String()
    state = fields.String()
    version = fields.Integer()
    return_reason = fields.String()
    submitted_by_name = fields.String()
    minutes_no = fields.String(allow_none=True)
    destroyed_on = fields.Date(allow_none=True)
    items = fields.List(fields.Nested(ItemOnList))
    approvals = fields.List(fields.Nested(ApprovalShown))
    verbs = fields.List(fields.String(), metadata={"description": "what the signed-in person may do now"})


class DestructionSummary(Schema):
    """A list of archives to be destroyed, in a list of lists."""

    id = fields.UUID()
    no = fields.String()
    state = fields.String()
    version = fields.Integer()
    archives = fields.Integer(metadata={"description": "how many archives are on it"})


class DestructionList(Schema):
    """The newest lists."""

    lists = fields.List(fields.Nested(DestructionSummary))

"""Parts of a case that several contracts carry: the applicant, the complaint, the end, the dossier."""

from __future__ import annotations

from marshmallow import fields, validate

from services.handoffs.contract import Body
from services.handoffs.evidence_ref import EvidenceRef
from services.handoffs.outcomes import Outcome
from services.handoffs.witnesses import UNASKED


class RepresentedPart(Body):
    """For whom the applicant complains: a minor, an heir's testator, who gave a mandate, a villager."""

    name = fields.String(required=True)
    nik_masked = fields.String(required=True)
    relation = fields.String(required=True)  # what the applicant is to that person: ``handoffs.representing``
    paper = fields.String(required=True)  # by what paper


class ApplicantPart(Body):
    """What the section head needs to know the applicant by. The full NIK never leaves intake."""

    name = fields.String(required=True)
    nik_masked = fields.String(required=True)
    village = fields.String(required=True)
    address = fields.String(required=True)
    phone = fields.String(required=True)
    confidential = fields.Boolean(required=True)
    identity_note = fields.String(load_default="")
    represented = fields.Nested(RepresentedPart)  # left out: the applicant complains for himself


class ReportedOfficialPart(Body):
    """P4: whom, which act, which facts."""

    name = fields.String(required=True)
    position = fields.String(load_default="")
    address = fields.String(load_default="")
    act = fields.String(required=True)
    statement = fields.String(required=True)


class ReportedPersonPart(Body):
    """P4: one of those who are reported. Name, position or address is known, or ``unidentified``."""

    kind = fields.String(required=True, validate=validate.OneOf(["official", "citizen"]))
    unidentified = fields.Boolean(load_default=False)
    name = fields.String(load_default="")
    position = fields.String(load_default="")
    address = fields.String(load_default="")
    act = fields.String(load_default="")
    statement = fields.String(load_default="")


class WitnessPart(Body):
    """One who saw it; ``willing``: yes, no or unasked."""

    name = fields.String(required=True)
    contact = fields.String(load_default="")
    willing = fields.String(load_default=UNASKED)


class ComplaintPart(Body):
    """The complaint form (step 3)."""

    title = fields.String(required=True)
    category = fields.String(required=True)
    story = fields.String(required=True)
    place = fields.String(required=True)
    occurred = fields.String(required=True)
    request = fields.String(load_default="")
    class_code = fields.String(required=True)
    # The first official, as all of it was before there was a list.
    reported_official = fields.Nested(ReportedOfficialPart, load_default=None, allow_none=True)
    witnesses = fields.List(fields.Nested(WitnessPart))  # left out by releases that did not ask for them
    reported_persons = fields.List(fields.Nested(ReportedPersonPart))  # left out: who ``reported_official`` says


class CompletenessPart(Body):
    """One line of the completeness checklist (step 4)."""

    item = fields.String(required=True)
    label = fields.String(required=True)
    verdict = fields.String(required=True, validate=validate.OneOf(["ok", "missing", "not_applicable"]))
    note = fields.String(load_default="")


class CaseEndedV1(Body):
    """The end of a case, for the register book and the archive (after 8a, 7, 13, 18 or a withdrawal).

    ``parts`` names the dossier parts that the archive must wait for.
    """

    outcome = fields.String(required=True, validate=validate.OneOf([str(o) for o in Outcome]))
    branch = fields.String(required=True)  # the path through the procedure, such as "8c>10a>12b"
    received_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(required=True)
    applicant_name = fields.String(required=True)  # "Identitas dirahasiakan" where it was asked
    nik_masked = fields.String(required=True)
    village = fields.String(required=True)
    confidential = fields.Boolean(required=True)
    class_code = fields.String(required=True)
    category = fields.String(required=True)
    title = fields.String(required=True)
    summary = fields.String(required=True)  # what came of it, in a sentence or two
    officer = fields.String(required=True)  # the clerk who took it in
    letter_number = fields.String(load_default="")
    told_at = fields.AwareDateTime(load_default=None, allow_none=True)
    told_how = fields.String(load_default="")
    parts = fields.List(fields.String(), required=True)
    lapor_no = fields.String()  # left out: it stands nowhere at LAPOR!, as far as anybody knows


class TimelineEntry(Body):
    """One event of a case in one service."""

    at = fields.AwareDateTime(required=True)
    actor = fields.String(required=True)
    verb = fields.String(required=True)
    note = fields.String(required=True)


class DossierPartV1(Body):
    """What one service adds to the archived case: its documents and its time line."""

    part = fields.String(required=True)  # "intake", "review", "letters:<letter id>"
    timeline = fields.List(fields.Nested(TimelineEntry), required=True)
    documents = fields.List(fields.Nested(EvidenceRef), required=True)


class CaseDestroyedV1(Body):
    """The case's retention has ended and its archive was destroyed, by a list that two people approved.

    The receiver removes the bytes that it holds of the case and what its rows say about people, and keeps a tombstone:
    numbers, states, times and hashes.
    """

    destroyed_at = fields.AwareDateTime(required=True)
    archive_no = fields.String(required=True)
    list_no = fields.String(required=True)  # of the list of destroyed archives (daftar usul musnah)

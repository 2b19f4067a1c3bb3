"""What the front desk gives the registry: a case that ended at the desk, its dossier part; rows of paper books."""

from __future__ import annotations

from marshmallow import fields

from services.handoffs.case_parts import CaseEndedV1, DossierPartV1
from services.handoffs.contract import Body, Contract

PAPER = "PAPER"  # the messages of the first day come in their order, like those of a case


class RegisterRowV1(Body):
    """A row of the register book that was kept on paper."""

    serial = fields.Integer(required=True)
    received_on = fields.Date(required=True)
    applicant_name = fields.String(required=True)
    village = fields.String(required=True)
    service = fields.String(required=True)
    summary = fields.String(required=True)
    officer = fields.String(required=True)
    finished_on = fields.Date(required=True, allow_none=True)
    result = fields.String(required=True)
    letter_number = fields.String(required=True)
    note = fields.String(required=True)


class AgendaRowV1(Body):
    """A letter of the agenda that was kept on paper."""

    serial = fields.Integer(required=True)
    number = fields.String(required=True)
    dated = fields.Date(required=True)
    classification = fields.String(required=True)
    subject = fields.String(required=True)
    recipient = fields.String(required=True)
    signer_title = fields.String(required=True)
    note = fields.String(required=True)


class PaperRegisterV1(Body):
    """The first day: rows of this year's paper register; ``last``: its highest number, of all messages."""

    year = fields.Integer(required=True)
    last = fields.Integer(required=True)
    entered_by = fields.String(required=True)
    rows = fields.List(fields.Nested(RegisterRowV1), required=True)


class PaperAgendaV1(Body):
    """The first day: letters of this year's paper agenda."""

    year = fields.Integer(required=True)
    last = fields.Integer(required=True)
    entered_by = fields.String(required=True)
    rows = fields.List(fields.Nested(AgendaRowV1), required=True)


class OpeningCancelledV1(Body):
    """Step 1 undone: a complaint was opened by mistake. Its number is used, and no case will come under it.

    ``reason``: the desk's, without a name of those who came.
    """

    opened_at = fields.AwareDateTime(required=True)
    cancelled_at = fields.AwareDateTime(required=True)
    cancelled_by = fields.String(required=True)
    reason = fields.String(required=True)


CASE_ENDED_AT_DESK = Contract("case_ended", 1, "intake", "registry", CaseEndedV1)
INTAKE_DOSSIER = Contract("dossier_part", 1, "intake", "registry", DossierPartV1)
PAPER_BOOKS = {
    "register": Contract("paper_register", 1, "intake", "registry", PaperRegisterV1),
    "agenda": Contract("paper_agenda", 1, "intake", "registry", PaperAgendaV1),
}
OPENING_CANCELLED = Contract("opening_cancelled", 1, "intake", "registry", OpeningCancelledV1)
CONTRACTS = (CASE_ENDED_AT_DESK, INTAKE_DOSSIER, OPENING_CANCELLED, *PAPER_BOOKS.values())

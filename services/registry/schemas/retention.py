"""Lists of archives to be destroyed: what forms and API take, and what the API gives."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.registry.schemas.archive import ReasonSchema
from services.registry.tables import Destruction, DestructionApproval, DestructionItem
from services.shared.answers import many, shows
from services.shared.fields import Versioned, choice, person_name, text

SUMMARY = ("id", "no", "state", "version")
WHOLE = (*SUMMARY, "return_reason", "submitted_by_name", "minutes_no", "destroyed_on")


class TakeOffSchema(ReasonSchema):
    """Take an archive off the list."""

    case_no = choice("Arsip", "items")


class DestroySchema(Versioned):
    """The registrar's last word before archives are destroyed."""

    first_witness = person_name("Saksi pertama", width=6)
    second_witness = person_name("Saksi kedua", width=6)
    confirmation = text("Ketik MUSNAHKAN", 20, width=6, attributes={"autocomplete": "off"})


@shows(DestructionItem, without=("destruction_id",))
class ItemOnList(Schema):
    """An archive on a list."""


@shows(DestructionApproval, "name", "role", "at")
class ApprovalShown(Schema):
    """One of the two approvals."""


@shows(Destruction, *WHOLE)
class DestructionSchema(Schema):
    """A list of archives to be destroyed."""

    items = many(ItemOnList)
    approvals = many(ApprovalShown)
    verbs = fields.List(fields.String(), metadata={"description": "what the signed-in person may do now"})


@shows(Destruction, *SUMMARY)
class DestructionSummary(Schema):
    """A list of archives to be destroyed, in a list of lists."""

    archives = fields.Integer(metadata={"description": "how many archives are on it"})


class DestructionList(Schema):
    """The newest lists."""

    lists = many(DestructionSummary)

"""Lists of archives to be destroyed: what forms and API take, and what the API gives."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.registry.rules.retention import PERMITTED_BY
from services.registry.schemas.archive import ReasonSchema
from services.registry.tables import Destruction, DestructionApproval, DestructionItem
from services.shared.answers import many, shows
from services.shared.fields import Versioned, choice, day, person_name, text

SUMMARY = ("id", "no", "state", "version")
WHOLE = (
    *SUMMARY, "return_reason", "submitted_by_name", "minutes_no", "destroyed_on", "committee", "appraised_on",
    "permit_by", "permit_no", "permit_on",
)  # fmt: skip


class TakeOffSchema(ReasonSchema):
    """Take an archive off the list."""

    case_no = choice("Arsip", "items")


class NoteAppraisalSchema(Versioned):
    """The committee that appraised the list, and when."""

    committee = text(
        "Panitia penilai arsip", 3000, 5, rows=4, hint="Satu orang satu baris: nama, lalu jabatan. Ketua paling atas."
    )
    appraised_on = day("Tanggal penilaian")


class NotePermitSchema(Versioned):
    """The written approval from outside the office, without which nothing is destroyed."""

    permit_by = choice("Yang menyetujui", PERMITTED_BY, ask="radios", inline=True)
    permit_no = text("Nomor surat persetujuan", 120, 3, width=6)
    permit_on = day("Tanggal surat persetujuan")


class DestroySchema(Versioned):
    """The registrar's last word before archives are destroyed."""

    first_witness = person_name("Saksi dari unit hukum", width=6)
    second_witness = person_name("Saksi dari inspektorat", width=6)
    confirmation = text("Ketik MUSNAHKAN", 20, width=6, attributes={"autocomplete": "off"})


@shows(DestructionItem, without=("destruction_id",))
class ItemOnList(Schema):
    """An archive on a list."""


@shows(DestructionApproval, "name", "role", "at")
class ApprovalShown(Schema):
    """One of the two approvals."""


class AppraiserShown(Schema):
    """One of the committee that appraised a list."""

    name = fields.String()
    position = fields.String()


@shows(Destruction, *WHOLE)
class DestructionSchema(Schema):
    """A list of archives to be destroyed."""

    items = many(ItemOnList)
    approvals = many(ApprovalShown)
    committee = many(AppraiserShown)
    verbs = fields.List(fields.String(), metadata={"description": "what the signed-in person may do now"})


@shows(Destruction, *SUMMARY)
class DestructionSummary(Schema):
    """A list of archives to be destroyed, in a list of lists."""

    archives = fields.Integer(metadata={"description": "how many archives are on it"})


class DestructionList(Schema):
    """The newest lists."""

    lists = many(DestructionSummary)

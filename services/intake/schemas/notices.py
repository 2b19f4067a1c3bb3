"""Notices to the applicant, as pages and API load and answer them."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.intake.rules.notices import NOTICE_CHANNELS, WAYS_OF_TELLING
from services.shared.answers import many
from services.shared.fields import choice, telephone, text

WRONG = "Pilih dari daftar."


class ToldSchema(Schema):
    """How the applicant was told."""

    how = choice("Pemohon sudah diberi tahu lewat", WAYS_OF_TELLING, wrong=WRONG)


class ChannelSchema(Schema):
    """Another channel; a number that is left empty stays as it is."""

    notice_channel = choice("Pemberitahuan lewat", NOTICE_CHANNELS, wrong=WRONG, blank=False, width=12)
    phone = telephone("Nomor lain untuk pemberitahuan", hint="Kosongkan untuk memakai nomor pada formulir")
    email = text("Alamat e-mail", 200, optional=True, must=True, hint="Disimpan terenkripsi", kind="email", width=6)


class NoticeAnswer(Schema):
    """One notice to the applicant, without the address."""

    id = fields.UUID()
    kind = fields.String(metadata={"description": "received, incomplete, decided, delegated, letter_ready, closed …"})
    text = fields.String()
    channel = fields.String(metadata={"description": "empty where a clerk tells it"})
    state = fields.String(metadata={"description": "waiting, by_hand, sent, told or failed"})
    at = fields.AwareDateTime(metadata={"description": "when it came into this state"})
    error = fields.String(metadata={"description": "what the channel said, without numbers and addresses"})
    how = fields.String(metadata={"description": "how a clerk told it"})


class NoticesAnswer(Schema):
    """What the applicant of a case was told, newest first."""

    items = many(NoticeAnswer)

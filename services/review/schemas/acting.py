"""Schemas of acting heads."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.review.schemas.base import choice, day, printed
from services.shared.fields import REQUIRED, Text
from services.shared.rights.people import ACTING_KINDS, Role

ROLES = {Role.CAMAT: "Camat", Role.SECTION_HEAD: "Kasi Pelayanan Umum"}


class AppointSchema(Schema):
    """Who acts in whose office, how, from when until when, by which decree; rank and NIP stand on paper."""

    username = fields.String(required=True, error_messages=REQUIRED)
    role = choice(ROLES)
    kind = choice(ACTING_KINDS)
    position = printed(120)
    rank = printed(80)
    nip = Text(
        required=True,
        validate=validate.Regexp(r"^\d{18}$", error="NIP terdiri atas 18 angka."),
        error_messages=REQUIRED,
    )
    decree = printed(120, 3)
    decree_on = day()
    starts_on = day()
    ends_on = day()

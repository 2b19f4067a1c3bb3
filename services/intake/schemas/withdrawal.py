"""What a withdrawal takes, at the desk and on the tracking page, and what stops or confirms it."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.intake.rules.notices import WAYS_OF_TELLING
from services.intake.schemas.handover import SIGNATURE_LIMIT
from services.shared.fields import Versioned, choice, text


class WithdrawSchema(Versioned):
    """The applicant takes the complaint back: signed on the pad, or a scanned statement is among the files."""

    reason = text("Alasan pencabutan", 500, 5, rows=2)
    signature = fields.String(
        load_default="",
        validate=validate.Length(max=SIGNATURE_LIMIT),
        metadata={
            "title": "Tanda tangan pemohon",
            "ask": "signature",
            "hint": "Dengan ini pemohon menyatakan mencabut pengaduannya. Pindaian pernyataannya juga boleh.",
            "description": "the applicant's signature as data:image/png;base64,…; not needed where a file of the role "
            "withdrawal was added",
        },
    )


class WithdrawByCodeSchema(Schema):
    """The applicant takes the complaint back on the tracking page."""

    reason = text("Alasan", 500, optional=True, rows=2)


class StopWithdrawalSchema(Versioned):
    """Why a withdrawal does not count."""

    reason = text("Alasan", 500, 5, rows=2, hint="Misalnya: pemohon menyatakan tidak pernah mencabut pengaduannya.")


class ConfirmWithdrawalSchema(Versioned):
    """How the section head asked the applicant."""

    told_how = choice("Pemohon ditanya lewat", WAYS_OF_TELLING)

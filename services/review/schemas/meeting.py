"""Schemas of step 8b."""

from __future__ import annotations

from marshmallow import validate

from services.shared.fields import Text, Versioned, day, text


class CallFaceToFaceSchema(Versioned):
    """Step 8b: the appointment."""

    date = day("Tanggal")
    time = text("Pukul", 5, ask="time", width=6)
    place = text("Tempat", 200)
    note = text("Keperluan", 1000, optional=True, rows=2)


def drawn(label: str) -> Text:
    """A signature drawn on the screen, as the data URL of a PNG; may be left out."""
    check = validate.Length(max=400_000, error="Tanda tangan terlalu besar.")
    return Text(load_default="", validate=check, metadata={"title": label, "ask": "signature"})


class RecordMeetingSchema(Versioned):
    """Step 8b: the minutes, with the signatures that were drawn on the screen."""

    participants = text("Peserta", 1000, hint="Nama dan kedudukan setiap orang.", rows=2)
    statements = text("Pokok pembicaraan", 4000, 10, rows=5)
    agreement = text("Kesepakatan", 4000, 5, rows=3)
    signature_applicant = drawn("Tanda tangan pemohon")
    signature_camat = drawn("Tanda tangan Camat")

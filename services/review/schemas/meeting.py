"""Schemas of step 8b."""

from __future__ import annotations

from marshmallow import validate

from services.handoffs.outcomes import MeetingResult
from services.review.rules.meeting import RESULTS
from services.shared.fields import Text, Versioned, choice, day, flag, text


class AppointmentSchema(Versioned):
    """When and where."""

    date = day("Tanggal")
    time = text("Pukul", 5, ask="time", width=6)
    place = text("Tempat", 200)


class CallFaceToFaceSchema(AppointmentSchema):
    """Step 8b: the appointment."""

    note = text("Keperluan", 1000, optional=True, rows=2)


class MoveMeetingSchema(AppointmentSchema):
    """Step 8b: another day, hour or place."""

    missed = flag("Yang diundang tidak hadir pada jadwal semula")
    reason = text("Alasan", 500, 3, rows=2)


class CancelMeetingSchema(Versioned):
    """Step 8b: there will be no meeting."""

    missed = flag("Yang diundang tidak hadir")
    reason = text("Alasan", 500, 3, rows=2)


def drawn(label: str) -> Text:
    """A signature drawn on the screen, as the data URL of a PNG; may be left out."""
    check = validate.Length(max=400_000, error="Tanda tangan terlalu besar.")
    return Text(load_default="", validate=check, metadata={"title": label, "ask": "signature"})


class RecordMeetingSchema(Versioned):
    """Step 8b: the minutes, with the signatures that were drawn on the screen."""

    participants = text("Peserta", 1000, hint="Nama dan kedudukan setiap orang.", rows=2)
    statements = text("Pokok pembicaraan", 4000, 10, rows=5)
    result = choice("Hasil", RESULTS, default=str(MeetingResult.AGREED), ask="radios", must=True)
    agreement = text("Kesepakatan", 4000, optional=True, must=None, hint="Wajib bila tercapai kesepakatan.", rows=3)
    number = text("Nomor berita acara", 80, optional=True, hint="Bila kantor memberinya nomor.", width=6)
    signature_applicant = drawn("Tanda tangan pemohon")
    signature_camat = drawn("Tanda tangan Camat")


class TalkNowSchema(RecordMeetingSchema):
    """Step 8b: the minutes of a talk without an appointment."""

    place = text("Tempat", 200)

"""Schemas of a mediation (steps 8b and 10a): who is invited, what each says, what is promised, what comes of it."""

from __future__ import annotations

from services.handoffs.outcomes import MeetingResult
from services.review.rules.meeting import RESULTS
from services.review.schemas.coordination import entry
from services.review.schemas.meeting import AppointmentSchema, drawn
from services.shared.fields import Versioned, choice, day, several, text

LINE = "Satu orang satu baris: nama, lalu alamat atau jabatan setelah koma."


class CallMediationSchema(AppointmentSchema):
    """Whom the office invites besides the applicant, and what for."""

    other_side = text("Pihak kedua", 4000, hint=LINE, rows=2)
    witnesses = text("Saksi", 4000, optional=True, hint=LINE, rows=2)
    officials = several("Pejabat", "mediators", inline=True)
    others = text("Pejabat atau tokoh lain", 4000, optional=True, hint=LINE, rows=2)
    note = text("Keperluan", 1000, optional=True, rows=2)


class NoteParticipantSchema(Versioned):
    """Who came, what he said, and his signature on the screen."""

    participant_id = entry("Yang diundang", "participants")
    came = choice(
        "Kehadiran", {"yes": "Hadir", "no": "Tidak hadir"}, default="yes", ask="radios", inline=True, must=True
    )
    words = text("Keterangannya", 4000, optional=True, hint="Dengan kata-katanya sendiri.", rows=3)
    signature = drawn("Tanda tangan")


class AddPromiseSchema(Versioned):
    """Who promises what until when."""

    participant_id = entry("Yang berjanji", "participants")
    what = text("Isi janji", 500, 5, rows=2)
    due_on = day("Paling lambat")


class DropPromiseSchema(Versioned):
    """A promise that was written down wrongly, before the minutes are made."""

    promise_id = entry("Janji", "draft_promises")


class RecordMediationSchema(Versioned):
    """The minutes of a mediation, and the agreement where there is one."""

    statements = text("Jalannya mediasi", 6000, 10, hint="Keterangan tiap orang sudah tercatat tersendiri.", rows=4)
    result = choice("Hasil", RESULTS, default=str(MeetingResult.AGREED), ask="radios", must=True)
    agreement = text("Isi kesepakatan", 4000, optional=True, must=None, hint="Wajib bila tercapai kesepakatan.", rows=3)
    number = text("Nomor berita acara", 80, optional=True, hint="Bila kantor memberinya nomor.", width=6)
    cover_to = choice(
        "Surat pengantar kesepakatan kepada",
        "partners",
        default="",
        blank="Tanpa surat pengantar",
        hint="Untuk dipantau pelaksanaannya.",
        width=6,
    )


class SettlePromiseSchema(Versioned):
    """Whether a promise was kept."""

    promise_id = entry("Janji", "open_promises")
    state = choice("Janji ini", {"kept": "Ditepati", "broken": "Tidak ditepati"}, ask="radios", inline=True)
    note = text("Keterangan", 1000, optional=True, hint="Siapa yang melihat, kapan, apa buktinya.", rows=2)


class ReturnToCamatSchema(Versioned):
    """Why the Camat has to choose anew."""

    reason = text("Alasan", 1000, 5, rows=2)

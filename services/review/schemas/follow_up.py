"""Schemas of step 13."""

from __future__ import annotations

from services.review.rules.choices import WAYS_OF_TELLING
from services.review.schemas.direct_solution import MOMENT_HINT
from services.review.schemas.meeting import drawn
from services.shared.fields import Versioned, choice, day, moment, text


class ConveyAndCloseSchema(Versioned):
    """Step 13: when, to whom and how it was told; the reference of 12c and 12d."""

    told_to = text("Kepada", 200, width=6)
    told_how = choice("Cara menyampaikan", WAYS_OF_TELLING)
    told_at = moment("Disampaikan pada", optional=True, must=True, hint=MOMENT_HINT, width=6, limits={"maxlength": 16})
    reference = text("Nomor rujukan", 200, optional=True, must=None, width=6)
    reference_on = day("Tanggal nomor rujukan", optional=True, must=None)
    due_on = day(
        "Tanggapan instansi ditunggu sampai",
        optional=True,
        must=None,
        hint="Bila dikosongkan, mengikuti batas waktu kantor. Pengaduan tetap ditutup; Anda diingatkan.",
    )
    summary = text("Isi yang disampaikan", 4000, 10, rows=4)
    signature_applicant = drawn("Tanda tangan pemohon pada berita acara")


class PartnerAnswerSchema(Versioned):
    """After 12c and 12d: what the partner answered, or why no answer is awaited any more."""

    answered_on = day("Tanggal")
    answer = text("Jawaban", 4000, 5, hint="Atau tulis mengapa jawaban tidak ditunggu lagi.", rows=3)


class ReportNumberSchema(Versioned):
    """After 12d: the number that law enforcement gave the report, and its day."""

    number = text("Nomor laporan (LP atau STPL)", 200, 3, width=6)
    dated = day("Tanggal")

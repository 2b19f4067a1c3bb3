"""Schemas of step 12."""

from __future__ import annotations

from marshmallow import fields, validate

from services.review.rules.choices import RESPONSE_LETTERS
from services.shared.fields import Versioned, choice, flag, text

ENCLOSED_HINT = "Didaftar pada surat dengan kode hash SHA-256, sehingga penerima dapat mencocokkannya."
WRITTEN_HINT = "Tim menyusunnya, Anda menandatanganinya."


def enclosed() -> fields.List:
    """The files that a decision sends along."""
    said = {"title": "Berkas yang ikut dikirim", "ask": "checkboxes", "options": "sendable", "hint": ENCLOSED_HINT}
    inner = fields.UUID(error_messages={"invalid_uuid": "Pilih berkas dari daftar."})
    return fields.List(inner, load_default=list, validate=validate.Length(max=50), metadata=said)


class DecideOralAnswerSchema(Versioned):
    """Step 12a: the answer."""

    answer = text("Tanggapan, jawaban, solusi atau rekomendasi", 4000, 10, rows=4)


class DecideWrittenLetterSchema(Versioned):
    """Step 12b: kind of letter and the Camat's conclusion."""

    letter_kind = choice("Jenis surat", dict.fromkeys(RESPONSE_LETTERS, ""), shown="letter_kinds", width=12)
    conclusion = text("Kesimpulan dan arahan", 4000, 10, rows=4)


class DecideDelegationSchema(Versioned):
    """Step 12c: the agency, why, and whether with a cover letter."""

    partner = choice("Instansi teknis", "agencies", width=12)
    reason = text("Alasan", 2000, 10, rows=3)
    enclosed = enclosed()
    with_letter = flag("Dengan surat pelimpahan", hint=WRITTEN_HINT)


class DecideReportLawSchema(Versioned):
    """Step 12d: law enforcement, the alleged offence, and whether with a letter."""

    partner = choice("Aparat penegak hukum", "law", width=12)
    offence = text("Dugaan pelanggaran", 2000, 10, rows=3)
    enclosed = enclosed()
    with_letter = flag("Dengan surat laporan", hint=WRITTEN_HINT)


class WithdrawDecisionSchema(Versioned):
    """Step 12 again: why the decision is taken back."""

    reason = text("Alasan", 2000, 5, rows=2)

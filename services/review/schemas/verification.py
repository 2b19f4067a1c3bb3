"""Schemas of steps 6 and 7."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, pre_load, validate

from services.review.rules.choices import URGENCIES, WAYS_OF_TELLING
from services.review.rules.verification import SHEET
from services.shared.fields import REQUIRED, Versioned, choice, flag, several, text

_NOTES = {item: text(f"Catatan: {label}", 500, optional=True, must=None) for item, label in SHEET.items()} | {
    "class_code": text("Catatan klasifikasi", 500, optional=True, width=6),
    "urgency": text("Catatan sifat", 500, optional=True, width=6),
}
NotesSchema = Schema.from_dict(dict(_NOTES), name="NotesSchema")


class ReportToCamatSchema(Versioned):
    """Step 7: verdicts with a note on each where wanted, class, urgency, confidentiality, and the analysis."""

    complete = flag(SHEET["complete"])
    identity_clear = flag(SHEET["identity_clear"])
    accurate = flag(SHEET["accurate"])
    relevant = flag(SHEET["relevant"])
    within_authority = flag(SHEET["within_authority"])
    confidential = flag(SHEET["confidential"])
    conflict = flag(SHEET["conflict"])
    analysis = text("Analisis untuk Camat", 4000, 20, rows=4)
    question = text(
        "Pertanyaan kepada Camat", 2000, optional=True, rows=2, hint="Yang hendak Anda konsultasikan. Boleh kosong."
    )
    class_code = choice("Klasifikasi pengaduan", "classes")
    urgency = choice("Sifat", URGENCIES)
    notes = fields.Nested(NotesSchema, load_default=dict)


class AskClarificationSchema(Versioned):
    """Step 6, the 'no' side: what is missing, and why it is needed. A text counts line by line."""

    missing = fields.List(
        text("Yang kurang", 300),
        required=True,
        validate=validate.Length(min=1, max=20, error="Tulis paling sedikit satu hal yang kurang."),
        error_messages=REQUIRED,
        metadata={"title": "Yang kurang", "ask": "textarea", "hint": "Satu baris untuk setiap hal.", "rows": 3},
    )
    reason = text("Alasan", 2000, 10, hint="Ditulis untuk pemohon.", rows=2)
    with_letter = flag("Beri tahu pemohon dengan surat bernomor")

    @pre_load
    def _lines(self, data: Any, **kwargs: Any) -> Any:
        """A form gives one text with a line per missing thing."""
        given = data.get("missing") if isinstance(data, dict) else None
        texts = [given] if isinstance(given, str) else given
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            return data
        return {**data, "missing": [line.strip() for text in texts for line in text.splitlines() if line.strip()]}


class DeclineSchema(Versioned):
    """Step 7, the 'no' side: the written reason, and how the applicant is told."""

    reason = text("Alasan", 2000, 10, hint="Tertulis pada surat pemberitahuan kepada pemohon.", rows=3)
    told_how = choice("Pemohon diberi tahu lewat", WAYS_OF_TELLING)


class WithdrawRefusalSchema(Versioned):
    """Step 7 again: why the proposal to decline is taken back."""

    reason = text("Alasan", 2000, 5, rows=2)


class LinkCaseSchema(Versioned):
    """Step 6: the number of the case that belongs to this one, and why."""

    other_no = text("Nomor pengaduan", 60, width=6)
    note = text("Mengapa terkait", 500, 5, width=6)


class MarkConflictSchema(Versioned):
    """Who has a conflict of interest; an empty list lifts the mark."""

    usernames = several("Petugas yang terkait", "everybody", must=None)
    reason = text(
        "Alasan", 500, optional=True, must=None, rows=2,
        hint="Wajib, kecuali Anda hanya menandai diri sendiri. Dicatat, dan dibaca auditor.",
    )  # fmt: skip


class ConfirmConflictSchema(Versioned):
    """A second person confirms that the section head acts in the Camat's place, and says what was looked at."""

    reason = text("Yang sudah diperiksa", 500, 10, rows=2, hint="Misalnya: alasan tanda, dan siapa lagi yang dapat.")

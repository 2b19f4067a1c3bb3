"""Schemas of step 10."""

from __future__ import annotations

from marshmallow import fields

from services.review.rules.choices import CHANNELS, MODES, PARTNER_STEPS
from services.shared.fields import REQUIRED, Versioned, choice, day, flag, text


def entry(label: str, entries: str) -> fields.UUID:
    """An entry of this case, of the page's list ``entries``."""
    said = {"title": label, "ask": "select", "options": entries, "width": 12}
    wrong = f"Pilih {label.lower()}."
    return fields.UUID(required=True, error_messages=REQUIRED | {"invalid_uuid": wrong}, metadata=said)


class CloseCoordinationSchema(Versioned):
    """Step 10: the result, or that no answer came."""

    coordination_id = entry("Koordinasi", "open_coordinations")
    result = text("Hasil", 4000, optional=True, must=None, rows=3)
    no_answer = flag("Tidak ada tanggapan dari instansi")


class CoordinateSchema(Versioned):
    """Step 10: with whom, in which way, when, and the result if there is one already. The partner tells the kind."""

    partner = choice(
        "Instansi/pihak terkait",
        "partners",
        hint="10a pemerintah {desa} dan pemangku kepentingan, 10b Forkopimcam, 10c instansi teknis kabupaten.",
        width=12,
    )
    kind = choice("Jenis instansi atau pihak", PARTNER_STEPS, default="", ask="")
    mode = choice("Bentuk", MODES, hint="Melimpahkan hanya kepada instansi teknis.")
    held_on = day("Tanggal")
    channel = choice("Cara", CHANNELS)
    note = text("Yang dibicarakan atau diminta", 2000, optional=True, rows=2)
    result = text("Hasil", 4000, optional=True, hint="Kosongkan bila jawaban masih ditunggu.", rows=3)
    due_on = day(
        "Jawaban ditunggu sampai", optional=True, must=None, hint="Bila dikosongkan, mengikuti batas waktu kantor."
    )
    with_letter = flag(
        "Buatkan surat permohonan",
        hint="Langsung menunggu tanda tangan. Bila ada lampiran, tim menambahkannya dahulu pada surat itu.",
    )


class NoteVisitSchema(Versioned):
    """Step 10: the note of a site visit."""

    visited_on = day("Tanggal")
    place = text("Tempat", 200, width=6)
    present = text("Yang hadir", 500, optional=True)
    findings = text("Temuan", 4000, 10, rows=3)


class AssignTaskSchema(Versioned):
    """Step 10: which member does what until when."""

    member = choice("Anggota", "disposed_to")
    due_on = day("Sampai")
    what = text("Tugas", 500, 5, rows=2)


class FinishTaskSchema(Versioned):
    """Step 10: what came of a task."""

    task_id = entry("Tugas", "open_tasks")
    outcome = text("Hasil", 1000, 3, hint="Atau tulis mengapa tidak perlu lagi.", rows=2)

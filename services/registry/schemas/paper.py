"""Paper originals: what forms and API take."""

from __future__ import annotations

from marshmallow import Schema

from services.shared.fields import day, person_name, text


class PlacePaperSchema(Schema):
    """Where the paper lies."""

    folder = text("Map", 60, optional=True, must=None, width=4)
    box = text("Boks", 60, optional=True, must=None, width=4)
    shelf = text("Rak", 60, optional=True, must=None, width=4)
    note = text("Isi dan catatan", 500, optional=True, hint="Misalnya: formulir asli, salinan KTP, 3 foto.", rows=2)


class LendPaperSchema(Schema):
    """Who takes it, for what, until when."""

    taken_by = person_name("Yang menerima", width=6)
    unit = text("Jabatan atau instansi", 150, 2, width=6)
    purpose = text("Keperluan", 300, 3, rows=2)
    due_on = day("Kembali paling lambat")


class ReturnPaperSchema(Schema):
    """In which condition it came back."""

    condition = text("Keadaan dokumen", 300, 3, hint="Misalnya: lengkap.", rows=2)

"""What adding a file takes."""

from __future__ import annotations

from marshmallow import Schema

from services.shared.fields import choice


class AddFileSchema(Schema):
    """Steps 3, 4 and 17: which kind of file it is; ``rules.files`` says which may be added when."""

    role = choice("Jenis berkas", "uploads", blank=False, width=12)

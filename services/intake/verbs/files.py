"""Files of a complaint: added, taken back (steps 3, 4 and 17), and what happens to them."""

from __future__ import annotations

from marshmallow import Schema

from services.intake.actions import files
from services.intake.schemas.files import AddFileSchema
from services.shared.verbs import Ask, Given, Line, Verb

FILES = (
    Verb(
        "add_file",
        "Menambah dan mengambil kembali berkas",
        "upload",
        "mute",
        schema=AddFileSchema,
        action=files.take,
        alone=True,
        file=Given("file", "Berkas", many=True),
        ask=Ask("Tambah berkas", kind="outline-primary"),
        path="/evidence",
        api=("post", "/evidence"),
    ),
    Verb(
        "remove_file",
        "Mengambil kembali berkas",
        "cross",
        "mute",
        schema=Schema,
        action=files.remove,
        said="Berkas diambil kembali.",
        right="add_file",
        path="/remove",
        api=("delete", ""),
    ),
    Line("see_id_card", "Membuka KTP pemohon", "eye", "mute"),
    Line("see_file", "Membuka berkas", "eye", "mute"),
    Line("download_file", "Mengunduh berkas", "download", "mute"),
    Line("quarantine_file", "Mengarantina berkas", "alert", "bad"),
    Line("recheck_file", "Memeriksa keutuhan berkas", "alert", "bad"),
    Line("archive_files", "Menyerahkan berkas ke arsip", "archive", "ok"),
)

"""Step 14: the letter is drafted, submitted, and initialled where the office has a chain of initials."""

from __future__ import annotations

from marshmallow import Schema

from services.letters.actions import attaching, drafting, initials
from services.letters.schemas.given import CorrectionSchema, ReviewedSchema, SaveDraftSchema, SubmitDraftSchema
from services.letters.states import State
from services.letters.tables import Letter
from services.letters.verbs.correcting import ASK_CORRECTION, CORRECTED
from services.shared.verbs import Ask, Given, Verb
from services.shared.web.names import PRINTED


def _submitted(letter: Letter) -> str:
    to = "untuk diparaf" if letter.state == State.INITIALS else "kepada Camat"
    return f"Versi {letter.drafts_count} diajukan {to}."


DRAFTING = (
    Verb(
        "save_draft",
        "Menyimpan konsep",
        schema=SaveDraftSchema,
        action=drafting.save_draft,
        said="Konsep tersimpan. Surat belum diajukan kepada Camat.",
        ask=Ask("Simpan konsep", kind="outline-primary"),
    ),
    Verb(
        "submit_draft",
        "Mengajukan konsep kepada Camat",
        "send",
        "active",
        schema=SubmitDraftSchema,
        action=drafting.submit_draft,
        said=_submitted,
        ask=Ask("Ajukan ke Camat", busy="Mengajukan…"),
    ),
    Verb(
        "attach",
        "Menambah lampiran",
        schema=Schema,
        action=attaching.attach,
        alone=True,
        said="Lampiran ditambahkan. Baris “Lampiran” pada kepala surat menghitungnya.",
        ask=Ask("Unggah lampiran", kind="outline-primary", busy="Mengunggah…"),
        file=Given(
            "file",
            "Tambah lampiran",
            "PDF atau foto, paling besar 50 MB. Simpan dahulu konsep yang sedang ditulis.",
            accept=PRINTED,
            largest=attaching.LARGEST,
        ),
        path="/attachments",
    ),
    Verb(
        "detach",
        "Menghapus lampiran",
        schema=Schema,
        action=attaching.detach,
        said="Lampiran dihapus.",
        ask=Ask("Hapus"),
        path="/attachments/<uuid:attachment_id>/remove",
        api=("delete", "/attachments/<uuid:attachment_id>"),
    ),
    Verb(
        "initial",
        "Memaraf",
        "edit",
        "ok",
        schema=ReviewedSchema,
        action=initials.initial,
        said="Paraf Anda sudah dibubuhkan.",
        ask=Ask("Bubuhkan paraf pada versi %(no)s", busy="Memaraf…"),
    ),
    Verb(
        "return_draft",
        "Mengembalikan konsep kepada tim",
        schema=CorrectionSchema,
        action=initials.return_draft,
        said=CORRECTED,
        ask=ASK_CORRECTION,
    ),
)

"""Files that people upload to a letter: scans, signed files, attachments. Small ones, read into memory."""

from __future__ import annotations

from uuid import UUID

from flask import request

from services.letters import actions
from services.letters.actions.attaching import LARGEST
from services.letters.tables import Letter
from services.shared.errors import RuleBroken
from services.shared.web.access import me
from services.shared.web.files import safe_name
from services.shared.web.service import current_service


def upload(field: str) -> bytes:
    """The bytes of an uploaded file. Raises RuleBroken, at this field, where there is none, or too much."""
    given = request.files.get(field)
    data = given.read(LARGEST + 1) if given and given.filename else b""
    if not data:
        raise RuleBroken("Berkas belum dipilih.", {field: ["Pilih berkas."]})
    if len(data) > LARGEST:
        message = f"Berkas melebihi {LARGEST // 1024 // 1024} MB. Perkecil berkas ini."
        raise RuleBroken(message, {field: [message]})
    return data


def attach_upload(letter_id: UUID) -> Letter:
    """Add the uploaded ``file`` to the letter."""
    data = upload("file")
    name = safe_name(request.files["file"].filename or "", "lampiran")
    return actions.attach(current_service(), me(), letter_id, name, data)

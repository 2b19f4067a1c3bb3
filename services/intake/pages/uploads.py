"""Files that come with a browser's form: each is taken in by itself, so that one refused file costs no other."""

from __future__ import annotations

from flask import request

from services.intake.evidence.ingest import take_in
from services.intake.rules.files import UPLOADS
from services.shared.errors import Refused, RuleBroken
from services.shared.web.access import me
from services.shared.web.service import current_service


def take_uploads(case_no: str, **renamed: str) -> tuple[int, dict[str, list[str]]]:
    """Take in every file of the form, by fields named like their role (``renamed``: field to role).

    Returns how many were taken, and per field what was refused and why.
    """
    taken, errors = 0, dict[str, list[str]]()
    roles = {role: role for role in UPLOADS} | renamed
    for field, uploads in request.files.lists():
        for upload in uploads:
            if not upload.filename or field not in roles:
                continue
            try:
                take_in(current_service(), me(), case_no, roles[field], upload.filename, upload.mimetype, upload.stream)
                taken += 1
            except Refused as refused:
                errors.setdefault(field, []).extend(f"{upload.filename}: {text}" for text in _why(refused))
    return taken, errors


def _why(refused: Refused) -> list[str]:
    if isinstance(refused, RuleBroken) and "file" in refused.fields:
        return refused.fields["file"]
    return [refused.message]

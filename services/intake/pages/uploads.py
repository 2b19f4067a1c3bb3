"""Files that come with a form: each is taken in by itself, so that one refused file costs no other.

With a script they travelled before (tus), and the form only names them; without one they come in the form itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask import flash, request, url_for
from werkzeug.datastructures import FileStorage

from services.intake.actions import files
from services.intake.rules.files import UPLOADS
from services.intake.states import RIGHTS
from services.intake.tables import CaseFile
from services.intake.verbs import VERBS
from services.shared.errors import Missing, Refused, RuleBroken
from services.shared.files.ingest import Incoming
from services.shared.files.troubles import TROUBLES
from services.shared.files.uploads import tus
from services.shared.files.uploads.spool import Upload
from services.shared.web.access import me
from services.shared.web.names import CHOSEN
from services.shared.web.service import current_service
from services.shared.web.shell import file_size

KEPT = "Foto, video, suara, PDF, dokumen Word/Excel/PowerPoint/OpenDocument tanpa makro, atau teks."

pages = tus.blueprint("/complaints/<target>/uploads", files.RECEIVER, VERBS["add_file"], RIGHTS)


def take_uploads(case_no: str, **renamed: str) -> tuple[int, dict[str, list[str]]]:
    """Take in every file of the form, by fields named like their role (``renamed``: field to role).

    Returns how many were taken, and per field what was refused and why.
    """
    taken, errors = 0, dict[str, list[str]]()
    for field, name, take in _given(case_no, {role: role for role in UPLOADS} | renamed):
        try:
            taken += _took(take())
        except Refused as refused:
            errors.setdefault(field, []).extend(f"{name}: {text}" for text in _why(refused))
    return taken, errors


def _took(row: CaseFile | None) -> bool:
    """Whether the file is a new one; what is wrong with it is said above the page."""
    if row is not None and row.trouble:
        flash(f"{row.name}: {TROUBLES[row.trouble]}", "warning")
    return row is not None


def signature_scan(role: str) -> Callable[[str], dict[str, list[str]]]:
    """Takes in the scan of what was signed, as ``role``; what is refused of it is said at the signature's own field."""

    def take(case_no: str) -> dict[str, list[str]]:
        texts = take_uploads(case_no, signature_scan=role)[1].get("signature_scan")
        return {"signature": texts} if texts else {}

    return take


def adding(case_no: str, there: Iterable[CaseFile], *fields: str) -> dict[str, Any]:
    """What the upload fields of a page need: where to, how much beside the files that are ``there`` (said beforehand),
    and what is up but not used yet."""
    service = current_service()
    largest, most = service.settings.max_upload, service.office.evidence.case_limit_mb
    left = max(most * 1_000_000 - sum(file.size for file in there if file.role in UPLOADS), 0)
    return {
        "endpoint": url_for("uploads.create", target=case_no),
        "max_size": min(largest, left),
        "accept": CHOSEN,
        "limits": f"{KEPT} Paling besar {file_size(largest)} tiap berkas; semua berkas satu pengaduan paling banyak "
        f"{file_size(most * 1_000_000)}, sisa {file_size(left)}. Boleh beberapa sekaligus.",
        "waiting": {field: unclaimed(case_no, field) for field in fields},
    }


def unclaimed(case_no: str, field: str) -> list[dict[str, Any]]:
    """Uploads named in this form that could not be used yet: shown again, so that nothing travels twice."""
    found = [upload for upload_id in request.form.getlist(field) if (upload := _find(case_no, upload_id))]
    return [
        {"id": u.id, "name": u.name, "size": u.length, "trouble": TROUBLES.get(u.trouble, "")}
        for u in found
        if not u.claimed
    ]


def _given(case_no: str, roles: dict[str, str]) -> Iterator[tuple[str, str, Callable[[], CaseFile | None]]]:
    """(field, name, what takes it in) of each file that the form names or holds."""
    for field in (field for field in roles if field in request.form):
        for upload_id in filter(None, request.form.getlist(field)):
            upload = _find(case_no, upload_id)
            name = upload.name if upload else "Unggahan"
            yield field, name, lambda f=field, i=upload_id: _claim(case_no, roles[f], i)  # type: ignore[misc]
    for field, uploads in request.files.lists():
        for file in uploads:
            if file.filename and field in roles:
                yield field, file.filename, lambda f=field, u=file: _take(case_no, roles[f], u)  # type: ignore[misc]


def _find(case_no: str, upload_id: str) -> Upload | None:
    try:
        return tus.current_uploads().spool.find(upload_id, me().username, case_no)
    except Missing:
        return None


def _claim(case_no: str, role: str, upload_id: str) -> CaseFile | None:
    return files.claim(tus.current_uploads(), me(), case_no, role, upload_id)


def _take(case_no: str, role: str, file: FileStorage) -> CaseFile | None:
    incoming = Incoming(file.filename or "", file.mimetype, file.stream)
    return files.take(current_service(), me(), case_no, role, incoming)


def _why(refused: Refused) -> list[str]:
    if isinstance(refused, RuleBroken) and "file" in refused.fields:
        return refused.fields["file"]
    return [refused.message]

"""The letters API: initials, number, signature in its three ways, and what goes out with the letter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from services.letters import actions
from services.letters.api.letters import shown
from services.letters.rights import RIGHTS
from services.letters.schemas import CorrectionSchema, LetterSchema, ReviewedSchema, SignSchema, Versioned
from services.letters.uploads import attach_upload, upload
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.documented import file_body
from services.shared.web.limits import takes_files
from services.shared.web.service import current_service

signing_api = Blueprint("letters_signing", __name__, description="Letters: initials, number, signature (14 and 15)")


@signing_api.post("/letters/<uuid:letter_id>/initial")
@signing_api.arguments(ReviewedSchema)
@signing_api.response(200, LetterSchema)
@allow(Role.SECTION_HEAD)
def initial(data: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Step 14, chain of initials: one's paraf on exactly the version that was read."""
    with current_service().work(me()) as work:
        actions.initial(work, letter_id, **data)
    return shown(letter_id)


@signing_api.post("/letters/<uuid:letter_id>/return-draft")
@signing_api.arguments(CorrectionSchema)
@signing_api.response(200, LetterSchema)
@allow(Role.SECTION_HEAD)
def return_draft(data: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Step 14, chain of initials: not right, back to the team."""
    with current_service().work(me()) as work:
        actions.return_draft(work, letter_id, **data)
    return shown(letter_id)


@signing_api.post("/letters/<uuid:letter_id>/approve")
@signing_api.arguments(ReviewedSchema)
@signing_api.response(200, LetterSchema)
@allow(*RIGHTS.openers("approve"))
def approve(data: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Step 15, numbers reserved: the version is right; its number is asked for."""
    with current_service().work(me()) as work:
        actions.approve(work, letter_id, **data)
    return shown(letter_id)


@signing_api.post("/letters/<uuid:letter_id>/set-signatory")
@signing_api.arguments(ReviewedSchema)
@signing_api.response(200, LetterSchema)
@allow(*RIGHTS.openers("set_signatory"))
def set_signatory(data: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Step 15, Camat absent (or back): a version with the name and title of the one who is going to sign it."""
    with current_service().work(me()) as work:
        actions.set_signatory(work, letter_id, **data)
    return shown(letter_id)


@signing_api.post("/letters/<uuid:letter_id>/sign")
@signing_api.arguments(SignSchema)
@signing_api.response(200, LetterSchema)
@allow(*RIGHTS.openers("sign"))
def sign(data: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Step 15, right: sign exactly the version that was reviewed."""
    actions.sign(current_service(), me(), letter_id, **data)
    return shown(letter_id)


@signing_api.post("/letters/<uuid:letter_id>/sign-on-paper")
@signing_api.arguments(ReviewedSchema, location="form")
@signing_api.doc(
    requestBody=file_body(field="scan", more={"version": "integer", "draft_no": "integer", "sha256": "string"})
)
@signing_api.response(200, LetterSchema)
@allow(*RIGHTS.openers("sign_on_paper"))
def sign_on_paper(data: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Step 15 on paper: multipart with the scan of the signed letter in ``scan``."""
    actions.sign_on_paper(current_service(), me(), letter_id, **data, scan=upload("scan"))
    return shown(letter_id)


@signing_api.post("/letters/<uuid:letter_id>/take-signed")
@signing_api.arguments(Versioned, location="form")
@signing_api.doc(requestBody=file_body(field="signed", more={"version": "integer"}))
@signing_api.response(200, LetterSchema)
@allow(*RIGHTS.openers("take_signed"))
def take_signed(data: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """The way out of an unknown state: multipart with the file in ``signed``, as BSrE has it."""
    actions.take_signed(current_service(), me(), letter_id, data["version"], upload("signed"))
    return shown(letter_id)


@signing_api.post("/letters/<uuid:letter_id>/not-signed")
@signing_api.arguments(Versioned)
@signing_api.response(200, LetterSchema)
@allow(*RIGHTS.openers("not_signed"))
def not_signed(data: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """The way out of an unknown state: the Camat looked at BSrE, and nothing was signed."""
    with current_service().work(me()) as work:
        actions.not_signed(work, letter_id, data["version"])
    return shown(letter_id)


@signing_api.post("/letters/<uuid:letter_id>/attachments")
@signing_api.doc(requestBody=file_body())
@signing_api.response(200, LetterSchema)
@takes_files
@allow(Role.TEAM)
def attach(letter_id: UUID) -> dict[str, Any]:
    """Step 14: multipart with a PDF, JPEG or PNG in ``file``; it goes out with the letter."""
    attach_upload(letter_id)
    return shown(letter_id)


@signing_api.delete("/letters/<uuid:letter_id>/attachments/<uuid:attachment_id>")
@signing_api.response(200, LetterSchema)
@allow(Role.TEAM)
def detach(letter_id: UUID, attachment_id: UUID) -> dict[str, Any]:
    """Step 14: take an attachment away again."""
    with current_service().work(me()) as work:
        actions.detach(work, letter_id, attachment_id)
    return shown(letter_id)

"""Attachments of a case (steps 8b, 10, 11 and 13)."""

from __future__ import annotations

from functools import partial
from typing import Any

from services.review.actions.attachments import attach, attach_given
from services.review.schemas.attachments import AttachSchema
from services.shared.verbs import Ask, Given, Verb

SEVERAL = "Foto, PDF, suara atau video. Boleh beberapa sekaligus."


def attachments(role: str, label: str, hint: str = "", **asked: Any) -> Given:
    """Files that come with the form of a verb: each is attached, as a file of this role, before the form is read."""
    store = partial(attach_given, role=role)
    return Given("file", label, hint, required=False, many=True, store=store, role=role, **asked)


ATTACHMENTS = (
    Verb(
        "attach",
        "Menambah lampiran",
        "upload",
        schema=AttachSchema,
        action=attach,
        alone=True,
        said=lambda files: "Lampiran tersimpan." if len(files) == 1 else f"{len(files)} lampiran tersimpan.",
        ask=Ask("Unggah", kind="outline-primary"),
        file=Given("file", "Lampiran", SEVERAL, required=False, many=True),
        path="/files",
    ),
)

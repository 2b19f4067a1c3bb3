"""The letter on paper: content in, the file out that the Camat reviews and signs (steps 14 and 15)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.letters.content import blocks_of, sifat
from services.letters.markup import parse_runs
from services.shared import office as offices
from services.shared.errors import RuleBroken
from services.shared.paper import letter as paper
from services.shared.paper.errors import MissingGlyphs
from services.shared.paper.preview import page_png
from services.shared.paper.qr import qr_svg
from services.shared.paper.typeset import Typeset
from services.shared.settings import Settings, SettingsError
from services.shared.signing.signer import BuiltInSigner
from services.shared.work import Service

CHECK_PATH = "/registry/check/{letter_id}"  # the registry's public page for one letter
PREVIEW_WIDTH = 820  # pixels
FOOT = (
    "Surat ini ditandatangani secara elektronik dengan tanda tangan elektronik tidak tersertifikasi (internal).\n"
    "Keasliannya dapat diperiksa dengan memindai kode ini."
)
# Where a path in the paper's data comes from in the form; the first block of the paper's body is the opening.
_SOURCES = (
    (re.compile(r"subject"), "subject"),
    (re.compile(r"attachments"), "attachments"),
    (re.compile(r"addressee\.name"), "recipient_name"),
    (re.compile(r"addressee\.lines.*"), "recipient_lines"),
    (re.compile(r"addressee\.place"), "recipient_place"),
    (re.compile(r"body\[0\].*"), "opening"),
    (re.compile(r"body.*"), "body"),
    (re.compile(r"closing.*"), "closing"),
    (re.compile(r"copies.*"), "copies_to"),
)


@dataclass(frozen=True)
class Frozen:
    """A finished version: the file with its empty fields, as it is to be signed, and its number of pages."""

    pdf: bytes
    pages: int


def compose(office: offices.Office, content: Mapping[str, Any], check_url: str) -> paper.Letter:
    """The official letter with this content; number and date are left to the registry (16b)."""
    camat = office.official("camat")
    opening, *body, _closing = blocks_of(content)
    return paper.Letter(
        office=office.letterhead(),
        subject=content["subject"],
        addressee=paper.Addressee(content["recipient_name"], content["recipient_place"], content["recipient_lines"]),
        body=[opening, *body],
        closing=parse_runs(content["closing"]),
        signatory=paper.Signatory([f"{camat.title.upper()},"], camat.name, camat.rank, camat.nip),
        urgency=sifat(content),
        attachments=content["attachments"],
        copies=content["copies_to"],
        note=FOOT,
        code=qr_svg(check_url),
        style=paper.Style(paper=office.letters.paper, font=office.letters.font),
    )


def render(service: Service, letter_id: UUID, content: Mapping[str, Any], now: datetime) -> Typeset:
    """Lay the letter out.

    Raises:
        RuleBroken: characters that cannot be printed, named at the fields that hold them.
    """
    check_url = service.settings.public_url.rstrip("/") + CHECK_PATH.format(letter_id=letter_id)
    try:
        return paper.typeset_letter(compose(service.office, content, check_url), created=now)
    except MissingGlyphs as error:
        fields = {_source(path): [error.message] for path in error.where}
        raise RuleBroken(error.message, fields) from None


def freeze(service: Service, letter_id: UUID, content: Mapping[str, Any], now: datetime) -> Frozen:
    """Step 14: the file as it is submitted, with the empty fields for number, date, signature and seal. RuleBroken."""
    sheet = render(service, letter_id, content, now)
    return Frozen(signer_for(service.settings).prepare(sheet), sheet.pages)


def preview(
    service: Service, letter_id: UUID, content: Mapping[str, Any], page: int, now: datetime
) -> tuple[bytes, int, int]:
    """One page of an unsaved draft as PNG; returns (picture, page shown, pages). Empty parts are shown as dots.

    ``page`` counts from 1; one beyond the end shows the last. Raises RuleBroken as ``render``.
    """
    shown = {name: value or "…" if isinstance(value, str) else value for name, value in content.items()}
    sheet = render(service, letter_id, shown, now)
    wanted = min(max(page, 1), sheet.pages)
    return page_png(sheet.pdf, wanted - 1, PREVIEW_WIDTH), wanted, sheet.pages


def signer_for(settings: Settings) -> BuiltInSigner:
    """Who sets the signature: the office's own keys (TTE tidak tersertifikasi). Raises SettingsError without them."""
    if settings.keys_dir is None:
        raise SettingsError("SIGAP_KEYS_DIR is missing: the letters service signs with the keys in that folder.")
    return BuiltInSigner(settings.keys_dir)


def _source(path: str) -> str:
    return next((f"content.{name}" for pattern, name in _SOURCES if pattern.fullmatch(path)), "")

"""The letter as a file: frozen, that the Camat reviews and signs, and as a picture while it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.letters.papers.composing import PLAIN, Printed, compose
from services.letters.rules.signatory import on_behalf, rules_for
from services.letters.tables import Letter
from services.shared.errors import RuleBroken
from services.shared.paper import letter as paper
from services.shared.paper.errors import PaperError
from services.shared.paper.outside import merged
from services.shared.paper.preview import page_png
from services.shared.paper.typeset import Slot, Typeset
from services.shared.signing.choice import signer_for
from services.shared.unit_of_work import Service

CHECK_PATH = "/registry/check/{letter_id}"  # the registry's public page for one letter
UNMERGED = "Lampiran tidak dapat digabungkan ke surat. Hapus atau perkecil lampirannya, lalu coba lagi."
PREVIEW_WIDTH = 820  # pixels


@dataclass(frozen=True)
class Frozen:
    """A finished version: the file as it is to be signed, its number of pages, and where a signature is drawn."""

    pdf: bytes
    pages: int
    place: dict[str, Any] | None


def service_for(service: Service, letter: Letter) -> Service:
    """The service with the office's rules as they hold for this letter."""
    if not on_behalf(letter):
        return service
    rules = {"letters": rules_for(service.office, letter)}
    return replace(service, office=service.office.model_copy(update=rules))


def render(
    service: Service, letter_id: UUID, content: Mapping[str, Any], now: datetime, printed: Printed = PLAIN
) -> Typeset:
    """Lay the letter out, its attachments behind it.

    Raises:
        RuleBroken: its attachments cannot be merged with it.
    """
    check_url = service.settings.public_url.rstrip("/") + CHECK_PATH.format(letter_id=letter_id)
    sheet = paper.typeset_letter(compose(service.office, content, check_url, printed), created=now)
    try:
        return merged(sheet, printed.attachments)
    except PaperError:
        raise RuleBroken.at("file", UNMERGED) from None


def freeze(
    service: Service, letter_id: UUID, content: Mapping[str, Any], now: datetime, printed: Printed = PLAIN
) -> Frozen:
    """Step 14: the file as it is submitted, and as it is signed where it can be signed as it is. RuleBroken.

    Number after the signature: with empty fields for number, date, signature and seal. Number reserved: with the last
    two, once it has its number. On paper: as it is.
    """
    sheet = render(service, letter_id, content, now, printed)
    to_sign = service.office.letters.signing == "after" or printed.number is not None
    pdf = signer_for(service.settings, service.office).prepare(sheet) if to_sign else sheet.pdf
    place = sheet.slots.get("signature")
    return Frozen(pdf, sheet.pages, asdict(place) if place else None)


def place_of(draft_place: Mapping[str, Any] | None) -> Slot | None:
    """The place of the signature from its JSON form."""
    return Slot(**draft_place) if draft_place else None


def preview(
    service: Service,
    letter_id: UUID,
    content: Mapping[str, Any],
    page: int,
    now: datetime,
    printed: Printed = PLAIN,
) -> tuple[bytes, int, int]:
    """One page of an unsaved draft as PNG; returns (picture, page shown, pages). Empty parts are shown as dots.

    ``page`` counts from 1; one beyond the end shows the last. Raises RuleBroken as ``render``.
    """
    shown = {name: value or "…" if isinstance(value, str) else value for name, value in content.items()}
    sheet = render(service, letter_id, shown, now, printed)
    wanted = min(max(page, 1), sheet.pages)
    return page_png(sheet.pdf, wanted - 1, PREVIEW_WIDTH), wanted, sheet.pages

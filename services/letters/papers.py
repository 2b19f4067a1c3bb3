"""The letter on paper: content in, the file out that the Camat reviews and signs (steps 14 and 15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.letters.content import blocks_of, sifat
from services.letters.faults import at_fields
from services.letters.markup import parse_runs
from services.shared.calendar.clock import long_date
from services.shared.config import office as offices
from services.shared.errors import RuleBroken
from services.shared.paper import letter as paper
from services.shared.paper.errors import MissingGlyphs, PaperError
from services.shared.paper.outside import merged
from services.shared.paper.preview import page_png
from services.shared.paper.qr import qr_svg
from services.shared.paper.typeset import Slot, Typeset
from services.shared.signing.choice import signer_for
from services.shared.unit_of_work import Service

CHECK_PATH = "/registry/check/{letter_id}"  # the registry's public page for one letter
PREVIEW_WIDTH = 820  # pixels
_LOOK = "Keasliannya dapat diperiksa dengan memindai kode ini."
FEET = {
    "internal": "Surat ini ditandatangani secara elektronik dengan tanda tangan elektronik tidak tersertifikasi "
    f"(internal).\n{_LOOK}",
    "bsre": "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan "
    f"oleh Balai Besar Sertifikasi Elektronik (BSrE), Badan Siber dan Sandi Negara.\n{_LOOK}",
    "wet": "Surat ini ditandatangani di atas kertas. Nomor dan tanggalnya dapat diperiksa dengan memindai kode ini.",
}
ON_PAPER = "." * 46  # where number and date are written by hand


@dataclass(frozen=True)
class Printed:
    """What stands on a version beside its content: number and date where they are known, and what goes with it."""

    number: str | None = None
    dated: date | None = None
    attachments: Sequence[bytes] = field(default=(), repr=False)
    signatory: paper.Signatory | None = None  # where it is not the Camat


@dataclass(frozen=True)
class Frozen:
    """A finished version: the file as it is to be signed, its number of pages, and where a signature is drawn."""

    pdf: bytes
    pages: int
    place: dict[str, Any] | None


def compose(
    office: offices.Office, content: Mapping[str, Any], check_url: str, printed: Printed = Printed()
) -> paper.Letter:
    """The official letter with this content, by the office's way of numbering and signing."""
    camat = office.official("camat")
    opening, *body, _closing = blocks_of(content)
    number, dated = _head(office, printed)
    return paper.Letter(
        office=office.letterhead(),
        subject=content["subject"],
        addressee=paper.Addressee(content["recipient_name"], content["recipient_place"], content["recipient_lines"]),
        body=[opening, *body],
        closing=parse_runs(content["closing"]),
        signatory=printed.signatory or paper.Signatory([f"{camat.title.upper()},"], camat.name, camat.rank, camat.nip),
        urgency=sifat(content),
        attachments=content["attachments"],
        number=number,
        date=dated,
        copies=content["copies_to"],
        note=FEET[signing_of(office)],
        code=qr_svg(check_url),
        style=paper.Style(paper=office.letters.paper, font=office.letters.font),
    )


def _head(office: offices.Office, printed: Printed) -> tuple[str | None, str | None]:
    """Number and date: fields for the registry (None), dots for the pen, or what was reserved (blank until then)."""
    if office.letters.signing == "wet":
        return ON_PAPER, ON_PAPER[:30]
    if office.letters.signing == "after":
        return None, None
    return printed.number or "", long_date(printed.dated) if printed.dated else ""


def signing_of(office: offices.Office) -> str:
    """How letters are signed now: ``internal``, ``bsre`` or ``wet``."""
    return "wet" if office.letters.signing == "wet" else office.letters.signer


def render(
    service: Service, letter_id: UUID, content: Mapping[str, Any], now: datetime, printed: Printed = Printed()
) -> Typeset:
    """Lay the letter out, its attachments behind it.

    Raises:
        RuleBroken: characters that cannot be printed, named at the fields that hold them, with their line.
    """
    check_url = service.settings.public_url.rstrip("/") + CHECK_PATH.format(letter_id=letter_id)
    try:
        sheet = paper.typeset_letter(compose(service.office, content, check_url, printed), created=now)
    except MissingGlyphs as error:
        raise RuleBroken(error.message, at_fields(error, content)) from None
    try:
        return merged(sheet, printed.attachments)
    except PaperError:
        message = "Lampiran tidak dapat digabungkan ke surat. Hapus atau perkecil lampirannya, lalu coba lagi."
        raise RuleBroken(message, {"file": [message]}) from None


def freeze(
    service: Service, letter_id: UUID, content: Mapping[str, Any], now: datetime, printed: Printed = Printed()
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
    printed: Printed = Printed(),
) -> tuple[bytes, int, int]:
    """One page of an unsaved draft as PNG; returns (picture, page shown, pages). Empty parts are shown as dots.

    ``page`` counts from 1; one beyond the end shows the last. Raises RuleBroken as ``render``.
    """
    shown = {name: value or "…" if isinstance(value, str) else value for name, value in content.items()}
    sheet = render(service, letter_id, shown, now, printed)
    wanted = min(max(page, 1), sheet.pages)
    return page_png(sheet.pdf, wanted - 1, PREVIEW_WIDTH), wanted, sheet.pages

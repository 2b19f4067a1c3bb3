"""The official letter: a content, by the office's way of numbering and signing (steps 14 and 15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.letters.markup import parse_runs
from services.letters.rules.content import blocks_of, enclosed, sifat
from services.shared.calendar.clock import long_date
from services.shared.config import office as offices
from services.shared.paper import letter as paper
from services.shared.paper.qr import qr_svg

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


PLAIN = Printed()


def compose(
    office: offices.Office, content: Mapping[str, Any], check_url: str, printed: Printed = PLAIN
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
        attachments=enclosed(content["attachments"], len(printed.attachments)),
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

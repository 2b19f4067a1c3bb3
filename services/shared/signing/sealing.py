"""Number, date and office seal: the registry's one increment after the Camat's signature."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from services.shared.signing.conditions import known, locks, signer_checks
from services.shared.signing.errors import NotGenuine, SigningRefused
from services.shared.signing.keys import KeyHolder, seal_holder
from services.shared.signing.signers import Named
from services.shared.signing.trust import TrustAnchors
from services.shared.signing.verdict import opened, printed

if TYPE_CHECKING:
    from pyhanko.pdf_utils.generic import IndirectObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.reader import PdfFileReader

    from services.shared.signing.inspection import Inspected
    from services.shared.signing.stamps import Box


def seal(
    pdf: bytes,
    *,
    number: str,
    date_text: str,
    folder: Path,
    passphrase: str,
    trust: TrustAnchors,
    now: datetime,
    tsa_url: str | None = None,
    named: Named | None = None,
) -> bytes:
    """Fill in number and date and set the office seal, all in one increment, after which nothing may change.

    The Camat's signature is validated first: a file painted over between signature and seal would otherwise carry a
    seal that validates. Where number and date are printed already (reserved number), they are only compared.

    Args:
        pdf: what ``Signer.sign`` returned, unchanged.
        number: the letter's number, as it is to stand on it and in the register.
        date_text: the letter's date in words, as ``24 November 2026``.
        folder, passphrase: where the seal's key is, and what opens it.
        named: whom the letter names as its signer, and when it was signed.
        tsa_url: a time-stamping authority; the file then gets an archive time stamp too (PAdES B-LTA).

    Raises:
        NotGenuine: the file is not exactly what a Camat of this office signed, or it holds another number.
        WrongPassphrase: the passphrase does not open the seal's key.
        SigningRefused: there is no key, or its certificate is out of time.
        Unavailable: the time-stamping authority does not answer.
    """
    reasons = objections(pdf, number, date_text, trust, named)
    if reasons:
        raise NotGenuine(reasons)
    holder = seal_holder(folder, passphrase, now)
    sealed = _fill_and_seal(pdf, {"number": number, "date": date_text}, holder, now, tsa_url)
    if not tsa_url:
        return sealed
    from services.shared.signing.timestamps import archived

    return archived(sealed, trust, tsa_url)


def objections(pdf: bytes, number: str, date_text: str, trust: TrustAnchors, named: Named | None = None) -> list[str]:
    """Why this file must not be sealed: names of checks, empty where it may be."""
    found = opened(pdf, trust)
    if found is None:
        return ["readable"]
    from services.shared.signing.fields import DATE, NUMBER, SEAL, find_field, text_value

    checks = _of_camat(found, trust) | {
        "seal_free": find_field(found.reader, SEAL) is not None,
        "number_free": _fits(pdf, text_value(found.reader, NUMBER), number),
        "date_free": _fits(pdf, text_value(found.reader, DATE), date_text),
    }
    checks |= {check.name: check.ok for check in signer_checks(found.camat, named, trust)}
    return [name for name, ok in checks.items() if not ok]


def _of_camat(found: Inspected, trust: TrustAnchors) -> dict[str, bool]:
    """What is asked of the one signature that the file has before its seal."""
    camat = found.camat
    return {
        "camat_signed": camat is not None,
        "camat_valid": camat is not None and camat.valid,
        "camat_known": camat is not None and known("camat", camat, trust),
        "camat_certifies": camat is not None and locks(camat, trust),
        "nothing_after": camat is not None and camat.covers_all,
        "only_signature": camat is not None and found.signatures.keys() == {camat.field},
    }


def _fits(pdf: bytes, value: str | None, wanted: str) -> bool:
    """Whether the words can be filled in, or, on a letter printed with them, already stand there."""
    return bool(wanted.strip()) and (value == "" or (value is None and printed(pdf, wanted)))


def _fill_and_seal(
    pdf: bytes, texts: dict[str, str], holder: KeyHolder, now: datetime, tsa_url: str | None = None
) -> bytes:
    from services.shared.signing.fields import SEAL, find_field
    from services.shared.signing.increments import PdfAWriter
    from services.shared.signing.pades import sign_field
    from services.shared.signing.stamps import seal_stamp

    writer = PdfAWriter(BytesIO(pdf))
    for name, text in texts.items():
        if (reference := find_field(writer.prev, name)) is not None:
            _fill(writer, reference, text, now)
    stamp = seal_stamp(_seal_box(writer.prev), holder.organisation, holder.name)
    return sign_field(writer, SEAL, holder, stamp, now, certify=False, tsa_url=tsa_url)


def _seal_box(reader: PdfFileReader) -> Box:
    """The place of the seal; ``objections`` has looked for it, this holds for callers to come."""
    from services.shared.signing.fields import SEAL, box_of, find_field

    seal_field = find_field(reader, SEAL)
    if seal_field is None:
        raise SigningRefused("Berkas ini tidak menyediakan tempat segel.")
    return box_of(seal_field.get_object())


def _fill(writer: IncrementalPdfFileWriter, reference: IndirectObject, text: str, now: datetime) -> None:
    """Value and drawn appearance of a text field."""
    from pyhanko.pdf_utils.generic import pdf_name, pdf_string

    from services.shared.signing.appearance import drawn
    from services.shared.signing.fields import box_of
    from services.shared.signing.stamps import line_stamp

    field = writer.get_object(reference.reference)
    field[pdf_name("/V")] = pdf_string(text)
    field[pdf_name("/AP")] = drawn(writer, line_stamp(box_of(field), text, now))
    writer.mark_update(reference)

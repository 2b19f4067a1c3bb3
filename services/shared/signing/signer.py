"""Setting the Camat's signature. One interface; the built-in signer uses the office's own keys.

A passphrase is an argument of the one call that needs it: never in a message, a log or a database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Protocol

from services.shared.paper.typeset import Typeset
from services.shared.signing.authority import load_signer
from services.shared.signing.errors import SigningRefused


class Signer(Protocol):
    """What a way of signing offers.

    ``keeps_fields``: whether the empty number, date and seal fields survive the signature, so that the registry can
    number and seal afterwards. Where they do not, the number is reserved and printed before signing.
    """

    keeps_fields: bool

    def prepare(self, sheet: Typeset) -> bytes:
        """The file as it is to be signed, with its empty fields. Raises SigningRefused."""
        ...

    def sign(self, pdf: bytes, *, passphrase: str, now: datetime) -> bytes:
        """The signed file.

        Raises:
            WrongPassphrase: nothing was signed.
            SigningRefused: nothing was signed, and the same try would fail again.
            SigningUnknown: no answer in time; it may have been signed. Never tried again by itself.
        """
        ...


@dataclass(frozen=True)
class BuiltInSigner:
    """Signs with the key in ``folder`` (see ``authority``): *TTE tidak tersertifikasi*, and the page says so."""

    folder: Path
    keeps_fields: bool = True

    def prepare(self, sheet: Typeset) -> bytes:
        """Add the empty fields. Raises SigningRefused where the sheet has no slots for signature and seal."""
        from services.shared.signing.fields import add_fields

        return add_fields(sheet)

    def sign(self, pdf: bytes, *, passphrase: str, now: datetime) -> bytes:
        """Certification signature that allows filling in fields, PAdES B-B, with a visible stamp.

        Raises:
            WrongPassphrase: the passphrase does not open the Camat's key.
            SigningRefused: signed already, not prepared, no PDF, or the certificate is out of time.
        """
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.pdf_utils.misc import PdfError

        from services.shared.signing.fields import SIGNATURE, box_of, find_field
        from services.shared.signing.pades import sign_field
        from services.shared.signing.stamps import signature_stamp

        holder = load_signer(self.folder, "camat", passphrase, now)
        try:
            writer = IncrementalPdfFileWriter(BytesIO(pdf))
            reference = find_field(writer.prev, SIGNATURE)
            if reference is None or "/V" in reference.get_object():
                raise SigningRefused("Berkas ini belum disiapkan untuk ditandatangani, atau sudah ditandatangani.")
            stamp = signature_stamp(box_of(reference.get_object()), holder.name, now)
            return sign_field(writer, SIGNATURE, holder, stamp, now, certify=True)
        except PdfError as error:
            raise SigningRefused("Berkas ini tidak dapat dibaca sebagai PDF.") from error

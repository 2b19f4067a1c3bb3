"""Signature, seal and verdict behind one interface; the built-in signer uses the office's own keys.

A passphrase is an argument of the one call that needs it: never in a message, a log or a database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Literal, Protocol

from pydantic import SecretStr

from services.shared.paper.typeset import Slot, Typeset
from services.shared.signing.errors import SigningRefused
from services.shared.signing.keys import Key, KeyHolder, load_signer
from services.shared.signing.signers import Named, Term, check
from services.shared.signing.trust import TrustAnchors
from services.shared.signing.verdict import Expected, Verdict
from services.shared.signing.verdict import verify as judge

Kind = Literal["internal", "bsre"]


class Signer(Protocol):
    """What a way of signing offers.

    ``kind``: whose certificates sign. ``remote``: whether another machine signs, so that an answer may fail to come
    and the file may come back otherwise than it went.
    """

    @property
    def kind(self) -> Kind: ...

    @property
    def remote(self) -> bool: ...

    def prepare(self, sheet: Typeset) -> bytes:
        """The file as it is to be signed, with its empty fields. Raises SigningRefused."""
        ...

    def sign(
        self, pdf: bytes, *, passphrase: str, now: datetime, place: Slot | None = None, named: Named | None = None
    ) -> bytes:
        """The signed file; ``place`` is where a remote signer draws the signature, ``named`` whom the letter names.

        Raises:
            WrongPassphrase: nothing was signed.
            SigningRefused: nothing was signed, and the same try would fail again.
            Unavailable: nothing was signed; trying again later is right.
            SigningUnknown: no answer in time; it may have been signed. Never tried again by itself.
        """
        ...

    def seal(
        self,
        pdf: bytes,
        *,
        number: str,
        date_text: str,
        now: datetime,
        certificate: str | None = None,
        named: Named | None = None,
    ) -> bytes:
        """The file with number, date and office seal; ``certificate`` is the signer's, where a provider issued it.

        Raises:
            NotGenuine: not exactly what the Camat signed. SigningRefused, WrongPassphrase: the seal's key.
        """
        ...

    def verify(self, pdf: bytes, expected: Expected | None = None, certificate: str | None = None) -> Verdict:
        """The verdict on any bytes."""
        ...


@dataclass(frozen=True)
class BuiltInSigner:
    """Signs with the key in ``folder`` (see ``authority``): *TTE tidak tersertifikasi*, and the page says so.

    ``seal_passphrase`` is there only in the process that seals; with ``tsa_url`` signatures carry time stamps. ``key``
    is whose key signs: the Camat's, or an acting head's (``authority.acting_key``).
    """

    folder: Path
    seal_passphrase: SecretStr | None = None
    tsa_url: str | None = None
    kind: Kind = "internal"
    remote: bool = False
    key: Key = "camat"

    def prepare(self, sheet: Typeset) -> bytes:
        """Add the empty fields. Raises SigningRefused where the sheet has no slots for signature and seal."""
        from services.shared.signing.fields import add_fields

        return add_fields(sheet)

    def sign(
        self, pdf: bytes, *, passphrase: str, now: datetime, place: Slot | None = None, named: Named | None = None
    ) -> bytes:
        """Certification signature that allows filling in fields, PAdES B-B or B-T, with a visible stamp.

        Raises:
            WrongPassphrase: the passphrase does not open the signer's key.
            SigningRefused: signed already, not prepared, no PDF, the certificate is out of time, or another's than
                the official whom the letter names.
            Unavailable: the time-stamping authority does not answer.
        """
        from pyhanko.pdf_utils.misc import PdfError

        from services.shared.signing.fields import SIGNATURE, box_of, find_field
        from services.shared.signing.increments import PdfAWriter
        from services.shared.signing.pades import sign_field
        from services.shared.signing.stamps import signature_stamp

        holder = load_signer(self.folder, self.key, passphrase, now)
        if named is not None:
            check(self._term(holder), named)
        try:
            writer = PdfAWriter(BytesIO(pdf))
            reference = find_field(writer.prev, SIGNATURE)
            if reference is None or "/V" in reference.get_object():
                raise SigningRefused("Berkas ini belum disiapkan untuk ditandatangani, atau sudah ditandatangani.")
            stamp = signature_stamp(box_of(reference.get_object()), holder.name, now)
            return sign_field(writer, SIGNATURE, holder, stamp, now, certify=True, tsa_url=self.tsa_url)
        except PdfError as error:
            raise SigningRefused("Berkas ini tidak dapat dibaca sebagai PDF.") from error

    def seal(
        self,
        pdf: bytes,
        *,
        number: str,
        date_text: str,
        now: datetime,
        certificate: str | None = None,
        named: Named | None = None,
    ) -> bytes:
        """Validate the Camat's signature first, then fill in and seal in one increment. See ``sealing.seal``."""
        from services.shared.signing.sealing import seal

        if self.seal_passphrase is None:
            raise SigningRefused("Kunci segel kantor tidak tersedia di sini.")
        return seal(
            pdf,
            number=number,
            date_text=date_text,
            folder=self.folder,
            passphrase=self.seal_passphrase.get_secret_value(),
            trust=self._trust(certificate),
            now=now,
            tsa_url=self.tsa_url,
            named=named,
        )

    def verify(self, pdf: bytes, expected: Expected | None = None, certificate: str | None = None) -> Verdict:
        """The verdict against the office's roots and pins."""
        return judge(pdf, self._trust(certificate), expected)

    def _term(self, holder: KeyHolder) -> Term:
        """The table's line of this key, or what its certificate says where it is older than the table."""
        from services.shared.signing.certificates import as_term, fingerprint

        return self._trust(None).term(fingerprint(holder.certificate)) or as_term(holder.certificate)

    def _trust(self, certificate: str | None) -> TrustAnchors:
        return TrustAnchors.load(self.folder).knowing(certificate)

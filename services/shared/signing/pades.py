"""One PAdES signature in one increment. Imports pyHanko; import it where used."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from services.shared.errors import Unavailable
from services.shared.signing.appearance import DrawnStyle
from services.shared.signing.certificates import der
from services.shared.signing.keys import KeyHolder
from services.shared.signing.timestamps import AWAY, HttpxTimeStamper

_PLACEHOLDER = 8192  # hex digits kept free for the CMS object; ours takes about 3,000
_TIME_STAMP = 24_576  # and for a time stamp with its authority's certificates


class _TimedSigner(PdfSigner):
    """PdfSigner asks the machine for the time; we are told it."""

    now: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.now
        return session


def sign_field(
    writer: IncrementalPdfFileWriter,
    field: str,
    holder: KeyHolder,
    stamp: bytes,
    now: datetime,
    *,
    certify: bool,
    tsa_url: str | None = None,
) -> bytes:
    """Sign an existing empty field, with everything that ``writer`` has pending, in one increment.

    Args:
        stamp: a PDF page of the field's size, its visible appearance.
        certify: the first signature, that allows filling in fields; otherwise the field's own lock decides.
        tsa_url: where a time stamp is asked for (B-T instead of B-B).

    Raises:
        Unavailable: the time-stamping authority does not answer.
    """
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=holder.name,
        certify=certify,
        docmdp_permissions=MDPPerm.FILL_FORMS if certify else MDPPerm.NO_CHANGES,
    )
    stamper = time_stamper(tsa_url)
    signer = _TimedSigner(metadata, simple_signer(holder), timestamper=stamper, stamp_style=DrawnStyle(stamp=stamp))
    signer.now = now
    target = BytesIO()
    reserved = _PLACEHOLDER if stamper is None else _PLACEHOLDER + _TIME_STAMP
    try:
        signer.sign_pdf(writer, existing_fields_only=True, bytes_reserved=reserved, output=target)
    except TimestampRequestError as error:
        raise Unavailable(AWAY) from error
    return target.getvalue()


def time_stamper(url: str | None) -> TimeStamper | None:
    """The time-stamping authority at this address; none without one."""
    return HttpxTimeStamper(url) if url else None


def simple_signer(holder: KeyHolder) -> SimpleSigner:
    """Only the signer's own certificate goes into the file: what else is put there no signature covers."""
    private = holder.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(
        signing_cert=x509.Certificate.load(der(holder.certificate)),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )

"""A file under the office's seal: a detached CMS signature (RFC 5652), which any program for it can check.

``openssl cms -verify -binary -inform DER -in FILE.p7s -content FILE -CAfile root.pem`` does. What it is for stands in
what is signed (``purpose.py``). Where the office has a time-stamping authority, its stamp (RFC 3161) lies in the
signature. Imports pyHanko; import it where used.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import cms
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.validation import async_validate_detached_cms

from services.shared.errors import Unavailable
from services.shared.signing.inspection import context
from services.shared.signing.keys import KeyHolder
from services.shared.signing.pades import simple_signer, time_stamper
from services.shared.signing.purpose import Purposed, purpose_of
from services.shared.signing.timestamps import AWAY
from services.shared.signing.trust import Role, TrustAnchors

LARGEST = 256 * 1024  # bytes; a signature with a time stamp and its certificates takes about 10,000
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Proof:
    """Who signed (SHA-256 of the certificate, hex), when by the signature's own word, and when by a time stamp.

    ``purpose``: what it was put on for; None in one that was made before that was written down.
    """

    certificate: str
    signed_at: datetime | None
    stamped_at: datetime | None
    purpose: str | None = None


def sign(content: bytes, holder: KeyHolder, now: datetime, tsa_url: str | None = None, *, purpose: str) -> bytes:
    """The detached signature, DER. Raises Unavailable where the time-stamping authority does not answer."""
    attributes = PdfCMSSignedAttributes(signing_time=now.astimezone(UTC))
    signer = simple_signer(holder)
    signer.signed_attr_prov_spec = Purposed(signer, attributes, purpose)
    signing = signer.async_sign_general_data(
        content, "sha256", timestamper=time_stamper(tsa_url), signed_attr_settings=attributes
    )
    try:
        return bytes(asyncio.run(signing).dump())
    except TimestampRequestError as error:
        raise Unavailable(AWAY) from error


def proven(content: bytes, signature: bytes, trust: TrustAnchors, role: Role = "seal", *, purpose: str) -> Proof | None:
    """What a signature proves of exactly these bytes; None where nobody whom ``trust`` pins in the role signed them.

    One that says another purpose proves nothing here; one of before, that says none, is judged by what it is on.
    Any bytes may come in. The certificate is judged at the time that the signature reports, as letters are.
    """
    try:
        proof = _judged(content, signature, trust, role)
        return proof if proof is None or proof.purpose in {None, purpose} else None
    except Exception as error:  # hostile bytes fail in any way that a parser can fail
        log.info("no signature of ours: %s: %s", type(error).__name__, error)
        return None


def _judged(content: bytes, signature: bytes, trust: TrustAnchors, role: Role) -> Proof | None:
    if len(signature) > LARGEST:
        return None
    message = cms.ContentInfo.load(signature, strict=True)
    signed = message["content"]
    reported = _reported(signed)
    asked = async_validate_detached_cms(content, signed, context(trust.roots, reported))
    status = asyncio.run(asked)
    found = status.signing_cert.sha256.hex()
    if not status.bottom_line or found not in trust.pins.get(role, frozenset()):
        return None
    stamp = status.timestamp_validity
    (signer,) = signed["signer_infos"]
    return Proof(found, reported, stamp.timestamp if stamp else None, purpose_of(signer))


def _reported(signed: cms.SignedData) -> datetime | None:
    (signer,) = signed["signer_infos"]
    times = [each["values"][0].native for each in signer["signed_attrs"] if each["type"].native == "signing_time"]
    return times[0] if times else None

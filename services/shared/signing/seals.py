"""Plain data under the office's seal: a signature and the certificate beside it, as JSON can hold them."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from services.shared.signing.certificates import der, fingerprint
from services.shared.signing.keys import KeyHolder


def seal(content: bytes, holder: KeyHolder) -> dict[str, str]:
    """Signature and certificate, both base64."""
    return {
        "signature": base64.b64encode(holder.key.sign(content, ec.ECDSA(hashes.SHA256()))).decode(),
        "certificate": base64.b64encode(der(holder.certificate)).decode(),
    }


def sealed_by(content: bytes, kept: Mapping[str, str]) -> str | None:
    """The fingerprint (SHA-256, hex) of the certificate whose key signed exactly this; None where none did.

    Whether that certificate is the office's, the caller has to ask.
    """
    try:
        certificate = x509.load_der_x509_certificate(base64.b64decode(kept["certificate"]))
        key = certificate.public_key()
        if not isinstance(key, ec.EllipticCurvePublicKey):
            return None
        key.verify(base64.b64decode(kept["signature"]), content, ec.ECDSA(hashes.SHA256()))
    except (ValueError, KeyError, TypeError, InvalidSignature):
        return None
    return fingerprint(certificate)

"""The office's certificates: the seal's, and the newest root; the Camat's own lies under a passphrase (``signers``)."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12

from deploy.doctor.finding import Finding, Findings, failure, good, warning
from deploy.installation import Installation
from services.shared.calendar import clock
from services.shared.config.settings import Settings
from services.shared.signing.ending import NEAR
from services.shared.signing.trust import TRUST_FILE, TrustAnchors


def certificates(_: Installation, values: dict[str, Settings]) -> Findings:
    """They can be opened and are within their time."""
    value = values["registry"]
    if value.keys_dir is None or value.seal_passphrase is None or not (value.keys_dir / TRUST_FILE).exists():
        yield failure("certificate", "the office has no keys", "Run `sigap migrate`.")
        return
    roots = [x509.load_der_x509_certificate(root) for root in TrustAnchors.load(value.keys_dir).roots]
    yield _validity("the newest root", max(roots, key=lambda root: root.not_valid_after_utc))
    try:
        sealed = (value.keys_dir / "seal.p12").read_bytes()
        seal = pkcs12.load_key_and_certificates(sealed, value.seal_passphrase.get_secret_value().encode())[1]
        assert seal is not None
        yield _validity("the seal", seal)
    except (OSError, ValueError) as error:
        yield failure("certificate", f"seal.p12 cannot be opened: {error}", "Restore it from the backup.")


def _validity(name: str, certificate: x509.Certificate) -> Finding:
    end = certificate.not_valid_after_utc
    found = f"{name} is valid until {clock.long_date(end)}"
    if end < clock.now():
        advice = "Letters can no longer be sealed with it: renew the keys, then start again."
        return failure("certificate", found, advice)
    if end < clock.now() + NEAR:
        return warning("certificate", found, "Renew it before that day.")
    return good("certificate", found)

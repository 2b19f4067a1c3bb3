"""The office's certificates: the seal's, and the newest root (the Camat's own: ``signers``); keys of personal data."""

from __future__ import annotations

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12

from deploy.doctor.finding import Finding, Findings, failure, good, warning
from deploy.installation import Installation
from services.shared.calendar import clock
from services.shared.config.settings import Settings
from services.shared.encryption.vault import keys_of
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
    yield _seal(value.keys_dir / "seal.p12", value.seal_passphrase.get_secret_value())


def _seal(file: Path, passphrase: str) -> Finding:
    try:
        seal = pkcs12.load_key_and_certificates(file.read_bytes(), passphrase.encode())[1]
    except (OSError, ValueError) as error:
        return failure("certificate", f"seal.p12 cannot be opened: {error}", "Restore it from the backup.")
    assert seal is not None
    return _validity("the seal", seal)


def apart(installation: Installation, values: dict[str, Settings]) -> Findings:
    """Each service's keys of personal data are its own alone, once the one that all had is dropped."""
    seen: set[str] = set()
    for value in (installation.sign_in, *values.values()):
        own = {*keys_of(value.field_keys), *keys_of(value.index_key)}
        if own & seen:
            advice = "Run `sigap keys rotate`, then `sigap keys drop`, and start all processes anew."
            yield warning("personal data", "the services still share a former key", advice)
            return
        seen |= own
    yield good("personal data", "each service has keys of its own")


def _validity(name: str, certificate: x509.Certificate) -> Finding:
    end = certificate.not_valid_after_utc
    found = f"{name} is valid until {clock.long_date(end)}"
    if end < clock.now():
        advice = "Letters can no longer be sealed with it: renew the keys, then start again."
        return failure("certificate", found, advice)
    if end < clock.now() + NEAR:
        return warning("certificate", found, "Renew it before that day.")
    return good("certificate", found)

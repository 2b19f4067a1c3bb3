"""X.509 for the office's authority: a one-off root and the certificates below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from services.shared.signing.keys import KeyHolder
from services.shared.signing.signers import Term

ROOT_YEARS, LEAF_YEARS = 20, 5
USAGES = (
    "digital_signature", "content_commitment", "key_cert_sign", "crl_sign", "key_encipherment", "data_encipherment",
    "key_agreement", "encipher_only", "decipher_only",
)  # fmt: skip
DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336


@dataclass(frozen=True)
class Subject:
    """Whom a certificate names. X.509 allows 64 characters for each part; longer ones are cut."""

    name: str
    organisation: str
    unit: str
    serial: str

    def as_x509(self) -> x509.Name:
        """The distinguished name, in Indonesia."""
        parts = [
            (NameOID.COUNTRY_NAME, "ID"),
            (NameOID.ORGANIZATION_NAME, self.organisation),
            (NameOID.ORGANIZATIONAL_UNIT_NAME, self.unit),
            (NameOID.COMMON_NAME, self.name),
            (NameOID.SERIAL_NUMBER, self.serial),
        ]
        return x509.Name([x509.NameAttribute(oid, value[:64]) for oid, value in parts if value])


def issue(
    office_name: str, subjects: Sequence[Subject], now: datetime, until: datetime | None = None
) -> list[KeyHolder]:
    """A fresh root and, below it, one key and certificate for each subject, valid ``until`` then or for LEAF_YEARS.

    The root's key is forgotten.
    """
    root_key = ec.generate_private_key(ec.SECP256R1())
    name = Subject(f"Otoritas internal {office_name}", office_name, "TTE tidak tersertifikasi", "").as_x509()
    root = _sign_root(root_key, name, now)
    return [_sign_leaf(root_key, root, subject.as_x509(), now, until) for subject in subjects]


def _sign_root(key: ec.EllipticCurvePrivateKey, name: x509.Name, now: datetime) -> x509.Certificate:
    builder = (
        _builder(key, name, name, now, now + timedelta(days=365 * ROOT_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    )
    return builder.sign(key, hashes.SHA256())


def _sign_leaf(
    root_key: ec.EllipticCurvePrivateKey, root: x509.Certificate, name: x509.Name, now: datetime, until: datetime | None
) -> KeyHolder:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    builder = (
        _builder(key, name, root.subject, now, until or now + timedelta(days=365 * LEAF_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(issuer, critical=False)
    )
    return KeyHolder(key, builder.sign(root_key, hashes.SHA256()), (root,))


def _builder(
    key: ec.EllipticCurvePrivateKey, subject: x509.Name, issuer: x509.Name, now: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(**given: bool) -> x509.KeyUsage:
    """KeyUsage; ``content_commitment`` is nonRepudiation, without which pyHanko does not accept a signer."""
    return x509.KeyUsage(**(dict.fromkeys(USAGES, False) | given))


def der(certificate: x509.Certificate) -> bytes:
    """The certificate's DER bytes."""
    return certificate.public_bytes(Encoding.DER)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the DER bytes, hex."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def by_eye(certificate: x509.Certificate) -> str:
    """The same in groups of four that people can compare."""
    digits = fingerprint(certificate).upper()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def as_term(certificate: x509.Certificate) -> Term:
    """Holder and time as a certificate itself states them: what stands in for a line of the table of signers."""
    named = {part.oid: str(part.value) for part in certificate.subject}
    return Term(
        key="",
        title="",
        name=named.get(NameOID.COMMON_NAME, ""),
        nip=named.get(NameOID.SERIAL_NUMBER, ""),
        certificate=fingerprint(certificate),
        since=certificate.not_valid_before_utc,
        until=certificate.not_valid_after_utc,
    )

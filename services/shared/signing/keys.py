"""The office's signing keys as files: one PKCS #12 for each who signs, each under its own passphrase, mode 0600."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from services.shared.signing.errors import SigningRefused, WrongPassphrase
from services.shared.storage import private_file

if TYPE_CHECKING:  # imported where it is used, so that what only reads letters starts without it
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.serialization import KeySerializationEncryption
    from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates
    from cryptography.x509 import Certificate, ObjectIdentifier

Key = str  # whose key: "camat", "seal", or what ``acting_key`` gives
# Rounds of PBKDF2-HMAC-SHA-256; three derivations a file make about 100 ms a try.
KDF_ROUNDS = 100_000


@dataclass(frozen=True)
class KeyHolder:
    """An opened key with its certificate. The Camat's lives only as long as one request."""

    key: EllipticCurvePrivateKey
    certificate: Certificate
    chain: tuple[Certificate, ...]

    @property
    def name(self) -> str:
        """Common name: the Camat's name, or the office's."""
        from cryptography.x509.oid import NameOID

        return self._named(NameOID.COMMON_NAME)

    @property
    def organisation(self) -> str:
        """The government that the office belongs to."""
        from cryptography.x509.oid import NameOID

        return self._named(NameOID.ORGANIZATION_NAME)

    def _named(self, part: ObjectIdentifier) -> str:
        return str(self.certificate.subject.get_attributes_for_oid(part)[0].value)


def acting_key(username: str) -> Key:
    """The name of an acting head's key; a user name may hold what a file name may not."""
    return f"acting-{hashlib.sha256(username.encode()).hexdigest()[:24]}"


def key_file(folder: Path, key: Key) -> Path:
    """Where a key lies."""
    return folder / f"{key}.p12"


def store(folder: Path, key: Key, holder: KeyHolder, passphrase: str) -> None:
    """Put key, certificate and chain under a passphrase (AES-256); the file that was there goes."""
    from cryptography.hazmat.primitives.serialization import pkcs12

    chain, encryption = list(holder.chain), _encryption(passphrase)
    content = pkcs12.serialize_key_and_certificates(None, holder.key, holder.certificate, chain, encryption)
    private_file.write(key_file(folder, key), content)


def _encryption(passphrase: str) -> KeySerializationEncryption:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12

    return (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(KDF_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase.encode())
    )


def change_passphrase(folder: Path, key: Key, old: str, new: str) -> None:
    """Put the same key under another passphrase. Raises WrongPassphrase."""
    store(folder, key, load_signer(folder, key, old), new)


def load_signer(folder: Path, key: Key, passphrase: str, now: datetime | None = None) -> KeyHolder:
    """Open a key; with ``now``, only within the time of its certificate.

    Raises:
        WrongPassphrase: the passphrase does not open the file.
        SigningRefused: there is no such key, or its certificate is out of time.
    """
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    opened = _opened(key_file(folder, key), passphrase)
    if opened.cert is None or not isinstance(opened.key, EllipticCurvePrivateKey):
        raise SigningRefused("Berkas kunci tanda tangan rusak.")
    holder = KeyHolder(opened.key, opened.cert.certificate, tuple(one.certificate for one in opened.additional_certs))
    return _in_time(holder, now) if now else holder


def _opened(file: Path, passphrase: str) -> PKCS12KeyAndCertificates:
    from cryptography.hazmat.primitives.serialization import pkcs12

    try:
        return pkcs12.load_pkcs12(file.read_bytes(), passphrase.encode())
    except FileNotFoundError:
        raise SigningRefused("Kunci tanda tangan belum dibuat.") from None
    except ValueError:
        raise WrongPassphrase from None


def seal_holder(folder: Path, passphrase: str, now: datetime) -> KeyHolder:
    """The office seal's key, opened once per process: the sealing process holds its passphrase all the time anyway.

    A file that was changed is opened anew, and every use is within the time of the certificate. Raises as
    ``load_signer``.
    """
    try:
        found = key_file(folder, "seal").stat()
    except FileNotFoundError:
        raise SigningRefused("Kunci tanda tangan belum dibuat.") from None
    return _in_time(_opened_seal(folder, passphrase, (found.st_ino, found.st_mtime_ns)), now)


@lru_cache(maxsize=2)
def _opened_seal(folder: Path, passphrase: str, _version: tuple[int, int]) -> KeyHolder:
    return load_signer(folder, "seal", passphrase)


def _in_time(holder: KeyHolder, now: datetime) -> KeyHolder:
    certificate = holder.certificate
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise SigningRefused("Masa berlaku sertifikat tanda tangan belum mulai atau sudah habis.")
    return holder

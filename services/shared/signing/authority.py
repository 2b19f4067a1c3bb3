"""The office's own keys, for *TTE tidak tersertifikasi*: a root, the Camat's certificate and the office seal's.

All ECDSA P-256. The root's private key is thrown away once both certificates are made, so nobody can issue another one;
a new Camat, or whoever acts in the Camat's office, gets a new root. Files (folder 0700, files 0600): ``camat.p12``,
``seal.p12`` and one ``acting-….p12`` for each acting head (PKCS #12, each under its own passphrase), and ``trust.json``
(public: roots, and which certificates may act in which role).
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from services.shared.signing.errors import AuthorityExists, SigningRefused, WrongPassphrase

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.x509 import Certificate

Role = Literal["camat", "seal"]
Key = str  # whose key: a role, or what ``acting_key`` gives
ROLES: tuple[Role, ...] = ("camat", "seal")
TRUST_FILE = "trust.json"
# Roots of others that the office trusts, PEM, put there by the administrator: a certified provider's (BSrE) for the
# Camat's signatures, a time-stamping authority's for the time stamps.
OTHER_ROOTS = ("bsre.pem", "tsa.pem")


@dataclass(frozen=True)
class TrustAnchors:
    """Whom the office trusts. ``roots`` are DER certificates; ``pins`` maps a role to SHA-256 fingerprints (hex).

    Roles: ``camat`` and ``seal`` of the office's own authority; ``certified`` for a certificate that a certified
    provider issued to the Camat, known from the register's row of the one letter that is judged (``knowing``).
    """

    roots: tuple[bytes, ...]
    pins: dict[str, frozenset[str]]

    @classmethod
    def load(cls, folder: Path) -> TrustAnchors:
        """Read ``trust.json`` and the other roots. Raises FileNotFoundError where no authority was made."""
        content = json.loads((folder / TRUST_FILE).read_text(encoding="ascii"))
        roots = tuple(bytes.fromhex(root) for root in content["roots"])
        others = tuple(root for name in OTHER_ROOTS for root in other_roots(folder / name))
        return cls((*roots, *others), {role: frozenset(pins) for role, pins in content["pins"].items()})

    def knowing(self, certificate: str | None) -> TrustAnchors:
        """The same, with the certificate (SHA-256, hex) that signed one letter by a certified provider."""
        return TrustAnchors(self.roots, self.pins | {"certified": frozenset({certificate})}) if certificate else self


@dataclass(frozen=True)
class ActingHead:
    """Whom a certificate names that is made for an appointment, and when the appointment ends."""

    username: str
    name: str
    title: str
    nip: str
    until: datetime


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

        return str(self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)

    @property
    def organisation(self) -> str:
        """The government that the office belongs to."""
        from cryptography.x509.oid import NameOID

        return str(self.certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value)


def create_authority(
    folder: Path,
    office_name: str,
    camat_name: str,
    camat_nip: str,
    camat_passphrase: str,
    seal_passphrase: str,
    now: datetime,
    government: str = "",
) -> TrustAnchors:
    """Make root, Camat's certificate and office seal in ``folder``; returns what the office now trusts.

    Raises:
        AuthorityExists: the folder already holds keys.
    """
    from services.shared.signing.certificates import Subject, issue

    if any((folder / name).exists() for name in (TRUST_FILE, _key_file("camat"), _key_file("seal"))):
        raise AuthorityExists("Kunci tanda tangan sudah ada dan tidak ditimpa.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    organisation = government or office_name
    holders = issue(
        office_name,
        [Subject(camat_name, organisation, office_name, camat_nip), Subject(office_name, organisation, "Segel", "")],
        now,
    )
    _store(folder, "camat", holders[0], camat_passphrase)
    _store(folder, "seal", holders[1], seal_passphrase)
    return _trust(folder, dict(zip(ROLES, holders, strict=True)))


def change_camat(
    folder: Path,
    office_name: str,
    camat_name: str,
    camat_nip: str,
    passphrase: str,
    now: datetime,
    government: str = "",
) -> TrustAnchors:
    """Give a new Camat a certificate of their own. Letters of the former Camat stay valid; their key is gone."""
    from services.shared.signing.certificates import Subject, issue

    subject = Subject(camat_name, government or office_name, office_name, camat_nip)
    (holder,) = issue(office_name, [subject], now)
    _store(folder, "camat", holder, passphrase)
    return _trust(folder, {"camat": holder})


def change_seal(folder: Path, office_name: str, passphrase: str, now: datetime, government: str = "") -> TrustAnchors:
    """Give the office a new seal. What the former one sealed (letters, anchors, backups) stays good; its key goes."""
    from services.shared.signing.certificates import Subject, issue

    (holder,) = issue(office_name, [Subject(office_name, government or office_name, "Segel", "")], now)
    _store(folder, "seal", holder, passphrase)
    return _trust(folder, {"seal": holder})


def add_acting(
    folder: Path, office_name: str, government: str, acting: ActingHead, passphrase: str, now: datetime
) -> TrustAnchors:
    """Give an acting head (Plt., Plh., a.n.) a key of their own, whose certificate ends with the appointment.

    Their earlier key, if there was one, is gone; letters that it signed stay valid.
    """
    from services.shared.signing.certificates import Subject, issue

    subject = Subject(acting.name, government or office_name, acting.title, acting.nip)
    (holder,) = issue(office_name, [subject], now, until=acting.until)
    _store(folder, acting_key(acting.username), holder, passphrase)
    return _trust(folder, {"camat": holder})


def acting_key(username: str) -> Key:
    """The name of an acting head's key; a user name may hold what a file name may not."""
    return f"acting-{hashlib.sha256(username.encode()).hexdigest()[:24]}"


def change_passphrase(folder: Path, role: Key, old: str, new: str) -> None:
    """Put the same key under another passphrase. Raises WrongPassphrase."""
    _store(folder, role, load_signer(folder, role, old), new)


def load_signer(folder: Path, role: Key, passphrase: str, now: datetime | None = None) -> KeyHolder:
    """Open the key of a role; with ``now``, only within the time of its certificate.

    Raises:
        WrongPassphrase: the passphrase does not open the file.
        SigningRefused: there is no key for this role, or its certificate is out of time.
    """
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

    try:
        content = (folder / _key_file(role)).read_bytes()
    except FileNotFoundError:
        raise SigningRefused("Kunci tanda tangan belum dibuat.") from None
    try:
        opened = load_pkcs12(content, passphrase.encode())
    except ValueError:
        raise WrongPassphrase from None
    if opened.cert is None or not isinstance(opened.key, EllipticCurvePrivateKey):
        raise SigningRefused("Berkas kunci tanda tangan rusak.")
    certificate = opened.cert.certificate
    holder = KeyHolder(opened.key, certificate, tuple(each.certificate for each in opened.additional_certs))
    return _in_time(holder, now) if now else holder


def seal_holder(folder: Path, passphrase: str, now: datetime) -> KeyHolder:
    """The office seal's key, opened once per process: the sealing process holds its passphrase all the time anyway.

    A file that was changed is opened anew, and every use is within the time of the certificate. Raises as
    ``load_signer``.
    """
    try:
        found = (folder / _key_file("seal")).stat()
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


def other_roots(file: Path) -> list[bytes]:
    """The certificates in a PEM file as DER; none where there is no such file. Raises ValueError for what is no PEM."""
    from services.shared.signing.certificates import der, from_pem

    return [der(certificate) for certificate in from_pem(file.read_bytes())] if file.exists() else []


def _key_file(role: Key) -> str:
    return f"{role}.p12"


def _store(folder: Path, role: Key, holder: KeyHolder, passphrase: str) -> None:
    from services.shared.signing.certificates import to_pkcs12

    _write(folder / _key_file(role), to_pkcs12(holder, passphrase))


def _trust(folder: Path, holders: dict[Role, KeyHolder]) -> TrustAnchors:
    """Add roots and pins to what the folder trusts already."""
    from services.shared.signing.certificates import der, fingerprint

    known = TrustAnchors.load(folder) if (folder / TRUST_FILE).exists() else TrustAnchors((), {})
    others = {root for name in OTHER_ROOTS for root in other_roots(folder / name)}
    own = [root for root in known.roots if root not in others]
    roots = list(dict.fromkeys([*own, *(der(root) for h in holders.values() for root in h.chain)]))
    pins = {role: set(known.pins.get(role, ())) for role in ROLES}
    for role, holder in holders.items():
        pins[role].add(fingerprint(holder.certificate))
    content = {"roots": [root.hex() for root in roots], "pins": {role: sorted(pins[role]) for role in ROLES}}
    _write(folder / TRUST_FILE, json.dumps(content, indent=1).encode("ascii"))
    return TrustAnchors.load(folder)


def _write(path: Path, content: bytes) -> None:
    """Write with mode 0600, whole or not at all."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)

"""The office's own authority, for *TTE tidak tersertifikasi*: a root, the Camat's certificate and the office seal's.

All ECDSA P-256. The root's private key is thrown away once both certificates are made, so nobody can issue another one;
a new Camat, or whoever acts in the Camat's office, gets a new root, and a line in the dated table of signers
(``signers``). Files (folder 0700, files 0600): ``camat.p12``, ``seal.p12`` and one ``acting-….p12`` for each acting
head (``keys``), and ``trust.json`` (``trust``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from services.shared.signing import keys
from services.shared.signing.certificates import Subject, fingerprint, issue
from services.shared.signing.errors import AuthorityExists
from services.shared.signing.signers import Term
from services.shared.signing.trust import TRUST_FILE, TrustAnchors, trust

SEAL_TITLE = "Segel"


@dataclass(frozen=True)
class _New:
    """Whose key is made, under which passphrase; ``title`` is what the person signs as."""

    subject: Subject
    passphrase: str
    title: str = ""


@dataclass(frozen=True)
class ActingHead:
    """Whom a certificate names that is made for an appointment, and when the appointment ends.

    Without an end it lasts as long as any certificate: the section head's, by the office's standing rule.
    """

    username: str
    name: str
    title: str
    nip: str
    until: datetime | None = None


def create_authority(
    folder: Path,
    office_name: str,
    camat_name: str,
    camat_nip: str,
    camat_passphrase: str,
    seal_passphrase: str,
    now: datetime,
    government: str = "",
    camat_title: str = "",
) -> TrustAnchors:
    """Make root, Camat's certificate and office seal in ``folder``; returns what the office now trusts.

    Raises:
        AuthorityExists: the folder already holds keys.
    """
    if any(file.exists() for file in (folder / TRUST_FILE, *(keys.key_file(folder, key) for key in ("camat", "seal")))):
        raise AuthorityExists("Kunci tanda tangan sudah ada dan tidak ditimpa.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    named = {
        "camat": _New(_person(office_name, camat_name, camat_nip, government), camat_passphrase, camat_title),
        "seal": _New(_seal(office_name, government), seal_passphrase, SEAL_TITLE),
    }
    return _certify(folder, office_name, named, now)


def change_camat(
    folder: Path,
    office_name: str,
    camat_name: str,
    camat_nip: str,
    passphrase: str,
    now: datetime,
    government: str = "",
    title: str = "",
) -> TrustAnchors:
    """Give a new Camat, or the same one anew, a certificate of their own from now on.

    Letters of before stay genuine for their date; the key that signed them is gone.
    """
    new = _New(_person(office_name, camat_name, camat_nip, government), passphrase, title)
    return _certify(folder, office_name, {"camat": new}, now)


def change_seal(folder: Path, office_name: str, passphrase: str, now: datetime, government: str = "") -> TrustAnchors:
    """Give the office a new seal. What the former one sealed (letters, anchors, backups) stays good; its key goes."""
    return _certify(folder, office_name, {"seal": _New(_seal(office_name, government), passphrase, SEAL_TITLE)}, now)


def add_acting(
    folder: Path, office_name: str, government: str, acting: ActingHead, passphrase: str, now: datetime
) -> TrustAnchors:
    """Give an acting head (Plt., Plh., a.n.) a key of their own, whose certificate ends with the appointment.

    Their earlier key, if there was one, is gone; letters that it signed stay valid.
    """
    subject = Subject(acting.name, government or office_name, acting.title, acting.nip)
    named = {keys.acting_key(acting.username): _New(subject, passphrase, acting.title)}
    return _certify(folder, office_name, named, now, acting.until)


def _person(office_name: str, name: str, nip: str, government: str) -> Subject:
    return Subject(name, government or office_name, office_name, nip)


def _seal(office_name: str, government: str) -> Subject:
    return Subject(office_name, government or office_name, "Segel", "")


def _certify(
    folder: Path,
    office_name: str,
    named: Mapping[keys.Key, _New],
    now: datetime,
    until: datetime | None = None,
) -> TrustAnchors:
    """A fresh root, and below it each one's key and certificate under its passphrase; all but the seal sign letters."""
    issued = issue(office_name, [new.subject for new in named.values()], now, until)
    holders = dict(zip(named, issued, strict=True))
    for key, holder in holders.items():
        keys.store(folder, key, holder, named[key].passphrase)
    terms = [_term(key, named[key], holder, now) for key, holder in holders.items()]
    return trust(folder, [("seal" if key == "seal" else "camat", holder) for key, holder in holders.items()], terms)


def _term(key: keys.Key, new: _New, holder: keys.KeyHolder, now: datetime) -> Term:
    until = holder.certificate.not_valid_after_utc
    return Term(key, new.title, new.subject.name, new.subject.serial, fingerprint(holder.certificate), now, until)

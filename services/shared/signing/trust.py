"""Whom the office trusts: its own roots with the certificates that may act in a role, and the roots of others."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from pathlib import Path
from typing import Literal

from services.shared.signing.keys import KeyHolder
from services.shared.signing.signers import Term
from services.shared.storage import private_file

Role = Literal["camat", "seal"]
ROLES: tuple[Role, ...] = ("camat", "seal")
TRUST_FILE = "trust.json"  # public, beside the keys
# Roots of others that the office trusts, PEM, put there by the administrator: a certified provider's (BSrE) for the
# Camat's signatures, a time-stamping authority's for the time stamps.
OTHER_ROOTS = BSRE_ROOTS, TSA_ROOTS = ("bsre.pem", "tsa.pem")


@dataclass(frozen=True)
class TrustAnchors:
    """Whom the office trusts. ``roots`` are DER certificates; ``pins`` maps a role to SHA-256 fingerprints (hex).

    Roles: ``camat`` and ``seal`` of the office's own authority; ``certified`` for a certificate that a certified
    provider issued to the Camat, known from the register's row of the one letter that is judged (``knowing``).
    ``signers`` is the dated table of whose certificates they are; certificates that are older than it have no line.
    """

    roots: tuple[bytes, ...]
    pins: dict[str, frozenset[str]]
    signers: tuple[Term, ...] = ()

    @classmethod
    def load(cls, folder: Path) -> TrustAnchors:
        """Read ``trust.json`` and the other roots. Raises FileNotFoundError where no authority was made."""
        own = own_anchors(folder)
        return cls(
            (*own.roots, *(root for name in OTHER_ROOTS for root in other_roots(folder / name))), own.pins, own.signers
        )

    def knowing(self, certificate: str | None) -> TrustAnchors:
        """The same, with the certificate (SHA-256, hex) that signed one letter by a certified provider."""
        if not certificate:
            return self
        return replace(self, pins=self.pins | {"certified": frozenset({certificate})})

    def term(self, certificate: str) -> Term | None:
        """The table's line of this certificate; None for one that is older than the table."""
        return next((term for term in self.signers if term.certificate == certificate), None)


def own_anchors(folder: Path) -> TrustAnchors:
    """What stands in ``trust.json``: the office's own authority, without the roots of others."""
    content = json.loads((folder / TRUST_FILE).read_text(encoding="ascii"))
    pins = {role: frozenset(found) for role, found in content["pins"].items()}
    signers = tuple(Term.from_dict(line) for line in content.get("signers", ()))
    return TrustAnchors(tuple(bytes.fromhex(root) for root in content["roots"]), pins, signers)


def other_roots(file: Path) -> list[bytes]:
    """The certificates in a PEM file as DER; none where there is no such file. Raises ValueError for what is no PEM."""
    if not file.exists():
        return []
    from cryptography import x509

    from services.shared.signing.certificates import der

    return [der(found) for found in x509.load_pem_x509_certificates(file.read_bytes())]


def trust(folder: Path, holders: Iterable[tuple[Role, KeyHolder]], terms: Iterable[Term] = ()) -> TrustAnchors:
    """Add who may act in a role from now on to those whom the folder trusts already.

    ``terms`` are their lines in the table; the line by which such a key signed before ends where the new one begins.
    """
    from services.shared.signing.certificates import der, fingerprint

    known = own_anchors(folder) if (folder / TRUST_FILE).exists() else TrustAnchors((), {})
    roots, pins = dict.fromkeys(known.roots), {role: set(known.pins.get(role, ())) for role in ROLES}
    for role, holder in holders:
        roots |= dict.fromkeys(der(root) for root in holder.chain)
        pins[role].add(fingerprint(holder.certificate))
    signers = reduce(_followed, terms, known.signers)
    return _written(folder, TrustAnchors(tuple(roots), {role: frozenset(pins[role]) for role in ROLES}, signers))


def _followed(signers: tuple[Term, ...], term: Term) -> tuple[Term, ...]:
    """The lines with one more, from which on the key's former one has ended."""
    return (*_ended(signers, term.key, term.since), term)


def end(folder: Path, key: str, now: datetime) -> TrustAnchors:
    """End the line by which a key signs; what it signed until now stays good."""
    known = own_anchors(folder)
    return _written(folder, replace(known, signers=_ended(known.signers, key, now)))


def _ended(signers: tuple[Term, ...], key: str, now: datetime) -> tuple[Term, ...]:
    return tuple(replace(term, until=min(term.until, now)) if term.key == key else term for term in signers)


def _written(folder: Path, anchors: TrustAnchors) -> TrustAnchors:
    content = {
        "roots": [root.hex() for root in anchors.roots],
        "pins": {role: sorted(found) for role, found in anchors.pins.items()},
        "signers": [term.as_dict() for term in anchors.signers],
    }
    private_file.write(folder / TRUST_FILE, json.dumps(content, indent=1, ensure_ascii=True))
    return TrustAnchors.load(folder)

"""Whom the office trusts: its own roots with the certificates that may act in a role, and the roots of others."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from services.shared.signing.keys import KeyHolder
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
    """

    roots: tuple[bytes, ...]
    pins: dict[str, frozenset[str]]

    @classmethod
    def load(cls, folder: Path) -> TrustAnchors:
        """Read ``trust.json`` and the other roots. Raises FileNotFoundError where no authority was made."""
        own = own_anchors(folder)
        return cls((*own.roots, *(root for name in OTHER_ROOTS for root in other_roots(folder / name))), own.pins)

    def knowing(self, certificate: str | None) -> TrustAnchors:
        """The same, with the certificate (SHA-256, hex) that signed one letter by a certified provider."""
        return TrustAnchors(self.roots, self.pins | {"certified": frozenset({certificate})}) if certificate else self


def own_anchors(folder: Path) -> TrustAnchors:
    """What stands in ``trust.json``: the office's own authority, without the roots of others."""
    content = json.loads((folder / TRUST_FILE).read_text(encoding="ascii"))
    pins = {role: frozenset(found) for role, found in content["pins"].items()}
    return TrustAnchors(tuple(bytes.fromhex(root) for root in content["roots"]), pins)


def other_roots(file: Path) -> list[bytes]:
    """The certificates in a PEM file as DER; none where there is no such file. Raises ValueError for what is no PEM."""
    if not file.exists():
        return []
    from cryptography import x509

    from services.shared.signing.certificates import der

    return [der(found) for found in x509.load_pem_x509_certificates(file.read_bytes())]


def trust(folder: Path, holders: Iterable[tuple[Role, KeyHolder]]) -> TrustAnchors:
    """Add who may act in a role from now on to those whom the folder trusts already."""
    from services.shared.signing.certificates import der, fingerprint

    known = own_anchors(folder) if (folder / TRUST_FILE).exists() else TrustAnchors((), {})
    roots, pins = dict.fromkeys(known.roots), {role: set(known.pins.get(role, ())) for role in ROLES}
    for role, holder in holders:
        roots |= dict.fromkeys(der(root) for root in holder.chain)
        pins[role].add(fingerprint(holder.certificate))
    content = {"roots": [root.hex() for root in roots], "pins": {role: sorted(pins[role]) for role in ROLES}}
    private_file.write(folder / TRUST_FILE, json.dumps(content, indent=1))
    return TrustAnchors.load(folder)

"""When the office's certificates end: who signs and who seals has to be told in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.shared.signing.signers import current
from services.shared.signing.trust import TrustAnchors

NEAR = timedelta(days=90)
KEYS = {"camat": "Kunci tanda tangan Camat", "seal": "Segel kantor"}


@dataclass(frozen=True)
class Ending:
    """A key of the office and when it ends; ``what`` is Indonesian, ``guessed`` from the root above it."""

    key: str
    what: str
    until: datetime
    guessed: bool

    def near(self, now: datetime) -> bool:
        """Whether it has ended, or ends within ``NEAR``."""
        return self.until <= now + NEAR


def endings(trust: TrustAnchors, now: datetime) -> list[Ending]:
    """The Camat's key and the seal; of keys that are older than the table of signers, by the newest root."""
    found = []
    for key, what in KEYS.items():
        term = current(trust.signers, key, now)
        found.append(Ending(key, what, term.until if term else _by_root(trust), guessed=term is None))
    return found


def _by_root(trust: TrustAnchors) -> datetime:
    """A root is made together with what it certifies, which then lasts ``LEAF_YEARS``."""
    from cryptography import x509

    from services.shared.signing.certificates import LEAF_YEARS

    begun = max(x509.load_der_x509_certificate(root).not_valid_before_utc for root in trust.roots)
    return begun + timedelta(days=365 * LEAF_YEARS)

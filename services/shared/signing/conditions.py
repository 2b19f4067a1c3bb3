"""The conditions that a letter has to meet. One valid signature is no verdict: every one of them must hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.shared.signing.explanations import EXPLANATIONS, FAILURES
from services.shared.signing.signers import Named
from services.shared.signing.trust import TrustAnchors

if TYPE_CHECKING:
    from services.shared.signing.inspection import Found, Inspected


@dataclass(frozen=True)
class Check:
    """One condition. ``explanation`` says in Indonesian what holds, or what does not."""

    name: str
    ok: bool

    @property
    def explanation_id(self) -> str:
        """Key into ``EXPLANATIONS`` or ``FAILURES``."""
        return f"{self.name}.{'ok' if self.ok else 'failed'}"

    @property
    def explanation(self) -> str:
        """Plain words for a reader."""
        return (EXPLANATIONS if self.ok else FAILURES)[self.name]


def role_checks(role: str, found: Found | None, trust: TrustAnchors) -> list[Check]:
    """Whether who had to sign in this role did, validly, and may."""
    return [
        Check(f"{role}_signed", found is not None),
        Check(f"{role}_valid", found is not None and found.valid),
        Check(f"{role}_known", found is not None and known(role, found, trust)),
    ]


def known(role: str, found: Found, trust: TrustAnchors) -> bool:
    """Whether this certificate may act in this role: the office's own, or the one that the register knows."""
    roles = (role, "certified") if role == "camat" else (role,)
    return any(found.fingerprint in trust.pins.get(each, frozenset()) for each in roles)


def signer_checks(camat: Found | None, named: Named | None, trust: TrustAnchors) -> list[Check]:
    """Whether the certificate is of the official whom the letter names, and in their time.

    Not asked of a certified provider's: what it names was compared when the file came back, and the register knows
    the very certificate.
    """
    if camat is None or named is None or camat.fingerprint in trust.pins.get("certified", frozenset()):
        return []
    term = trust.term(camat.fingerprint) or camat.term
    return [Check("signer_named", term.is_of(named)), Check("signer_in_office", term.holds(named.at))]


def locks(found: Found, trust: TrustAnchors) -> bool:
    """Whether the Camat's signature locks the words. A certified provider's is an ordinary one: any change shows."""
    return found.certifies or found.fingerprint in trust.pins.get("certified", frozenset())


def alone_checks(found: Inspected) -> list[Check]:
    """A letter without a seal: the provider's signature stands alone and reaches to the end."""
    camat = found.camat
    return [
        Check("nothing_after", camat is not None and camat.covers_all_but_archive_data),
        Check("no_others", len(found.signatures) == 1),
    ]


def order_checks(found: Inspected, trust: TrustAnchors) -> list[Check]:
    """Camat first, the seal in the very next revision, and nothing after it."""
    camat, office_seal = found.camat, found.seal
    at_once = camat is not None and office_seal is not None and office_seal.revision == camat.revision + 1
    return [
        Check("camat_certifies", camat is not None and locks(camat, trust)),
        Check("sealed_at_once", at_once),
        Check("seal_covers", office_seal is not None and office_seal.covers_all_but_archive_data),
        Check("no_others", len(found.signatures) == 2),
    ]

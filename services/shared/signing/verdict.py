"""Whether a letter is genuine. One valid signature is no verdict: every condition below must hold.

Measured: with the seal cut off, or a number forged into a file without a seal, the Camat's signature alone still
validates; painted over between the two, the seal alone still validates; two seals of one signed file with two numbers
are both valid files. So both signatures, both pins, their order, the reach of the seal and the register's row count.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from services.shared.paper.errors import PaperError
from services.shared.signing.conditions import Check, alone_checks, order_checks, role_checks, signer_checks
from services.shared.signing.signers import Named
from services.shared.signing.trust import TrustAnchors

if TYPE_CHECKING:
    from services.shared.signing.inspection import Inspected

log = logging.getLogger(__name__)
LARGEST = 64 * 1024 * 1024  # bytes; a letter with its attachments merged in stays far below


_OF_THE_REGISTER = frozenset({"number_matches", "hash_matches", "signer_named", "signer_in_office"})
Way = Literal["sealed", "locked", "paper"]


@dataclass(frozen=True)
class Expected:
    """What the register says: the number, and the SHA-256 (hex) of the sealed file.

    ``way``: sealed by the office; or locked by a certified provider's signature over a number that was printed before,
    so that there is no seal; or the scan of a paper, of which only the register can say that it is the very file.
    ``signer``: whom the letter names as its signer; None in a package that was made before that was written down.
    """

    number: str
    sha256: str
    way: Way = "sealed"
    signer: Named | None = None


@dataclass(frozen=True)
class Verdict:
    """All checks, and what the file says of itself (to be shown only where ``intact``)."""

    checks: tuple[Check, ...]
    sha256: str
    compared: bool
    number: str | None = None
    date_text: str | None = None
    signer: str | None = None
    signed_at: datetime | None = None
    sealed_at: datetime | None = None

    @property
    def ours(self) -> bool:
        """Whether it names a Camat of this office as its signer at all, be it altered or forged."""
        return {"readable", "camat_known"} <= {check.name for check in self.checks if check.ok}

    @property
    def intact(self) -> bool:
        """Whether the file by itself is as it was signed and sealed. Says nothing of the register."""
        return all(check.ok for check in self.checks if check.name not in _OF_THE_REGISTER)

    @property
    def genuine(self) -> bool:
        """Whether everything holds, the register's row included; never without one."""
        return self.compared and all(check.ok for check in self.checks)

    @property
    def failed(self) -> list[str]:
        """Names of the checks that do not hold."""
        return [check.name for check in self.checks if not check.ok]


def verify(pdf: bytes, trust: TrustAnchors, expected: Expected | None = None) -> Verdict:
    """Judge a file. Any bytes may come in; what is no letter of ours is a verdict, not an exception."""
    if expected is not None and expected.way == "paper":
        return _of_scan(pdf, expected)
    digest = hashlib.sha256(pdf).hexdigest()
    found = opened(pdf, trust)
    if found is None:
        return Verdict((Check("readable", False),), digest, compared=expected is not None)
    from services.shared.signing.fields import DATE, NUMBER, text_value

    camat, office_seal = found.camat, found.seal
    number = text_value(found.reader, NUMBER)
    checks = [Check("readable", True), *role_checks("camat", camat, trust)]
    if expected is None or expected.way == "sealed":
        checks += [*role_checks("seal", office_seal, trust), *order_checks(found, trust)]
    else:
        checks += alone_checks(found)
    if expected:
        same = number == expected.number if number is not None else printed(pdf, expected.number)
        checks += [Check("number_matches", same), Check("hash_matches", digest == expected.sha256)]
        checks += signer_checks(camat, expected.signer, trust)
    return Verdict(
        tuple(checks),
        digest,
        compared=expected is not None,
        number=number,
        date_text=text_value(found.reader, DATE),
        signer=camat.signer if camat else None,
        signed_at=camat.signed_at if camat else None,
        sealed_at=office_seal.signed_at if office_seal else None,
    )


def _of_scan(pdf: bytes, expected: Expected) -> Verdict:
    """Judge the scan of a letter that was signed on paper: whether it is the very file of the register, no more."""
    digest = hashlib.sha256(pdf).hexdigest()
    checks = (Check("readable", pdf.startswith(b"%PDF-")), Check("hash_matches", digest == expected.sha256))
    return Verdict(checks, digest, compared=True, number=expected.number)


def opened(pdf: bytes, trust: TrustAnchors) -> Inspected | None:
    """The file with its signatures judged; None where it is not a PDF that could be a letter of ours."""
    if not pdf.startswith(b"%PDF-") or len(pdf) > LARGEST:
        return None
    from services.shared.signing.inspection import inspect

    try:
        return inspect(pdf, trust)
    except Exception as error:  # hostile bytes fail in any way that a parser can fail
        log.info("not a letter of ours: %s: %s", type(error).__name__, error)
        return None


def printed(pdf: bytes, words: str) -> bool:
    """Whether these words stand on the first page (letters whose number was reserved and printed)."""
    from services.shared.paper.preview import page_text

    try:
        text = page_text(pdf)
    except PaperError:
        return False
    return " ".join(words.split()) in " ".join(text.split())

"""The office's signers: who may sign letters as what, with which certificate, from when until when.

One table, in ``trust.json`` beside the keys, read by whoever signs, seals or judges. A letter names an official; the
certificate that signs it must be that person's, in that office, at that time. Certificates that are older than the
table tell the same of themselves: name, NIP and validity stand in them (``inspection``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.shared.signing.errors import SigningRefused

_BARE_DEGREES = frozenset({"dr", "drs", "dra", "ir", "prof", "hj"})
LONGEST = 64  # characters of a name in X.509


@dataclass(frozen=True)
class Named:
    """The official whom a letter names as its signer, and when it was signed."""

    title: str
    name: str
    nip: str
    at: datetime


@dataclass(frozen=True)
class Term:
    """One line of the table: ``certificate`` (SHA-256, hex) signs for this person in this office, in this time.

    ``title`` says whether it is the official or who acts for them (``Plh. Camat …``); empty where the certificate is
    older than the table. ``key`` is the name of the key's file. ``until`` is the end of the certificate, or the day on
    which somebody retired it.
    """

    key: str
    title: str
    name: str
    nip: str
    certificate: str
    since: datetime
    until: datetime

    def is_of(self, named: Named) -> bool:
        """Whether the letter names this person, in this office."""
        if self.title and _plain(self.title) != _plain(named.title):
            return False
        return self.nip == named.nip and same_person(self.name, named.name)

    def holds(self, at: datetime) -> bool:
        """Whether the person could sign then."""
        return self.since <= at <= self.until

    def as_dict(self) -> dict[str, str]:
        """As it stands in ``trust.json``."""
        return {**vars(self), "since": self.since.isoformat(), "until": self.until.isoformat()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Term:
        """The line again."""
        return cls(**data | {name: datetime.fromisoformat(data[name]) for name in ("since", "until")})


def same_person(one: str, other: str) -> bool:
    """Whether two spellings name one person: degrees, initials, capitals and what X.509 cuts off do not count."""
    return _core(one) == _core(other) or _plain(one[:LONGEST]) == _plain(other[:LONGEST])


def check(term: Term, named: Named) -> None:
    """Refuse a letter that names another than the certificate's holder. Raises SigningRefused, with the way out."""
    if not term.is_of(named):
        raise SigningRefused(
            f"Surat ini menyebut {named.name}, {named.title}, sedangkan kunci tanda tangan ini milik {term.name}. "
            "Surat belum ditandatangani. Minta administrator membuat kunci pejabat yang baru (sigap signer new)."
        )
    if not term.holds(named.at):
        raise SigningRefused(
            f"Kunci tanda tangan {term.name} tidak berlaku lagi pada hari ini. Surat belum ditandatangani. "
            "Minta administrator memperbarui kunci (sigap signer renew)."
        )


def current(terms: Iterable[Term], key: str, now: datetime) -> Term | None:
    """The line by which a key signs now; of an ended one, the last."""
    own = [term for term in terms if term.key == key]
    return max(own, key=lambda term: (term.holds(now), term.since), default=None)


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _core(name: str) -> tuple[str, ...]:
    """The words of a name without degrees and initials."""
    words = _plain(name).partition(",")[0].split()
    return tuple(word for word in words if "." not in word and len(word) > 1 and word not in _BARE_DEGREES)

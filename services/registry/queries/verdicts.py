"""Whether a sealed letter is genuine: the signing engine's verdict, against the row of the register."""

from __future__ import annotations

import hashlib
from threading import Lock

from services.registry.rules.letters import signer_named, way_of
from services.registry.tables import Letter
from services.shared.calendar import clock
from services.shared.config.settings import Settings, SettingsError
from services.shared.errors import Missing
from services.shared.signing.trust import TrustAnchors
from services.shared.signing.verdict import Expected, Verdict, verify
from services.shared.storage.object_store import Damaged
from services.shared.unit_of_work import Service

_REMEMBERED = 500  # verdicts of this process, some kB each
_genuine: dict[tuple[object, ...], Verdict] = {}
_lock = Lock()


def trust(settings: Settings) -> TrustAnchors:
    """Whom the office trusts; raises SettingsError where no keys folder is set."""
    if settings.keys_dir is None:
        raise SettingsError("SIGAP_KEYS_DIR is missing: letters are checked against the certificates in that folder.")
    return TrustAnchors.load(settings.keys_dir)


def verdict_of(service: Service, letter: Letter) -> Verdict | None:
    """The verdict on the sealed file as it lies in the store now; None before 16c.

    A file that is damaged or gone gives a verdict that says so, not an exception. The bytes are read and hashed every
    time; the very bytes that were found genuine under the same trust and the same row are not judged once more.
    """
    if letter.sealed is None or letter.number is None or letter.sealed_sha256 is None:
        return None
    try:
        pdf = b"".join(service.store.stream(letter.sealed.bucket, letter.sealed.key))
    except (Missing, Damaged):
        pdf = b""
    return _genuine_once(pdf, trust(service.settings).knowing(letter.certificate), expected(letter))


def _genuine_once(pdf: bytes, anchors: TrustAnchors, expected: Expected) -> Verdict:
    """``verify``, once a day for the same bytes, roots, pins and row; whatever is not genuine is judged every time."""
    trusted = (anchors.roots, frozenset(anchors.pins.items()), anchors.signers)
    key = (hashlib.sha256(pdf).digest(), trusted, expected, clock.now().date())
    with _lock:
        known = _genuine.get(key)
    if known is not None:
        return known
    verdict = verify(pdf, anchors, expected)
    if verdict.genuine:
        _remember(key, verdict)
    return verdict


def _remember(key: tuple[object, ...], verdict: Verdict) -> None:
    """The oldest goes where there are too many."""
    with _lock:
        if len(_genuine) >= _REMEMBERED:
            _genuine.pop(next(iter(_genuine)))
        _genuine[key] = verdict


def expected(letter: Letter) -> Expected:
    """What the register's row says of the file: by a seal, by a provider's signature alone, or on paper."""
    assert letter.number is not None
    assert letter.sealed_sha256 is not None
    way = way_of(letter.signing, letter.numbering)
    return Expected(letter.number, letter.sealed_sha256, way, signer_named(letter))

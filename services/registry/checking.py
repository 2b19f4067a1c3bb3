"""Whether a letter is genuine: the signing engine's verdict, against the row of the register."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from services.registry import rules
from services.registry.queries import letters
from services.registry.states import SEALED, State
from services.registry.tables import Letter
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.config.settings import Settings, SettingsError
from services.shared.errors import Missing
from services.shared.paper.errors import PaperError
from services.shared.paper.outside import page_png
from services.shared.signing import strangers
from services.shared.signing.trust import TrustAnchors
from services.shared.signing.verdict import Expected, Verdict, verify
from services.shared.storage.object_store import CHUNK, Damaged
from services.shared.unit_of_work import Service

LARGEST_UPLOAD = 20 * 1024 * 1024  # bytes
PICTURE_WIDTH = 900  # pixels
_REMEMBERED = 500  # verdicts of this process, some kB each
_genuine: dict[tuple[object, ...], Verdict] = {}
_lock = Lock()


@dataclass(frozen=True)
class Answer:
    """What the office says of an uploaded file.

    ``result``: genuine, voided, copy, unsealed (signed, not yet numbered), altered (names a letter of ours, but is not
    our file) or foreign.
    """

    result: str
    letter: Letter | None
    verdict: Verdict


def trust(settings: Settings) -> TrustAnchors:
    """Whom the office trusts; raises SettingsError where no keys folder is set."""
    if settings.keys_dir is None:
        raise SettingsError("SIGAP_KEYS_DIR is missing: letters are checked against the certificates in that folder.")
    return TrustAnchors.load(settings.keys_dir)


@contextmanager
def spooled(upload: BinaryIO, folder: Path) -> Iterator[tuple[Path, str, int]]:
    """An upload as a file that only we can read, for as long as it is judged: (path, sha256, size in bytes).

    It is copied piece by piece, and no more than one piece beyond the limit: memory stays flat.
    """
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, prefix="periksa-") as file:
        while size <= LARGEST_UPLOAD and (chunk := upload.read(CHUNK)):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        yield Path(file.name), digest.hexdigest(), size


def check_file(service: Service, file: Path, sha256: str) -> Answer:
    """Judge any file that somebody uploads, in a child process with limits; raises Unavailable."""
    anchors = trust(service.settings)
    with service.reading() as session:
        role, letter = letters.by_file(session, sha256) or ("", None)
    if role in {"sealed", "stamped"} and letter is not None and letter.number and letter.sealed_sha256:
        return _judged_against(letter, file, sha256, anchors, known=sha256)
    verdict = strangers.judge(file, sha256, anchors)
    if role in {"copy", "signed"}:
        return Answer("copy" if role == "copy" else "unsealed", letter, verdict)
    with service.reading() as session:
        named = letters.by_number(session, verdict.number) if verdict.ours and verdict.number else None
    if named is None or named.number is None or named.sealed_sha256 is None:
        return Answer("altered" if verdict.ours else "foreign", None, verdict)
    return _judged_against(named, file, sha256, anchors)


def _judged_against(letter: Letter, file: Path, sha256: str, anchors: TrustAnchors, known: str | None = None) -> Answer:
    """The verdict with the register's row in it: number and hash must be those that were sealed.

    ``known``: a hash that the registry's own rows name, the sealed file's or that of the copy with later time stamps.
    """
    expected = _expected(letter)
    expected = replace(expected, sha256=known or expected.sha256)
    verdict = strangers.judge(file, sha256, anchors.knowing(letter.certificate), expected)
    if not verdict.genuine:
        return Answer("altered", letter, verdict)
    return Answer("voided" if letter.state == State.VOIDED else "genuine", letter, verdict)


def first_page(service: Service, letter: Letter) -> bytes | None:
    """Page 1 as PNG for whoever scans the code, where the office allows it and nobody's secret stands on it.

    None where it is not shown, or where the file cannot be drawn now.
    """
    if not may_show(service.office, letter) or letter.sealed is None:
        return None
    try:
        return page_png(service.store.read(letter.sealed), 0, PICTURE_WIDTH)
    except (Missing, Damaged, PaperError):
        return None


def may_show(office: Office, letter: Letter) -> bool:
    """Whether anybody may see page 1: the office says so, the letter is sealed, valid, and of no secret kind."""
    open_letter = letter.sensitivity == "biasa" and not letter.confidential
    return office.verification.first_page and open_letter and letter.state in SEALED


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
    return _genuine_once(pdf, trust(service.settings).knowing(letter.certificate), _expected(letter))


def _genuine_once(pdf: bytes, anchors: TrustAnchors, expected: Expected) -> Verdict:
    """``verify``, once a day for the same bytes, roots, pins and row; whatever is not genuine is judged every time."""
    trusted = (anchors.roots, frozenset(anchors.pins.items()))
    key = (hashlib.sha256(pdf).digest(), trusted, expected, clock.now().date())
    with _lock:
        known = _genuine.get(key)
    if known is not None:
        return known
    verdict = verify(pdf, anchors, expected)
    if verdict.genuine:
        with _lock:
            if len(_genuine) >= _REMEMBERED:
                _genuine.pop(next(iter(_genuine)))
            _genuine[key] = verdict
    return verdict


def _expected(letter: Letter) -> Expected:
    """What the register's row says of the file: by a seal, by a provider's signature alone, or on paper."""
    assert letter.number is not None
    assert letter.sealed_sha256 is not None
    return Expected(letter.number, letter.sealed_sha256, rules.way_of(letter.signing, letter.numbering))

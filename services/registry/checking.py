"""Whether a letter is genuine: the signing engine's verdict, against the row of the register."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.registry.queries import letters
from services.registry.states import State
from services.registry.tables import Letter
from services.shared.errors import Missing
from services.shared.object_store import Damaged
from services.shared.settings import Settings, SettingsError
from services.shared.signing.authority import TrustAnchors
from services.shared.signing.verdict import Expected, Verdict, verify
from services.shared.work import Service

LARGEST_UPLOAD = 20 * 1024 * 1024  # bytes


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


def check_upload(service: Service, session: Session, pdf: bytes) -> Answer:
    """Judge any bytes that somebody uploads; they are not kept."""
    anchors = trust(service.settings)
    verdict = verify(pdf, anchors)
    found = letters.by_file(session, verdict.sha256)
    role, letter = found or ("", None)
    if letter is None and verdict.ours and verdict.number:
        letter = letters.by_number(session, verdict.number)
    if role in {"copy", "signed"}:
        return Answer("copy" if role == "copy" else "unsealed", letter, verdict)
    if letter is None or letter.number is None or letter.sealed_sha256 is None:
        return Answer("altered" if verdict.ours else "foreign", None, verdict)
    verdict = verify(pdf, anchors, Expected(letter.number, letter.sealed_sha256))
    if not verdict.genuine:
        return Answer("altered", letter, verdict)
    return Answer("voided" if letter.state == State.VOIDED else "genuine", letter, verdict)


def verdict_of(service: Service, letter: Letter) -> Verdict | None:
    """The verdict on the sealed file as it lies in the store now; None before 16c.

    A file that is damaged or gone gives a verdict that says so, not an exception.
    """
    if letter.sealed is None or letter.number is None or letter.sealed_sha256 is None:
        return None
    try:
        pdf = b"".join(service.store.stream(letter.sealed.bucket, letter.sealed.key))
    except (Missing, Damaged):
        pdf = b""
    return verify(pdf, trust(service.settings), Expected(letter.number, letter.sealed_sha256))

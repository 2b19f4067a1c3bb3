"""The public check of a letter: what a file is that somebody uploads, by the register and by its signatures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from services.registry.queries.verdicts import expected, trust
from services.registry.rules.checks import LIFE, in_order
from services.registry.states import State
from services.registry.tables import ArchiveItem, Letter, LetterCheck, LetterCopy
from services.shared.errors import Missing
from services.shared.phrases import phrase
from services.shared.signing import strangers
from services.shared.signing.trust import TrustAnchors
from services.shared.signing.verdict import Verdict
from services.shared.unit_of_work import Service


@dataclass(frozen=True)
class Answer:
    """What the office says of an uploaded file.

    ``result`` names what was found: genuine, voided, copy, unsealed (signed, not yet numbered), seal_gone (the signed
    file of a letter that was sealed since: its seal was cut off, or never was on it), altered (names a letter of ours,
    but is not our file) or foreign; ``voided_part``: a copy or a file without seal of a letter that is void.
    """

    result: str
    letter: Letter | None
    verdict: Verdict


Found = dict[str, Any]  # an Answer as plain data
Waiting = Mapping[str, Any]  # of a file in line: id, line, turn, asked_at, begun_at


def as_data(answer: Answer) -> Found:
    """What is kept of an answer for a few minutes."""
    letter = str(answer.letter.id) if answer.letter else None
    verdict = answer.verdict
    return {"result": answer.result, "letter": letter, "sha256": verdict.sha256, "verdict": strangers.as_data(verdict)}


def answer_of(session: Session, found: Found) -> Answer:
    """The answer again, with its letter as it is now."""
    letter = session.get(Letter, UUID(found["letter"])) if found["letter"] else None
    return Answer(found["result"], letter, strangers.verdict_of(found["verdict"], found["sha256"]))


def unreadable(sha256: str) -> Answer:
    """Of a file that could not be read."""
    return Answer("foreign", None, strangers.unreadable(sha256))


def waiting(session: Session, now: datetime) -> list[Waiting]:
    """The files in line, each with the moment since when it is being judged, None where it is not yet."""
    columns = (LetterCheck.id, LetterCheck.line, LetterCheck.turn, LetterCheck.asked_at, LetterCheck.begun_at)
    rows = select(*columns).where(LetterCheck.answer.is_(None), LetterCheck.asked_at > now - LIFE)
    return [dict(row._mapping) for row in session.execute(rows)]


def check(session: Session, key: UUID, now: datetime) -> tuple[Found | None, int]:
    """What was found of a file, None while it waits, and how many are judged before it.

    Raises:
        Missing: there is none with this key, or it is forgotten.
    """
    row = session.get(LetterCheck, key)
    if row is None or row.asked_at < now - LIFE:
        raise Missing(phrase("Hasil pemeriksaan ini sudah dihapus. Unggah berkasnya sekali lagi."))
    if row.answer is not None:
        return row.answer, 0
    order = [each["id"] for each in in_order(waiting(session, now))]
    return None, order.index(key) if key in order else 0


def check_file(service: Service, file: Path, sha256: str) -> Answer:
    """Judge any file that somebody uploads, in a child process with limits; raises Unavailable."""
    anchors = trust(service.settings)
    with service.reading() as session:
        role, letter = by_file(session, sha256) or ("", None)
    if role in {"sealed", "stamped"} and letter is not None and letter.number and letter.sealed_sha256:
        return _judged_against(letter, file, sha256, anchors, known=sha256)
    verdict = strangers.judge(file, sha256, anchors)
    if letter is not None and role in {"copy", "signed"}:
        return Answer(_part_of(letter, role), letter, verdict)
    named = _named(service, verdict)
    if named is None or named.number is None or named.sealed_sha256 is None:
        return Answer(_unknown(verdict), None, verdict)
    return _judged_against(named, file, sha256, anchors)


def _named(service: Service, verdict: Verdict) -> Letter | None:
    """The letter whose number a file with our signature bears."""
    if not verdict.ours or not verdict.number:
        return None
    with service.reading() as session:
        return by_number(session, verdict.number)


def _unknown(verdict: Verdict) -> str:
    """What a file is that no row of ours names: with the Camat's signature but no seal, altered, or not ours."""
    if not verdict.ours:
        return "foreign"
    return "seal_gone" if "seal_signed" in verdict.failed else "altered"


def _part_of(letter: Letter, role: str) -> str:
    """What a file of ours is that is not the finished letter, by what became of that letter."""
    if letter.state == State.VOIDED:
        return "voided_part"
    if role == "copy":
        return "copy"
    return "seal_gone" if letter.sealed_sha256 else "unsealed"


def _judged_against(letter: Letter, file: Path, sha256: str, anchors: TrustAnchors, known: str | None = None) -> Answer:
    """The verdict with the register's row in it: number and hash must be those that were sealed.

    ``known``: a hash that the registry's own rows name, the sealed file's or that of the copy with later time stamps.
    """
    row = expected(letter)
    row = replace(row, sha256=known or row.sha256)
    verdict = strangers.judge(file, sha256, anchors.knowing(letter.certificate), row)
    if not verdict.genuine:
        return Answer("altered", letter, verdict)
    return Answer("voided" if letter.state == State.VOIDED else "genuine", letter, verdict)


def by_file(session: Session, sha256: str) -> tuple[str, Letter] | None:
    """What of ours has this hash: ("sealed" | "stamped" | "signed" | "copy", its letter), or None.

    ``stamped``: the archived copy with time stamps that were added after the seal.
    """
    for role, wanted in _with_hash(sha256).items():
        letter = session.scalars(wanted.limit(1)).first()
        if letter is not None:
            return role, letter
    return None


def _with_hash(sha256: str) -> dict[str, Select[Letter]]:
    archived = or_(ArchiveItem.sha256 == sha256, ArchiveItem.earlier.contains([{"sha256": sha256}]))
    return {
        "sealed": select(Letter).where(Letter.sealed_sha256 == sha256),
        "signed": select(Letter).where(Letter.signed_sha256 == sha256),
        "stamped": select(Letter).join(ArchiveItem, ArchiveItem.letter_id == Letter.id).where(archived),
        "copy": select(Letter).join(LetterCopy, LetterCopy.letter_id == Letter.id).where(LetterCopy.sha256 == sha256),
    }


def by_number(session: Session, number: str) -> Letter | None:
    """The letter with this number, if any."""
    return session.scalars(select(Letter).where(Letter.number == number)).first()

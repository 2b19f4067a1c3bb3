"""The verdict on a file that a stranger sends: judged in a child process with limits, never in the web worker."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from typing import Any

from services.shared import confined
from services.shared.signing.conditions import Check
from services.shared.signing.trust import TrustAnchors
from services.shared.signing.verdict import Expected, Verdict, verify

log = logging.getLogger(__name__)
confined.preload("services.shared.signing.inspection", "services.shared.signing.fields", "pypdfium2")


PROCESSOR = 2.0  # seconds: forty times what a letter of ours takes
MEMORY = 256 * 1024 * 1024  # bytes above what the child begins with


def judge(file: Path, sha256: str, trust: TrustAnchors, expected: Expected | None = None) -> Verdict:
    """As ``verdict.verify``; a file that costs too much time or memory is judged unreadable.

    Raises:
        Unavailable: too many files wait to be judged.
    """
    try:
        data = confined.run(judged, str(file), trust, expected, processor=PROCESSOR, memory=MEMORY, files=[str(file)])
    except confined.TooMuch as error:
        log.warning("a file was not judged to the end: %s", error)
        return unreadable(sha256, compared=expected is not None)
    return verdict_of(data, sha256)


def unreadable(sha256: str, *, compared: bool = False) -> Verdict:
    """The verdict on a file that could not be judged."""
    return Verdict((Check("readable", False),), sha256, compared=compared)


def judged(file: str, trust: TrustAnchors, expected: Expected | None) -> dict[str, Any]:
    """What the child does: the verdict as plain data."""
    return as_data(verify(Path(file).read_bytes(), trust, expected))


def as_data(verdict: Verdict) -> dict[str, Any]:
    """A verdict as plain data, without the hash."""
    return {
        "checks": [[check.name, check.ok] for check in verdict.checks],
        "compared": verdict.compared,
        "number": verdict.number,
        "date_text": verdict.date_text,
        "signer": verdict.signer,
        "signed_at": verdict.signed_at.isoformat() if verdict.signed_at else None,
        "sealed_at": verdict.sealed_at.isoformat() if verdict.sealed_at else None,
    }


def verdict_of(data: dict[str, Any], sha256: str) -> Verdict:
    """The verdict again."""
    moments = {name: datetime.fromisoformat(data[name]) if data[name] else None for name in ("signed_at", "sealed_at")}
    return Verdict(
        tuple(Check(str(name), bool(ok)) for name, ok in data["checks"]),
        sha256,
        compared=bool(data["compared"]),
        number=data["number"],
        date_text=data["date_text"],
        signer=data["signer"],
        **moments,
    )

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


def judge(file: Path, sha256: str, trust: TrustAnchors, expected: Expected | None = None) -> Verdict:
    """As ``verdict.verify``; a file that costs too much time or memory is judged unreadable.

    Raises:
        Unavailable: too many files wait to be judged.
    """
    try:
        return _verdict(confined.run(judged, str(file), trust, expected, files=[str(file)]), sha256)
    except confined.TooMuch as error:
        log.warning("a file was not judged to the end: %s", error)
        return Verdict((Check("readable", False),), sha256, compared=expected is not None)


def judged(file: str, trust: TrustAnchors, expected: Expected | None) -> dict[str, Any]:
    """What the child does: the verdict as plain data."""
    verdict = verify(Path(file).read_bytes(), trust, expected)
    return {
        "checks": [[check.name, check.ok] for check in verdict.checks],
        "compared": verdict.compared,
        "number": verdict.number,
        "date_text": verdict.date_text,
        "signer": verdict.signer,
        "signed_at": verdict.signed_at.isoformat() if verdict.signed_at else None,
        "sealed_at": verdict.sealed_at.isoformat() if verdict.sealed_at else None,
    }


def _verdict(data: dict[str, Any], sha256: str) -> Verdict:
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

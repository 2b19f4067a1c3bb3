"""Whether a package is the office's: by the seals of those whom its reader trusts, never by what it says of itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.registry.archiving import opening
from services.registry.archiving.opening import Files
from services.registry.archiving.report import Report
from services.registry.archiving.tags import EDITION, EXPORTED, KIND, OF_KIND, PACKAGE, POSITION, SEAL, SEALED, Purpose
from services.registry.rules.letters import way_of
from services.shared.signing.cms import Proof, proven
from services.shared.signing.signers import Named
from services.shared.signing.trust import TrustAnchors
from services.shared.signing.verdict import Expected, verify

OTHERS = "is not this office's, was put on something else, or what it sealed was changed"


@dataclass
class Judgement:
    """What is proven. ``seal`` is None for a package that bears none, which proves only that it fits itself."""

    seal: Proof | None = None
    manifest: str = ""  # SHA-256 of what the seal covers: by this the office's chain names the package
    letters: int = 0  # of them genuine
    problems: list[str] = field(default_factory=list)

    @property
    def genuine(self) -> bool:
        """Whether it is the office's, and everything in it that can be judged."""
        return self.seal is not None and not self.problems


def judge(files: Files, report: Report, trust: TrustAnchors) -> Judgement:
    """Judge a package in which ``verifying.verify`` found nothing wrong.

    The facts are believed only under the seal: what a letter is judged by (its own signatures, or the hash of a scan)
    stands in them.
    """
    found, root = Judgement(), f"{report.root}/" if report.root else ""
    names = set(files.names())
    if f"{root}{SEAL}" not in names:
        if f"{EXPORTED}.p7s" in names:
            found.problems.append("the export bears a seal, the package in it none")
        return found
    content = opening.whole(files, f"{root}{SEALED}")
    purpose = OF_KIND.get(report.info.get(KIND, ""), "")  # of what it says that it is; the seal says of what it is
    found.seal = proven(content, opening.whole(files, f"{root}{SEAL}"), trust, purpose=purpose)
    found.manifest = hashlib.sha256(content).hexdigest()
    if found.seal is None:
        found.problems.append(f"the seal {OTHERS}")
        return found
    _check_words(report, found)
    _check_export(files, root, names, trust, found)
    try:
        _check_letters(files, report.root, trust, found)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        found.problems.append(f"the facts cannot be read: {type(error).__name__}")
    return found


def _check_words(report: Report, found: Judgement) -> None:
    """What the seal says that it was put on: a package in the chain, or a copy for a reader."""
    kind, position = report.info.get(KIND), report.info.get(POSITION)
    if not (kind == EDITION or (kind == PACKAGE and (position or "").isdecimal())):
        found.problems.append("the seal was put on something else than a package")


def _check_export(files: Files, root: str, names: set[str], trust: TrustAnchors, found: Judgement) -> None:
    """The list of everything around the package, where it was exported."""
    if not root or all(name.startswith(root) for name in names):
        return
    if not {EXPORTED, f"{EXPORTED}.p7s"} <= names:
        found.problems.append("what lies beside the package bears no seal")
        return
    sealed = opening.whole(files, EXPORTED), opening.whole(files, f"{EXPORTED}.p7s")
    if proven(*sealed, trust, purpose=Purpose.EXPORT) is None:
        found.problems.append(f"the export's seal {OTHERS}")


def _check_letters(files: Files, root: str, trust: TrustAnchors, found: Judgement) -> None:
    for letter, pdf in _letters(files, root):
        failed = _failed(letter, pdf, trust)
        found.letters += not failed
        if failed:
            found.problems.append(f"letter {letter['number']} is not genuine: {', '.join(failed)}")


def _letters(files: Files, root: str) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The finished letters of the package at ``root``: what its facts say of each, and its file's bytes.

    Raises (what the facts hold is anybody's, until the seal was checked): ValueError, KeyError, TypeError.
    """
    data = f"{root}/data/" if root else "data/"
    case = json.loads(opening.whole(files, f"{data}case.json"))
    paths: dict[str, Any] = {row["sha256"]: row["path"] for row in case["documents"]}
    for letter in case["letters"]:
        if letter["number"] and letter["sealed_sha256"] in paths:
            yield letter, opening.whole(files, data + paths[letter["sealed_sha256"]])


def _failed(letter: Mapping[str, Any], pdf: bytes, trust: TrustAnchors) -> list[str]:
    # packages that were made before these two were written down hold letters of the office's own keys
    way = way_of(letter.get("signing", "internal"), letter.get("numbering", "after"))
    expected = Expected(letter["number"], letter["sealed_sha256"], way, _signer_named(letter))
    verdict = verify(pdf, trust.knowing(letter.get("certificate")), expected)
    return [] if verdict.genuine else verdict.failed or ["compared"]


def _signer_named(letter: Mapping[str, Any]) -> Named | None:
    """Whom a letter of a package names as its signer; None in packages that were made before the NIP stood in them."""
    if not letter.get("signer_nip") or not letter.get("signed_at"):
        return None
    at = datetime.fromisoformat(letter["signed_at"])
    return Named(letter["signer_title"], letter["signer_name"], letter["signer_nip"], at)

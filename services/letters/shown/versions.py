"""The versions of a letter: their parts with the Camat's comments beside them, and what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.letters.rules.content import excerpt, from_json
from services.letters.shown.differences import differences
from services.letters.tables import Draft, Letter


def versions(letter: Letter) -> dict[str, Any]:
    """The newest version with its parts, the corrections of it, and what changed since the version before."""
    drafts, signed = letter.drafts, letter.signed_file or {}
    newest = drafts[-1] if drafts else None
    before = drafts[-2] if len(drafts) > 1 else None
    return {
        "newest": newest,
        "before": before,
        "newest_parts": _commented(letter, newest) if newest else [],
        "rounds": _rounds(letter),
        **_since(before, newest),
        "signed_pages": signed.get("pages", next((d.pages for d in drafts if d.no == letter.signed_draft), 0)),
        "signed_how": signed.get("signing", "internal"),
    }


def _by_block(comments: Iterable[Mapping[str, Any]]) -> Mapping[int, list[str]]:
    notes = defaultdict[int, list[str]](list)
    for comment in comments:
        notes[comment["block"]].append(comment["note"])
    return notes


def _commented(letter: Letter, draft: Draft) -> list[dict[str, Any]]:
    """The parts of a version with what the Camat wrote about them, in whatever round."""
    return parts(draft.blocks, [c for row in letter.corrections if row.draft_no == draft.no for c in row.comments])


def _since(before: Draft | None, newest: Draft | None) -> dict[str, Any]:
    """What changed since the version before."""
    if newest is None or before is None:
        return {"changes": [], "besides": ""}
    return {"changes": differences(before.content, newest.content), "besides": besides(before, newest)}


def _rounds(letter: Letter) -> list[dict[str, Any]]:
    """The corrections, the newest first, each with the parts that the Camat wrote something about."""
    blocks = {draft.no: draft.blocks for draft in letter.drafts}
    return [
        {"row": row, "parts": [part for part in parts(blocks[row.draft_no], row.comments) if part["notes"]]}
        for row in reversed(letter.corrections)
    ]


def parts(blocks: Sequence[dict[str, Any]], comments: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The blocks of a version with the Camat's comments beside them, for the page."""
    notes = _by_block(comments)
    names = {0: "Pembuka", len(blocks) - 1: "Penutup"}
    return [
        {
            "index": index,
            "name": names.get(index, f"Bagian {index}"),
            "block": block,
            "excerpt": excerpt(block),
            "notes": notes[index],
        }
        for index, block in enumerate(from_json(list(blocks)))
    ]


def besides(before: Draft, after: Draft) -> str:
    """What a version has that is no word of the letter's own: another name to sign under, or its number."""
    news = []
    if after.acting != before.acting or (before.signer and before.signer != after.signer):
        news.append("nama di blok tanda tangan")
    if after.number is not None and after.number != before.number:
        news.append(f"nomor {after.number}")
    return f"Yang baru pada versi {after.no}: {' dan '.join(news)}." if news else ""

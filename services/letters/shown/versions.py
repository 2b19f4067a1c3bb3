"""The versions of a letter: their parts with the Camat's comments beside them, and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.letters.rules.content import excerpt, from_json
from services.letters.shown.differences import differences
from services.letters.tables import Draft, Letter


def versions(letter: Letter) -> dict[str, Any]:
    """The newest version with its parts, the corrections of it, and what changed since the version before."""
    drafts, corrections = letter.drafts, letter.corrections
    newest = drafts[-1] if drafts else None
    before = drafts[-2] if len(drafts) > 1 else None
    blocks = {draft.no: draft.blocks for draft in drafts}
    rounds = [
        {"row": row, "parts": [part for part in parts(blocks[row.draft_no], row.comments) if part["notes"]]}
        for row in reversed(corrections)
    ]
    of_newest = [c for row in corrections if newest and row.draft_no == newest.no for c in row.comments]
    return {
        "newest": newest,
        "before": before,
        "newest_parts": parts(newest.blocks, of_newest) if newest else [],
        "rounds": rounds,
        "changes": differences(before.content, newest.content) if newest and before else [],
        "besides": besides(before, newest) if newest and before else "",
        "signed_pages": (letter.signed_file or {}).get(
            "pages", next((d.pages for d in drafts if d.no == letter.signed_draft), 0)
        ),
        "signed_how": (letter.signed_file or {}).get("signing", "internal"),
    }


def parts(blocks: Sequence[dict[str, Any]], comments: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The blocks of a version with the Camat's comments beside them, for the page."""
    by_block: dict[int, list[str]] = {}
    for comment in comments:
        by_block.setdefault(comment["block"], []).append(comment["note"])
    last = len(blocks) - 1
    names = {0: "Pembuka", last: "Penutup"}
    shown = from_json(list(blocks))
    return [
        {
            "index": index,
            "name": names.get(index, f"Bagian {index}"),
            "block": block,
            "excerpt": excerpt(block),
            "notes": by_block.get(index, []),
        }
        for index, block in enumerate(shown)
    ]


def besides(before: Draft, after: Draft) -> str:
    """What a version has that is no word of the letter's own: another name to sign under, or its number."""
    news = []
    if after.acting != before.acting or (before.signer and before.signer != after.signer):
        news.append("nama di blok tanda tangan")
    if after.number is not None and after.number != before.number:
        news.append(f"nomor {after.number}")
    return f"Yang baru pada versi {after.no}: {' dan '.join(news)}." if news else ""

"""Letters as a program takes them: steps 14-16."""

from __future__ import annotations

from deploy.demo.client import Json
from deploy.demo.staff import Staff
from deploy.demo.steps.calls import do
from deploy.setup import DEMO_PASSPHRASE


def write_letter(staff: Staff, case_no: str, corrections: list[str]) -> str:
    """Steps 14-15: draft, corrections, signature; returns the letter's id."""
    found = staff.team.wait("/letters/api/letters", _open_letter, case_no=case_no)
    letter = _open_letter(found)
    assert letter is not None
    path = f"/letters/api/letters/{letter['id']}"
    for note in [*corrections, None]:
        now = staff.team.get(path)
        reviewed = do(staff.team, f"{path}/submit-draft", now, content=now["content"])
        if note is not None:
            do(staff.camat, f"{path}/request-correction", reviewed, note=note, comments=[])
    newest = reviewed["drafts"][-1]
    do(
        staff.camat,
        f"{path}/sign",
        reviewed,
        draft_no=newest["no"],
        sha256=newest["sha256"],
        passphrase=DEMO_PASSPHRASE,
    )
    return str(letter["id"])


def _open_letter(answer: Json) -> Json | None:
    rows: list[Json] = answer.get("letters") or answer.get("items") or []
    return next((row for row in rows if row["state"] == "letter_drafting"), None)


def register_letter(staff: Staff, letter_id: str, copies: list[Json]) -> Json:
    """Step 16 in its five parts; returns the letter with its number."""
    path = f"/registry/api/letters/{letter_id}"
    letter = staff.registrar.wait(path, lambda a: a["state"] == "received")
    for verb in ("record-register", "assign-number", "stamp"):
        letter = do(staff.registrar, f"{path}/{verb}", letter)
    letter = do(staff.registrar, f"{path}/copy", letter, copies=copies)
    return do(staff.registrar, f"{path}/archive-copy", letter)

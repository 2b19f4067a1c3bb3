"""Letters as a program takes them: steps 14-16."""

from __future__ import annotations

from typing import Any

from deploy.demo.client import Json
from deploy.demo.staff import Staff
from deploy.demo.steps.calls import do
from deploy.setup import DEMO_PASSPHRASE


def write_letter(staff: Staff, case_no: str, corrections: list[str]) -> str:
    """Steps 14-15: draft, corrections, signature; returns the letter's id."""
    letter_id = draft_letter(staff, case_no, corrections)
    sign_draft(staff, letter_id)
    return letter_id


def draft_letter(staff: Staff, case_no: str, corrections: list[str]) -> str:
    """Steps 14-15: the draft, corrected as often as the Camat asked; it waits to be signed. Returns the letter's id."""
    found = staff.team.wait("/letters/api/letters", _open_letter, case_no=case_no)
    letter = _open_letter(found)
    assert letter is not None
    path = f"/letters/api/letters/{letter['id']}"
    for note in [*corrections, None]:
        now = staff.team.get(path)
        reviewed = do(staff.team, f"{path}/submit-draft", now, content=now["content"])
        if note is not None:
            do(staff.camat, f"{path}/request-correction", reviewed, note=note, comments=[])
    return str(letter["id"])


def sign_draft(staff: Staff, letter_id: str) -> None:
    """Step 15: the Camat signs the draft as it is now."""
    path = f"/letters/api/letters/{letter_id}"
    _sign(staff, path, staff.camat.get(path))


def sign_letter(staff: Staff, case_no: str) -> str:
    """Step 15 of a letter that its wording made (7, 10): one press signs, numbers and seals; returns its id."""
    found = staff.camat.wait("/letters/api/letters", _submitted, case_no=case_no)
    letter = _submitted(found)
    assert letter is not None
    path = f"/letters/api/letters/{letter['id']}"
    _sign(staff, path, staff.camat.get(path))
    return str(letter["id"])


def sign_invitations(staff: Staff, case_no: str, count: int) -> None:
    """Step 15 of the invitations to one meeting (8b): one press signs, numbers and seals them all."""
    found = staff.camat.wait("/letters/api/letters", lambda a: len(_invitations(a)) == count, case_no=case_no)
    first, *others = (staff.camat.get(f"/letters/api/letters/{row['id']}") for row in _invitations(found))
    _sign(
        staff, f"/letters/api/letters/{first['id']}", first, others=[f"{one['id']}.{one['version']}" for one in others]
    )


def _invitations(answer: Json) -> list[Json]:
    return [row for row in answer["letters"] if row["kind"] == "invitation" and row["state"] == "letter_review"]


def _sign(staff: Staff, path: str, letter: Json, **more: Any) -> None:
    newest = letter["drafts"][-1]
    read = {"draft_no": newest["no"], "sha256": newest["sha256"]}
    do(staff.camat, f"{path}/sign", letter, **read, passphrase=DEMO_PASSPHRASE, **more)


def _open_letter(answer: Json) -> Json | None:
    return _in_state(answer, "letter_drafting")


def _submitted(answer: Json) -> Json | None:
    return _in_state(answer, "letter_review")


def _in_state(answer: Json, state: str) -> Json | None:
    rows: list[Json] = answer.get("letters") or answer.get("items") or []
    return next((row for row in rows if row["state"] == state), None)


def register_letter(staff: Staff, letter_id: str, copies: list[Json]) -> Json:
    """Step 16 in its five parts, the first three in one press; returns the letter with its number."""
    path = f"/registry/api/letters/{letter_id}"
    letter = staff.registrar.wait(path, lambda a: a["state"] in {"received", "stamped"})
    if letter["state"] == "received":
        letter = do(staff.registrar, f"{path}/register-at-once", letter)
    letter = do(staff.registrar, f"{path}/copy", letter, copies=copies)
    return do(staff.registrar, f"{path}/archive-copy", letter)

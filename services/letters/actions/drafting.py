"""Step 14: the team writes the letter and submits a version of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.letters.actions import messages, numbers
from services.letters.actions.freezing import freeze
from services.letters.actions.moving import move, newest
from services.letters.queries.classifications import classifications
from services.letters.queries.letters import GONE, for_update
from services.letters.rules import drafting as rules
from services.letters.rules.content import texts
from services.letters.rules.signatory import first_block, rules_for, signing_role
from services.letters.states import RIGHTS, State
from services.letters.tables import Letter
from services.shared.errors import Missing, Stale
from services.shared.rights.people import Role
from services.shared.staff import names
from services.shared.unit_of_work import Work


def save_draft(work: Work, letter_id: UUID, version: int | None, content: dict[str, Any]) -> Letter:
    """Step 14: keep the working draft; nothing is frozen.

    Raises:
        Missing: not a letter given to this member of the team.
        Stale: somebody saved since, or the letter is not being drafted.
        RuleBroken: an unknown classification code.
    """
    letter = given_to_me(work, letter_id)
    if not _advance(work, letter, "save_draft", version):
        if letter.content != content:
            raise rules.changed_by(letter.edited_by, letter.edited_at)
        return letter
    _keep(work, letter, content)
    work.audit("save_draft", str(letter.id), "Konsep disimpan", story=False, case_no=letter.case_no)
    return letter


def submit_draft(
    work: Work,
    letter_id: UUID,
    version: int | None,
    content: dict[str, Any] | None = None,
    *,
    names_checked: bool = False,
) -> Letter:
    """Step 14: freeze the next version (content, file, hash) and give it to the Camat, or first to whoever initials it.

    ``content`` is saved before, if given. ``names_checked``: the team says that a word of a hidden applicant's name is
    somebody else's.

    Raises:
        Missing, Stale: as ``save_draft``.
        RuleBroken: the letter is not complete, or holds what cannot be printed or must not be told.
    """
    letter = given_to_me(work, letter_id)
    chain = rules_for(work.office, letter).initials
    if not _advance(work, letter, "submit_for_initials" if chain else "submit_draft", version):
        return letter
    if content is not None:
        _keep(work, letter, content)
    _frozen(work, letter, work.actor.username, work.actor.name, names_checked=names_checked)
    return letter


def submit(work: Work, letter: Letter, username: str, name: str) -> None:
    """The first version, as the office's wording made it of what somebody proposed (7, 10). Raises RuleBroken."""
    chain = rules_for(work.office, letter).initials
    move(work, letter, "submit_for_initials" if chain else "submit_draft", None)
    _frozen(work, letter, username, name, names_checked=False)


def _frozen(work: Work, letter: Letter, username: str, name: str, *, names_checked: bool) -> None:
    """The next version, if it may go out as it is; whoever is next hears of it."""
    rules.check_choices(letter.content, classifications(work.session, work.office))
    rules.check_complete(letter.content)
    rules.check_confidential(letter.content, letter.confidential, letter.to_applicant)
    check_names(work, letter, names_checked=names_checked)
    numbers.release_if_other_class(work, letter)
    draft = freeze(work, letter, username, name, _block(work, letter))
    note = f"Versi {draft.no} diajukan {'untuk diparaf' if letter.state == State.INITIALS else _to(work, letter)}"
    work.audit("submit_draft", str(letter.id), note, case_no=letter.case_no, no=draft.no, sha256=draft.sha256)
    messages.progressed(work, letter, "in_review")


def _to(work: Work, letter: Letter) -> str:
    role = signing_role(work.office, letter)
    return "kepada Camat" if role == Role.CAMAT else f"kepada {work.office.official(role).title}"


def check_names(work: Work, letter: Letter, *, names_checked: bool) -> None:
    """A hidden applicant's name must not stand in a letter to others, typed by whomever. Raises RuleBroken."""
    if letter.hidden_names:
        vault, hidden = names.vault_of(work.service.settings), letter.hidden_names
        found = {name: names.search(vault, words, hidden) for name, words in texts(letter.content).items()}
        rules.check_names(found, names_checked=names_checked)


def given_to_me(work: Work, letter_id: UUID) -> Letter:
    """The letter, locked; drafting is for the members that the Camat named, whatever else they may see."""
    letter = for_update(work.session, letter_id, work.actor)
    if work.actor.is_any(*RIGHTS.assigned) and work.actor.username not in letter.team:
        raise Missing(GONE)
    return letter


def _advance(work: Work, letter: Letter, verb: str, version: int | None) -> bool:
    was = letter.state
    try:
        return move(work, letter, verb, version)
    except Stale:
        if was == State.DRAFTING and letter.last_verb == "save_draft":
            raise rules.changed_by(letter.edited_by, letter.edited_at) from None
        raise


def _block(work: Work, letter: Letter) -> dict[str, Any] | None:
    """The signature block of the version before stays until its signer changes it."""
    return newest(work, letter).acting if letter.drafts_count else first_block(work.office, letter)


def _keep(work: Work, letter: Letter, content: dict[str, Any]) -> None:
    rules.check_choices(content, classifications(work.session, work.office))
    letter.content = content
    letter.edited_by, letter.edited_at = work.actor.name, work.now

"""Step 14, where the office has a chain of initials: each in turn puts a paraf on the version, or sends it back."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from sqlalchemy import select

from services.letters.actions.correcting import corrected
from services.letters.actions.moving import move, reviewed
from services.letters.notices import announce
from services.letters.queries.letters import for_update
from services.letters.queries.parts import initials_of
from services.letters.rules import reviewing as rules
from services.letters.rules.signatory import rules_for
from services.letters.states import State
from services.letters.tables import Initial, Letter
from services.shared.jobs.rows import at_most, each
from services.shared.unit_of_work import Work

_MOST_AT_ONCE = 100


def initial(work: Work, letter_id: UUID, version: int, draft_no: int, sha256: str) -> Letter:
    """Step 14, chain of initials: one's paraf on exactly the version that was read; the last gives it to the Camat.

    Raises:
        Stale: not the newest version or not the file that was read. Forbidden: not this person's turn.
    """
    letter = for_update(work.session, letter_id, work.actor)
    given = initials_of(work.session, letter.id, letter.drafts_count)
    chain = rules_for(work.office, letter).initials
    if letter.state == State.INITIALS and work.actor.username not in given:
        rules.check_turn(chain, given, work.actor.username)
    last = rules.whose_turn(chain, [*given, work.actor.username]) is None
    if not move(work, letter, "last_initial" if last else "initial", version):
        return letter
    draft = reviewed(work, letter, draft_no, sha256)
    work.session.add(
        Initial(
            letter_id=letter.id, draft_no=draft.no, username=work.actor.username, name=work.actor.name, made_at=work.now
        )
    )
    words = f"Versi {draft.no} diparaf{'; diajukan kepada Camat' if last else ''}"
    work.audit("initial", str(letter.id), words, case_no=letter.case_no, sha256=draft.sha256)
    work.session.flush()
    announce(work, letter, "in_review")
    return letter


def return_draft(work: Work, letter_id: UUID, version: int, note: str, comments: list[dict[str, object]]) -> Letter:
    """Step 14, chain of initials: not right, back to the team. Only by the one whose turn it is."""
    letter = for_update(work.session, letter_id, work.actor)
    if letter.state == State.INITIALS:
        given = initials_of(work.session, letter.id, letter.drafts_count)
        rules.check_turn(rules_for(work.office, letter).initials, given, work.actor.username)
    if move(work, letter, "return_draft", version):
        corrected(work, letter, note, comments, f"{work.actor.name} meminta perbaikan sebelum memaraf")
    return letter


def pass_on(work: Work, letter: Letter) -> bool:
    """The letter goes to the Camat with the initials it has, where nobody is left whose turn it could be.

    So it is after the last of the chain was marked with a conflict of interest, or was taken out of ``office.toml``.
    """
    given = initials_of(work.session, letter.id, letter.drafts_count)
    if letter.state != State.INITIALS or rules.whose_turn(rules_for(work.office, letter).initials, given):
        return False
    move(work, letter, "pass_initials", None)
    words = f"Tidak ada lagi yang perlu memaraf versi {letter.drafts_count}; diajukan kepada Camat"
    work.audit("pass_initials", str(letter.id), words, case_no=letter.case_no)
    return True


def pass_on_all(work: Work) -> str:
    """Timed: letters whose chain of initials was made shorter under them."""
    wanted = (
        select(Letter)
        .where(Letter.state == State.INITIALS)
        .order_by(Letter.moved_at)
        .limit(at_most(work, _MOST_AT_ONCE))
    )
    letters = work.session.scalars(wanted.with_for_update(skip_locked=True)).all()
    passed = each(work, letters, lambda letter: f"surat {letter.case_no}", partial(_pass_on, work))
    return f"{sum(passed)} surat diteruskan tanpa paraf"


def _pass_on(work: Work, letter: Letter) -> bool:
    passed = pass_on(work, letter)
    if passed:
        announce(work, letter, "in_review")
    return passed

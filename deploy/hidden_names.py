"""The fingerprints of names that letters must not tell: made anew from the names, which review has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Row, select, update

from deploy.installation import Installation
from services.handoffs import outbox
from services.handoffs.tables import outbox as outbox_table
from services.letters.tables import Letter
from services.review.tables import Case
from services.shared.data.database import Database
from services.shared.encryption.erasing import ERASED
from services.shared.encryption.rekeying import AT_ONCE, Count
from services.shared.encryption.vault import Vault
from services.shared.staff import names


def rekey(office: Installation, *, change: bool) -> Count:
    """Make them anew, some letters at a time; without ``change`` only count."""
    vault = names.vault_of(office.settings("letters"))
    with office.database("letters") as letters, office.database("review") as review:
        rows = _hiding(letters)
        count = Count(rows=len(rows))
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            wanted = _wanted(vault, review, part)
            old = [row.id for row in part if wanted.get(row.id, row.hidden_names) != row.hidden_names]
            count.old += len(old)
            if change:
                _hide(letters, {letter: wanted[letter] for letter in old})
    return count


def _hiding(letters: Database) -> Sequence[Row[UUID, str, list[str]]]:
    """The letters that must not tell a name."""
    hiding = select(Letter.id, Letter.case_no, Letter.hidden_names).where(Letter.hidden_names != [])
    with letters.transaction() as session:
        return session.execute(hiding.order_by(Letter.id)).all()


def _wanted(vault: Vault, review: Database, letters: Iterable[Row[UUID, str, list[str]]]) -> dict[UUID, list[str]]:
    """What each letter is to bear; nothing is said of one whose applicant is erased."""
    known = _applicants(review, {row.case_no for row in letters})
    return {row.id: names.fingerprints(vault, known[row.case_no]) for row in letters if row.case_no in known}


def _hide(letters: Database, wanted: Mapping[UUID, list[str]]) -> None:
    with letters.transaction() as session:
        for letter, fingerprints in wanted.items():
            session.execute(update(Letter).where(Letter.id == letter).values(hidden_names=fingerprints))


def on_their_way(office: Installation) -> bool:
    """Whether review has told letters something that is not taken yet: it may carry fingerprints of the old key."""
    waiting = select(outbox_table.c.id).where(outbox.OPEN, outbox_table.c.receiver == "letters").limit(1)
    with office.database("review") as review, review.transaction() as session:
        return session.execute(waiting).first() is not None


def _applicants(review: Database, case_numbers: set[str]) -> dict[str, str]:
    """Case number → the applicant's name, where it is not erased."""
    asked = select(Case.case_no, Case.applicant_name).where(
        Case.case_no.in_(case_numbers), Case.applicant_name != ERASED
    )
    with review.transaction() as session:
        return {row.case_no: row.applicant_name for row in session.execute(asked)}

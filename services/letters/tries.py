"""Wrong passphrases per account. A try is counted before it is made, so that many at once gain nothing."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from services.letters import rules
from services.letters.tables import PassphraseTries
from services.shared.work import Work


def count(work: Work) -> None:
    """Count a try that is about to be made; raises RuleBroken while the account is locked."""
    row = _row(work)
    after = rules.next_try(_as_value(row), work.now)
    row.tries, row.locked_until = after.tries, after.locked_until
    row.since = after.since or work.now


def take_back(work: Work) -> None:
    """The try was not a wrong passphrase: something else was in the way."""
    row = _row(work)
    row.tries, row.locked_until = max(row.tries - 1, 0), None


def forget(work: Work) -> None:
    """The passphrase was right."""
    work.session.execute(delete(PassphraseTries).where(PassphraseTries.username == work.actor.username))


def found(work: Work) -> rules.Tries:
    """What is counted for this account now."""
    return _as_value(_row(work))


def _row(work: Work) -> PassphraseTries:
    """The account's row, locked; made where there is none."""
    username = work.actor.username
    fresh = insert(PassphraseTries).values(username=username, tries=0, since=work.now)
    work.session.execute(fresh.on_conflict_do_nothing())
    statement = select(PassphraseTries).where(PassphraseTries.username == username).with_for_update()
    return work.session.execute(statement).scalar_one()


def _as_value(row: PassphraseTries) -> rules.Tries:
    return rules.Tries(row.tries, row.since, row.locked_until)

"""Wrong passphrases per account, so that nobody can guess one: at the limit the account may not try for a while.

Several may be tried at once, and none is known to be wrong before it was tried. So each takes a place first, and there
are only as many places as wrong ones are still allowed. A wrong one keeps its place; any other gives it back. Whoever
finds no place waits for one: right passphrases at once never lock the account, and wrong ones at once are never more
than one after the other. A try whose process died keeps its place for a quarter of an hour, as a wrong one would, or
until a right passphrase is given; it locks nobody.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from services.letters.rules import passphrases as rules
from services.letters.tables import PassphraseTries, PassphraseUnderWay
from services.shared.calendar import clock
from services.shared.errors import Unavailable
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service, Work

_LONGEST = timedelta(minutes=2)  # no try lasts that long: the web server gives up before
_PAUSE = 0.05  # seconds
CROWDED = (
    "Beberapa surat sedang ditandatangani bersamaan, atau terputus di tengah jalan. Surat ini belum ditandatangani. "
    "Coba lagi sebentar lagi, paling lambat pukul {until}."
)


def begin(service: Service, actor: Actor, patience: float) -> UUID:
    """Take a place for one try, waiting at most ``patience`` seconds for it.

    Raises:
        RuleBroken: the account is locked. Unavailable: all places stayed taken; nothing was tried.
    """
    give_up = time.monotonic() + patience
    while True:
        with service.work(actor) as work:
            place, until = _take(work)
        if place is not None:
            return place
        if time.monotonic() >= give_up:
            raise Unavailable(CROWDED.format(until=clock.hour(until)))
        time.sleep(_PAUSE)


def was_wrong(work: Work, place: UUID) -> rules.Tries:
    """The passphrase was wrong: counted; at the limit the account is locked."""
    row = _row(work)
    _give_back(work, place)
    after = rules.wrong_try(_as_value(row), work.now)
    row.tries, row.locked_until, row.since = after.tries, after.locked_until, after.since or work.now
    return after


def was_right(work: Work, place: UUID) -> None:
    """The passphrase was right: what was wrong before is forgiven, and so is what died on its way."""
    row = _row(work)
    row.tries, row.locked_until = 0, None
    _give_back(work, place)
    _clear(work, work.now - _LONGEST)


def was_not_tried(work: Work, place: UUID) -> None:
    """Something else was in the way: nothing is known of the passphrase."""
    _row(work)
    _give_back(work, place)


def _take(work: Work) -> tuple[UUID | None, datetime]:
    """A place, or None and when the oldest that is taken becomes free at the latest."""
    row = _row(work)
    _clear(work, work.now - rules.TRIES_WINDOW)
    mine = PassphraseUnderWay.username == work.actor.username
    taken, oldest = work.session.execute(
        select(func.count(), func.min(PassphraseUnderWay.since)).select_from(PassphraseUnderWay).where(mine)
    ).one()
    if not rules.may_try(_as_value(row, taken), work.now):
        return None, oldest + rules.TRIES_WINDOW
    place = PassphraseUnderWay(username=work.actor.username, since=work.now)
    work.session.add(place)
    work.session.flush()
    return place.id, work.now


def _give_back(work: Work, place: UUID) -> None:
    work.session.execute(delete(PassphraseUnderWay).where(PassphraseUnderWay.id == place))


def _clear(work: Work, before: datetime) -> None:
    """Those of this account that have been under way since before then: their process died."""
    mine = PassphraseUnderWay.username == work.actor.username
    work.session.execute(delete(PassphraseUnderWay).where(mine, PassphraseUnderWay.since <= before))


def _row(work: Work) -> PassphraseTries:
    """The account's row, locked; made where there is none. Whoever holds it decides for the account."""
    username = work.actor.username
    fresh = insert(PassphraseTries).values(username=username, tries=0, since=work.now)
    work.session.execute(fresh.on_conflict_do_nothing())
    statement = select(PassphraseTries).where(PassphraseTries.username == username).with_for_update()
    return work.session.execute(statement).scalar_one()


def _as_value(row: PassphraseTries, under_way: int = 0) -> rules.Tries:
    return rules.Tries(row.tries, row.since, row.locked_until, under_way)

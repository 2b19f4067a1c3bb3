"""Who has a conflict of interest in a case: one fact, carried to every service that knows something of the case.

The desk knows who is reported, and tells review and the registry; review knows whom it marked or cleared, and tells
the desk, letters and the registry. Letters hears what the desk said from review.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from marshmallow import fields
from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert

from services.handoffs.contract import Body, Contract
from services.handoffs.envelope import Envelope
from services.handoffs.outbox import post
from services.shared.jobs.rows import at_most, each
from services.shared.rights.barring import conflict
from services.shared.unit_of_work import Work

AT_ONCE = 500  # cases of one run of the timed job


class ConflictPart(Body):
    """One fact; see ``shared/rights/barring.py``. ``ended_at`` is null while it holds."""

    party = fields.String(required=True)
    bars = fields.Boolean(required=True)
    why = fields.String(required=True)
    noted_by = fields.String(required=True)
    since = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)


class ConflictsNotedV1(Body):
    """Facts that are new or have changed."""

    facts = fields.List(fields.Nested(ConflictPart), required=True)


class ConflictsForgottenV1(Body):
    """The number has no case (it was opened by mistake): whatever was said of anybody in it is forgotten."""

    at = fields.AwareDateTime(required=True)


def _contract(sender: str, receiver: str) -> Contract:
    return Contract("conflicts_noted", 1, sender, receiver, ConflictsNotedV1)


KIND = "conflicts_noted"
CONTRACTS = (
    _contract("intake", "review"),
    _contract("intake", "registry"),
    _contract("review", "intake"),
    _contract("review", "letters"),
    _contract("review", "registry"),
)
FORGOTTEN = "conflicts_forgotten"
TO_FORGET = tuple(
    Contract(FORGOTTEN, 1, sender, receiver, ConflictsForgottenV1)
    for sender, receiver in (("intake", "review"), ("intake", "registry"), ("review", "letters"))
)
FACTS = ("party", "bars", "why", "noted_by", "since", "ended_at")


def note(work: Work, case_no: str, facts: Sequence[Mapping[str, Any]], *, told: bool = True) -> None:
    """Keep facts of a case, in place of those of the same parties. ``told``: the other services know, or need not."""
    if not facts:
        return
    at = work.now if told else None
    rows = [{"case_no": case_no, "told_at": at, **{name: fact[name] for name in FACTS}} for fact in facts]
    found = insert(conflict).values(rows)
    changed = {name: found.excluded[name] for name in ("bars", "why", "noted_by", "since", "ended_at", "told_at")}
    work.session.execute(found.on_conflict_do_update(index_elements=["case_no", "party"], set_=changed))


def noted(work: Work, envelope: Envelope, body: Mapping[str, Any]) -> None:
    """The handler of ``conflicts_noted`` where nothing else follows: who has a conflict of interest in a case."""
    note(work, envelope.case_no, body["facts"])


def forgotten(work: Work, envelope: Envelope, body: Mapping[str, Any]) -> None:
    """The handler of ``conflicts_forgotten``; whom this service told is told as well."""
    forget(work, envelope.case_no)
    tell_forgotten(work, envelope.case_no, body["at"])


def tell_forgotten(work: Work, case_no: str, at: datetime) -> None:
    """Let those whom this service told of facts forget them."""
    for contract in TO_FORGET:
        if contract.sender == work.service.name:
            post(work, contract, case_no, {"at": at})


def known(work: Work, case_no: str) -> list[dict[str, Any]]:
    """Every fact about a case, those that have ended too."""
    wanted = select(*(conflict.c[name] for name in FACTS)).where(conflict.c.case_no == case_no)
    return [dict(row._mapping) for row in work.session.execute(wanted.order_by(conflict.c.party))]


def tell(work: Work, case_no: str, facts: Sequence[Mapping[str, Any]], *receivers: str) -> None:
    """Hand facts over, where there are some. What the desk said goes back to it from nobody."""
    for contract in CONTRACTS:
        if contract.sender != work.service.name or contract.receiver not in receivers:
            continue
        wanted = [dict(fact) for fact in facts if contract.receiver != "intake" or fact["party"][0] not in "@#"]
        if wanted:
            post(work, contract, case_no, {"facts": wanted})


def tell_untold(work: Work, *receivers: str) -> str:
    """Timed job: facts of before the services told each other (``migrations/0001_first.py``)."""
    wanted = select(conflict.c.case_no).where(conflict.c.told_at.is_(None)).distinct().limit(at_most(work, AT_ONCE))
    told = each(work, work.session.scalars(wanted).all(), str, lambda case_no: _tell_now(work, case_no, receivers))
    return f"{len(told)} pengaduan"


def _tell_now(work: Work, case_no: str, receivers: Iterable[str]) -> None:
    tell(work, case_no, known(work, case_no), *receivers)
    untold = update(conflict).where(conflict.c.case_no == case_no, conflict.c.told_at.is_(None))
    work.session.execute(untold.values(told_at=work.now))


def forget(work: Work, case_no: str) -> None:
    """The case was destroyed, or never was one: what names or describes somebody goes.

    Which account was barred, from when, stays.
    """
    about = conflict.c.case_no == case_no
    work.session.execute(conflict.delete().where(about, or_(conflict.c.party.like("@%"), conflict.c.party.like("#%"))))
    work.session.execute(update(conflict).where(about).values(why=""))

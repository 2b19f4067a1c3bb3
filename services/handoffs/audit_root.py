"""The daily anchor of an audit trail: each service gives the registry the newest hash of its chain.

The registry signs it with the office's seal and keeps it in the archive bucket. Whoever then cuts the end off a trail,
or writes it anew with hashes that fit, cannot do so unseen: ``sigap audit verify`` compares both.
"""

from __future__ import annotations

from datetime import timedelta

from marshmallow import fields, validate

from services.handoffs.contract import Body, Contract
from services.handoffs.outbox import post
from services.shared.audit import trail
from services.shared.jobs.schedule import Job
from services.shared.unit_of_work import Work

CASE_NO = "AUDIT"  # the messages of one trail come in their order, like those of a case
EVERY = timedelta(days=1)


class AuditRootV1(Body):
    """How far a trail is, and the hash that covers all of it."""

    position = fields.Integer(required=True, validate=validate.Range(min=1))
    hash = fields.String(required=True, validate=validate.Length(equal=64))
    taken_at = fields.AwareDateTime(required=True)


CONTRACTS = tuple(
    Contract("audit_root", 1, sender, "registry", AuditRootV1) for sender in ("intake", "review", "letters")
)


def daily(sender: str) -> Job:
    """The timed job of a service that gives its root to the registry."""
    contract = next(contract for contract in CONTRACTS if contract.sender == sender)

    def run(work: Work) -> str:
        newest = trail.newest(work.session)
        if newest is None:
            return "belum ada yang ditambatkan"
        position, value = newest
        post(work, contract, CASE_NO, {"position": position, "hash": value, "taken_at": work.now})
        return f"sampai baris {position}"

    return Job(f"{sender}.audit_root", EVERY, run)

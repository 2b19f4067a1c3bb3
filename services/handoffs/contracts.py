"""All contracts of the project: the process map in one place."""

from __future__ import annotations

from services.handoffs import (
    audit_root,
    conflicts,
    intake_to_registry,
    intake_to_review,
    invitations,
    letters_to_registry,
    letters_to_review,
    paper_moves,
    registry_to_intake,
    registry_to_letters,
    registry_to_review,
    review_to_intake,
    review_to_letters,
    review_to_registry,
)
from services.handoffs.contract import Contracts

CONTRACTS = Contracts(
    (
        *intake_to_review.CONTRACTS,
        *intake_to_registry.CONTRACTS,
        *review_to_intake.CONTRACTS,
        *invitations.CONTRACTS,
        *paper_moves.CONTRACTS,
        *review_to_letters.CONTRACTS,
        *review_to_registry.CONTRACTS,
        *letters_to_review.CONTRACTS,
        *letters_to_registry.CONTRACTS,
        *registry_to_intake.CONTRACTS,
        *registry_to_letters.CONTRACTS,
        *registry_to_review.CONTRACTS,
        *audit_root.CONTRACTS,
        *conflicts.CONTRACTS,
        *conflicts.TO_FORGET,
    )
)

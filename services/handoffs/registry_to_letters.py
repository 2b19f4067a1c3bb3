"""What the registry tells letters: the archive of a case was destroyed, and what letters still holds of it must go."""

from __future__ import annotations

from services.handoffs.case_parts import CaseDestroyedV1
from services.handoffs.contract import Contract

CASE_DESTROYED_LETTERS = Contract("case_destroyed", 1, "registry", "letters", CaseDestroyedV1)
CONTRACTS = (CASE_DESTROYED_LETTERS,)

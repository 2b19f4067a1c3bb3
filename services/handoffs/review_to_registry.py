"""What review gives the registry: the end of a case for the register book and the archive, and its dossier part."""

from __future__ import annotations

from services.handoffs.case_parts import CaseEndedV1, DossierPartV1
from services.handoffs.contract import Contract

CASE_ENDED_IN_REVIEW = Contract("case_ended", 1, "review", "registry", CaseEndedV1)
REVIEW_DOSSIER = Contract("dossier_part", 1, "review", "registry", DossierPartV1)
CONTRACTS = (CASE_ENDED_IN_REVIEW, REVIEW_DOSSIER)

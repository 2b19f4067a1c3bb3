"""What the front desk gives the registry: a case that ended at the desk (withdrawn, lapsed), and its dossier part."""

from __future__ import annotations

from services.handoffs.case_parts import CaseEndedV1, DossierPartV1
from services.handoffs.contract import Contract

CASE_ENDED_AT_DESK = Contract("case_ended", 1, "intake", "registry", CaseEndedV1)
INTAKE_DOSSIER = Contract("dossier_part", 1, "intake", "registry", DossierPartV1)
CONTRACTS = (CASE_ENDED_AT_DESK, INTAKE_DOSSIER)

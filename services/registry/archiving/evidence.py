"""Step 12d: the office's seal over the list of a package of evidence; review puts it into the package."""

from __future__ import annotations

import base64
from typing import Any

from services.handoffs.outbox import post
from services.handoffs.registry_to_review import EVIDENCE_SEALED
from services.registry.archiving.sealing import office_seal
from services.registry.archiving.tags import Purpose
from services.shared.signing.certificates import by_eye
from services.shared.unit_of_work import Work


def seal_evidence(work: Work, case_no: str, body: dict[str, Any]) -> None:
    """Seal a list and send the seal back. Raises SettingsError, SigningRefused: there is no usable seal."""
    holder, seal = office_seal(work.service.settings, work.now, Purpose.EVIDENCE)
    made = base64.b64encode(seal(body["manifest"].encode())).decode()
    work.audit("seal_evidence", case_no, "Segel kantor dibubuhkan pada daftar paket bukti (12d)", story=False)
    told = {"handover_id": body["handover_id"], "seal": made, "certificate": by_eye(holder.certificate)}
    post(work, EVIDENCE_SEALED, case_no, told | {"at": work.now})

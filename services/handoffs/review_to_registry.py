"""What review gives the registry: the end of a case for register book and archive, its dossier part; what to seal."""

from __future__ import annotations

from marshmallow import fields, validate

from services.handoffs.case_parts import CaseEndedV1, DossierPartV1
from services.handoffs.contract import Body, Contract

# The seal is the office's word: it stands under a list of this shape, and under no other text that somebody sends.
# The lists of an archive package name other files, so that none of them is sealed by this.
LIST_OF_EVIDENCE = r"([0-9a-f]{64}  (berkas/[0-9]{2,3}-[^/\r\n]+|ringkasan-pengaduan\.pdf|catatan-penjagaan\.pdf)\n)+\Z"


class EvidenceListedV1(Body):
    """Step 12d: the list of a package of evidence, to be put under the office's seal: hashes and paths."""

    handover_id = fields.UUID(required=True)
    manifest = fields.String(required=True, validate=[validate.Length(max=100_000), validate.Regexp(LIST_OF_EVIDENCE)])
    at = fields.AwareDateTime(required=True)


CASE_ENDED_IN_REVIEW = Contract("case_ended", 1, "review", "registry", CaseEndedV1)
REVIEW_DOSSIER = Contract("dossier_part", 1, "review", "registry", DossierPartV1)
EVIDENCE_LISTED = Contract("evidence_listed", 1, "review", "registry", EvidenceListedV1)
CONTRACTS = (CASE_ENDED_IN_REVIEW, REVIEW_DOSSIER, EVIDENCE_LISTED)

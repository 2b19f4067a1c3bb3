"""Step 12d: a copy of the sealed package is taken, locked with a passphrase."""

from __future__ import annotations

from dataclasses import dataclass

from services.review.actions.evidence_case import files_now, open_for_evidence
from services.review.queries.cases import knows_applicant
from services.review.queries.evidence import newest
from services.review.tables import EvidenceHandover
from services.shared.errors import Forbidden, Stale
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Work


@dataclass(frozen=True)
class Packet:
    """A package on its way out: its row, and where each of its files lies, by its path in the package."""

    row: EvidenceHandover
    files: list[tuple[str, StoredObject]]
    passphrase: str


def take_evidence(work: Work, case_no: str, *, passphrase: str) -> Packet:
    """A copy of the package, locked with this passphrase.

    Raises:
        Missing, Forbidden: not this person's. Stale: nothing is prepared, or it is not sealed yet.
    """
    case = open_for_evidence(work, case_no)
    row = newest(work.session, case_no)
    if row is None or not row.seal:
        words = "Segel kantor masih dibubuhkan; coba lagi beberapa detik lagi." if row else "Siapkan paketnya dahulu."
        raise Stale(words)
    known = {str(file.id): file for file in files_now(work, case_no)}
    inside = [(one["path"], known[one["id"]]) for one in row.files]
    if not knows_applicant(case, work.actor) and any(file.identifying for _, file in inside):
        raise Forbidden("Paket ini memuat data pemohon yang dirahasiakan; yang mengunduhnya Kasi atau Camat.")
    ids = [str(file.id) for _, file in inside]
    work.audit("take_evidence", case_no, f"Paket bukti {row.number} diunduh, terkunci", story=False, files=ids)
    work.service.looked(work.actor, case_no, "file", work.now)
    return Packet(row, [(path, file.stored) for path, file in inside], passphrase)

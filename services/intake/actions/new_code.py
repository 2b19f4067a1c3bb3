"""A lost tracking code: the applicant gets a new one after an identity check, and the old one dies."""

from __future__ import annotations

from services.intake.queries import case_for_update
from services.intake.queries.hidden import must_know
from services.intake.rules.codes import hash_code, make_code
from services.intake.states import RIGHTS
from services.intake.tables import Complaint
from services.shared.errors import Stale
from services.shared.rights.moves import check_version
from services.shared.unit_of_work import Work

WAYS = {"id_card": "KTP asli dicocokkan", "other_card": "Kartu identitas lain dicocokkan", "known": "Dikenal petugas"}


def new_code(work: Work, case_no: str, version: int | None, *, identity: str) -> tuple[Complaint, str]:
    """Beside the steps: returns the complaint and the new code in clear, which exists nowhere else.

    Raises:
        Forbidden: not a clerk. Stale: another version, or the complaint never had a code.
    """
    RIGHTS.check("new_code", work.actor, "Kode baru hanya dibuat petugas layanan di hadapan pemohon.")
    complaint = case_for_update(work.session, case_no)
    must_know(complaint, work.actor, "new_code")
    check_version(complaint.version, version)
    if complaint.tracking_hash is None:
        raise Stale("Pengaduan ini belum mempunyai kode pelacakan. Kode dibuat saat berkas diteruskan kepada Kasi.")
    code = make_code()
    complaint.tracking_hash, complaint.version = hash_code(code), complaint.version + 1
    work.audit("new_code", case_no, f"Kode pelacakan diganti; {WAYS[identity].lower()}, kode lama tidak berlaku lagi")
    return complaint, code

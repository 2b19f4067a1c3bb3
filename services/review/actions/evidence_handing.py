"""Step 12d: law enforcement takes the package of evidence, and signs for it."""

from __future__ import annotations

from datetime import datetime

from services.handoffs.outbox import post
from services.handoffs.review_to_intake import EVIDENCE_HANDED
from services.review.actions.documents import file_paper, keep_signature
from services.review.actions.ending import send_dossier
from services.review.actions.evidence_case import files_now, giver, open_for_evidence
from services.review.papers import evidence as papers
from services.review.queries.evidence import newest
from services.review.rules import evidence as rules
from services.review.states import CLOSED
from services.review.tables import Case, EvidenceHandover
from services.shared.errors import RuleBroken, Stale
from services.shared.rights.moves import check_version
from services.shared.unit_of_work import Work


def hand_over_evidence(
    work: Work,
    case_no: str,
    version: int | None,
    *,
    taken_by: str,
    taken_rank: str,
    unit: str,
    handed_at: datetime | None,
    signature: str,
    signature_giver: str,
) -> Case:
    """Law enforcement has it: who took it and when, signed on the screen or on paper; a line for each file.

    Raises:
        Missing, Forbidden: not this person's. Stale: nothing is prepared and sealed, it is handed over, or
            another package was prepared since.
        RuleBroken: a moment that cannot be; neither signature nor scan.
    """
    case = open_for_evidence(work, case_no)
    row = newest(work.session, case_no)
    who = (taken_by, taken_rank, unit)
    if row is not None and row.handed_at and (row.taken_by, row.taken_rank, row.unit) == who:
        return case  # the same button pressed twice
    check_version(case.version, version)  # what was signed for is the package that this page showed
    if row is None or row.handed_at or not row.seal:
        raise Stale("Tidak ada paket bukti bersegel yang menunggu diserahkan. Muat ulang halaman.")
    row.handed_at = _moment(handed_at, row.at, work.now)
    (row.taken_by, row.taken_rank, row.unit), row.signed = who, _way(work, case, row, signature)
    if row.signed == "pad":
        _file_record(work, case, row, signature, signature_giver)
    ids = [one["id"] for one in row.files]
    words = f"Bukti diserahkan kepada {taken_by} ({taken_rank}), {unit}: {len(ids)} berkas, {row.number}"
    work.audit("hand_over_evidence", case_no, words, files=ids)
    post(work, EVIDENCE_HANDED, case_no, {"files": ids, "unit": unit, "number": row.number, "at": row.handed_at})
    if case.state in CLOSED:
        work.session.flush()
        send_dossier(work, case)
    return case


def _moment(given: datetime | None, prepared: datetime, now: datetime) -> datetime:
    at = given or now
    if at > now:
        raise RuleBroken.at("handed_at", "Waktu penyerahan belum tiba.")
    if at < prepared.replace(second=0, microsecond=0):
        raise RuleBroken.at("handed_at", "Waktu penyerahan mendahului pembuatan paketnya.")
    return at


def _way(work: Work, case: Case, row: EvidenceHandover, signature: str) -> str:
    """On the screen, or on paper that was scanned since the package was made; raises RuleBroken."""
    if signature:
        return "pad"
    if any(file.role == rules.SCAN and file.added_at >= row.at for file in files_now(work, case.case_no)):
        return "scan"
    raise RuleBroken.at("signature", "Penerima menandatangani di sini, atau unggah pindaian yang sudah ditandatangani.")


def _file_record(work: Work, case: Case, row: EvidenceHandover, taker: str, giving: str) -> None:
    drawn = {}
    for who, field, given in (("penerima", "signature", taker), ("pemberi", "signature_giver", giving)):
        name = f"Tanda tangan serah terima ({who})"
        if kept := keep_signature(work, case, name, given, field, identifying=False):
            drawn[who] = work.service.store.read(kept.stored)
    paper = papers.record(work.office, case, row, giver(work), drawn)
    listed = {one["id"] for one in row.files}
    shows = any(file.identifying for file in files_now(work, case.case_no) if str(file.id) in listed)
    file_paper(work, case, "evidence_handed", "Berita acara serah terima bukti", paper, identifying=shows)

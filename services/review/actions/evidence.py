"""Step 12d: evidence for law enforcement is chosen and put together; the registry seals it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.handoffs.outbox import post
from services.handoffs.review_to_registry import EVIDENCE_LISTED
from services.review.actions.documents import file_paper
from services.review.actions.evidence_case import files_now, giver, office_of, open_for_evidence
from services.review.actions.signing import signed
from services.review.papers import evidence as papers
from services.review.papers.evidence_summary import summary as summary_paper
from services.review.queries.cases import entries, knows_applicant
from services.review.queries.evidence import history, newest
from services.review.rules import evidence as rules
from services.review.tables import Case, CaseFile, EvidenceHandover
from services.shared.errors import Missing, RuleBroken
from services.shared.rights.moves import check_version
from services.shared.staff.colleagues import named
from services.shared.unit_of_work import Work
from services.shared.web.files import INFECTED

OWN = 2  # papers of the office at the end of each package: summary, custody record


def prepare_evidence(
    work: Work, case_no: str, version: int | None, *, unit: str, files: list[UUID], parts: list[str]
) -> Case:
    """Choose what is handed over; list, summary, custody record and berita acara are made, the registry seals.

    Raises:
        Missing, Forbidden: not this person's case. Stale: it is not reported to law enforcement, or the page is stale.
        RuleBroken: a file or a part that this person may not hand over; a file with malware.
    """
    case = open_for_evidence(work, case_no)
    knows = knows_applicant(case, work.actor)
    rules.check_parts(parts, knows=knows)
    picked = rules.chosen(files_now(work, case_no), files, knows=knows)
    _check_clean(work, picked)
    listed = [_line(rules.path_of(n, file), file) for n, file in enumerate(picked, 1)]
    if _waits(newest(work.session, case_no), unit, parts, listed):
        return case  # the same button pressed twice
    check_version(case.version, version)
    count = len(entries(work.session, EvidenceHandover, case_no)) + 1
    about: dict[str, Any] = signed(work, office_of(work)) | {"unit": unit, "parts": parts}
    row = EvidenceHandover(case_no=case_no, number=f"BA-12d/{case_no}" + (f"/{count}" if count > 1 else ""), **about)
    shows = any(file.identifying for file in picked)  # by its name alone
    row.files = [*listed, *_made(work, case, row, listed, shows=shows)]
    row.manifest = rules.manifest(row.files)
    case.version += 1  # a page that still shows the package before is stale
    work.session.add(row)
    work.session.flush()
    form = papers.record(work.office, case, row, giver(work), {})
    file_paper(work, case, "evidence_form", "Berita acara serah terima (untuk ditandatangani)", form, identifying=shows)
    ids = [str(file.id) for file in picked]
    work.audit("prepare_evidence", case_no, f"Paket bukti untuk {unit} disiapkan: {len(ids)} berkas", files=ids)
    post(work, EVIDENCE_LISTED, case_no, {"handover_id": row.id, "manifest": row.manifest, "at": work.now})
    return case


def _waits(row: EvidenceHandover | None, unit: str, parts: list[str], listed: list[dict[str, Any]]) -> bool:
    """Whether just this package waits already."""
    return row is not None and not row.handed_at and (row.unit, row.parts, row.files[:-OWN]) == (unit, parts, listed)


def note_sealed(work: Work, case_no: str, body: dict[str, Any]) -> None:
    """The registry's seal over the list of a package; raises Missing where it never was ours."""
    row = work.session.get(EvidenceHandover, body["handover_id"])
    if row is None or row.case_no != case_no:
        raise Missing("Paket bukti ini tidak dikenal di sini.")
    row.seal, row.certificate = body["seal"], body["certificate"]
    work.audit("evidence_sealed", case_no, f"Segel kantor dibubuhkan pada paket bukti {row.number}")


def _check_clean(work: Work, picked: Sequence[CaseFile]) -> None:
    bad = [file.name for file in picked if work.service.store.is_quarantined(file.sha256)]
    if bad:
        raise RuleBroken.at("files", f"{bad[0]}: {INFECTED}")


def _made(
    work: Work, case: Case, row: EvidenceHandover, listed: list[dict[str, Any]], *, shows: bool
) -> list[dict[str, Any]]:
    """The office's own two papers in the package: what it is about, and where each file has been.

    ``shows``: the files' names may tell who the applicant is.
    """
    by, told = giver(work), bool(rules.OF_APPLICANT & set(row.parts))
    summary = file_paper(
        work, case, "evidence_summary", "Ringkasan untuk penegak hukum",
        summary_paper(work.office, case, row, by), identifying=told,
    )  # fmt: skip
    known = {str(file.id): file for file in files_now(work, case.case_no)}
    log = history(work.session, case.case_no, [one["id"] for one in listed])
    names = named(work, [file.added_by for file in known.values()])
    came = [one | _came(known[one["id"]], names) for one in listed]
    sheet = papers.custody(work.office, case, row, came, log, by)
    custody = file_paper(work, case, "evidence_custody", "Catatan penjagaan bukti", sheet, identifying=shows)
    return [_line("ringkasan-pengaduan.pdf", summary), _line("catatan-penjagaan.pdf", custody)]


def _line(path: str, file: CaseFile) -> dict[str, Any]:
    return {"id": str(file.id), "path": path, "name": file.name, "sha256": file.sha256, "size": file.size}


def _came(file: CaseFile, names: Mapping[str, str]) -> dict[str, Any]:
    """When a file came, by whom (a paper has the person's name, not the account's), and how: its first line."""
    came = "Diterima di loket" if file.origin == "intake" else "Dilampirkan pada penanganan"
    return {"added_at": file.added_at, "added_by": names.get(file.added_by, file.added_by), "came": came}

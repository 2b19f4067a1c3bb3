"""Who had a file when, and what became of it: each line is an entry of the audit trail that holds the file's id.

The sentences say the file's kind, not its name: a name may tell who asked not to be known.
"""

from __future__ import annotations

from services.intake.rules import cases
from services.intake.rules.files import LABELS
from services.intake.tables import CaseFile
from services.shared.files.scanner import Scan, Verdict
from services.shared.notices.posting import post, role
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work

CONDITIONS = {
    "intact": "kembali utuh di penyimpanan",
    "missing": "tidak ditemukan di penyimpanan",
    "changed": "di penyimpanan tidak lagi sama dengan yang diterima",
}


def note_opened(work: Work, file: CaseFile, *, download: bool) -> None:
    """Somebody opens or downloads a file. The applicant's KTP has a verb of its own, for the auditor."""
    if file.role == "id_card":
        verb, note = "see_id_card", "KTP pemohon dibuka"
    elif download:
        verb, note = "download_file", "Berkas diunduh"
    else:
        verb, note = "see_file", "Berkas dibuka"
    work.audit(verb, file.case_no, note, story=False, file=str(file.id))


def note_scan(work: Work, file: CaseFile, verdict: Verdict) -> None:
    """The scanner's verdict; an infected file is kept, but neither served by any service nor sent on."""
    file.scan, file.scan_note, file.scanned_at = verdict.scan, verdict.found[:200], work.now
    if verdict.scan == Scan.INFECTED:
        work.service.store.quarantine(file.sha256, verdict.found)
        note = f"{LABELS[file.role]} dikarantina karena malware ({file.scan_note})"
        work.audit("quarantine_file", file.case_no, note, file=str(file.id), sha256=file.sha256)
        _tell(work, file, "quarantined", "dikarantina karena malware")


def note_condition(work: Work, file: CaseFile, condition: str) -> None:
    """What a look at the store found; a change is told on the case's time line, and to those who must act, once."""
    before, file.condition, file.checked_at = file.condition, condition, work.now
    if condition != before:
        note = f"{LABELS[file.role]} {CONDITIONS[condition]}"
        work.audit("recheck_file", file.case_no, note, file=str(file.id), sha256=file.sha256)
        if condition != "intact":
            _tell(work, file, condition, CONDITIONS[condition])


def _tell(work: Work, file: CaseFile, condition: str, what: str) -> None:
    """Ring the bells of the clerks, who know the case, and of the administrator, who has the backup; once a day for a
    case, however many of its files are concerned."""
    case_page = f"/intake/complaints/{file.case_no}#evidence"
    for recipient, link in ((role(Role.CLERK), case_page), (role(Role.ADMIN), "/intake/operations")):
        post(
            work,
            kind="evidence",
            subject=file.case_no,
            recipient=recipient,
            occasion=f"{condition} {cases.local_day(work.now)}",
            text=f"Berkas pada {file.case_no} {what}",
            link=link,
        )

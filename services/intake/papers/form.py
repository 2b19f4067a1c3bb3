"""The complaint form (steps 2 and 3), blank or as it was handed in."""

from __future__ import annotations

from datetime import datetime

from services.handoffs.representing import relation_of
from services.handoffs.witnesses import willing_of
from services.intake.papers import privacy
from services.intake.papers.sheet import FOLDER, sheet
from services.intake.rules import cases
from services.intake.rules.notices import NOTICE_CHANNELS
from services.intake.rules.reported import KINDS, UNKNOWN
from services.intake.tables import Applicant, Complaint, ComplaintForm, ReportedPerson, Represented
from services.shared import telephones
from services.shared.calendar import clock
from services.shared.config import naming
from services.shared.config.office import Office
from services.shared.paper.picture import svg_of_image
from services.shared.paper.typeset import typeset
from services.shared.unit_of_work import Work


def blank_form(office: Office, now: datetime) -> bytes:
    """Step 2: the complaint form to fill in by hand."""
    return _form(office, None, now)


def form(work: Work, complaint: Complaint, drawn: bytes | None = None, number: str = "") -> bytes:
    """Step 3: the complaint form as it was handed in, with what the applicant ``drew`` under it.

    The NIK is masked, but on the sheet that is printed to be signed (``number``), which the applicant compares.
    """
    return _form(work.office, complaint, work.now, drawn, number)


def _form(
    office: Office, complaint: Complaint | None, now: datetime, drawn: bytes | None = None, number: str = ""
) -> bytes:
    applicant, what = (complaint.applicant, complaint.form) if complaint else (None, None)
    reported = list(complaint.reported) if complaint else []
    data = sheet(office) | {
        "number": complaint.case_no if complaint else "",
        "date": clock.long_date(complaint.received_at) if complaint else "",
        "lapor": complaint.lapor_no if complaint else "",
        "filled": complaint is not None,
        "applicant": _applicant_lines(office, applicant, number),
        "represented": _represented_lines(complaint.represented if complaint else None),
        "confidential": applicant.confidential if applicant else False,
        "complaint": _complaint_lines(office, what),
        "story": what.story if what else "",
        "blank_official": _official_lines(None),
        "reported": [_person_lines(one) for one in reported],
        "witnesses": [[one.name, one.contact or "—", willing_of(one.willing)] for one in complaint.witnesses]
        if complaint
        else [],
        "categories": list(office.categories.values()),
        "signer": applicant.name if applicant else "",
        "signature": svg_of_image(drawn) if drawn else None,
        "clerk": complaint.clerk_name if complaint else "",
        "privacy": [f"{head}: {words}" for head, words in privacy.notice(office)],
        "place_date": f"{office.office.place}, {clock.long_date(now) if complaint else '…………………… 20……'}",
    }
    return typeset(FOLDER / "form.typ", data, created=now)


def _applicant_lines(office: Office, a: Applicant | None, number: str = "") -> list[list[str]]:
    village = office.villages.get(a.village, a.village_other) if a else ""
    notice = NOTICE_CHANNELS.get(a.notice_channel, "") if a else ""
    values: tuple[str, ...] = (
        (a.name, number or a.nik_masked, village, a.address, telephones.shown(a.phone) or "—", notice)
        if a
        else ("",) * 6
    )
    labels = ("Nama lengkap", "NIK", naming.village(), "Alamat", "Nomor HP / WhatsApp", "Pemberitahuan lewat")
    return [[label, value] for label, value in zip(labels, values, strict=True)]


def _represented_lines(one: Represented | None) -> list[list[str]]:
    """For whom it is, where somebody complains for another; a blank form has room for it."""
    values = ("",) * 4
    if one:
        values = (one.name, one.nik_masked, relation_of(one.relation), one.paper)
    labels = ("Nama yang diwakili", "NIK yang diwakili", "Pemohon sebagai", "Surat dasar mewakili")
    return [[label, value] for label, value in zip(labels, values, strict=True)]


def _complaint_lines(office: Office, f: ComplaintForm | None) -> list[list[str]]:
    values: tuple[str, ...] = ("",) * 6
    if f:
        when = cases.occurred(f.occurred_on, f.occurred_time)
        values = (f.title, office.categories.get(f.category, f.category), f.place, when, f.request, f.loss or "—")
    labels = ("Perihal", "Jenis", "Tempat kejadian", "Tanggal dan waktu", "Permohonan penyelesaian", "Kerugian")
    return [[label, value] for label, value in zip(labels, values, strict=True)]


def _person_lines(one: ReportedPerson) -> list[list[str]]:
    """What was said of one reported person; of a citizen only what was."""
    said = [line for line in _official_lines(one) if line[1] not in {"", "—"} or one.kind == "official"]
    return [["Terlapor adalah", KINDS[one.kind]], *said]


def _official_lines(o: ReportedPerson | None) -> list[list[str]]:
    """The lines of the paper form: a blank one has room for an official."""
    name = (o.name or (UNKNOWN if o.unidentified else "—")) if o else ""
    values: tuple[str, ...] = (name, o.position or "—", o.address or "—", o.act, o.statement) if o else ("",) * 5
    labels = ("Nama terlapor", "Jabatan", "Alamat", "Perbuatan", "Keterangan, fakta, petunjuk")
    return [[label, value] for label, value in zip(labels, values, strict=True)]

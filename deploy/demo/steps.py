"""The procedure's steps as a program takes them through the public API. Each function is one step or a few."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from deploy.demo import pictures
from deploy.demo.client import Json, Program
from deploy.demo.staff import Staff
from deploy.setup import DEMO_PASSPHRASE

LETTER_DONE = ("registered", "handed_over", "cancelled")  # what review knows of a letter that waits for nobody
CHECKLIST = ("identity", "form", "substance", "evidence", "reported_official")


def intake_path(case_no: str, verb: str = "") -> str:
    """The address of a complaint, or of a verb on it, at the front desk."""
    return f"/intake/api/complaints/{case_no}" + (f"/{verb}" if verb else "")


def review_path(case_no: str, verb: str = "") -> str:
    """The address of a case, or of a verb on it, in review."""
    return f"/review/api/cases/{case_no}" + (f"/{verb}" if verb else "")


def do(person: Program, path: str, thing: Json, **body: Any) -> Json:
    """Do a verb on a thing as it is now; returns the thing afterwards."""
    return person.post(path, {"version": thing["version"], **body})


def take_in(clerk: Program, form: Json, files: list[tuple[str, str, bytes, str]]) -> Json:
    """Steps 1-3: application book, form, card and evidence. ``files``: (role, name, bytes, content type)."""
    reason = "Peragaan di luar hari kerja"
    case = clerk.post("/intake/api/complaints", {"purpose": form["complaint"]["title"], "override_reason": reason})
    case_no = case["case_no"]
    for role, name, data, content_type in files:
        clerk.upload(intake_path(case_no, f"evidence?role={role}"), name, data, content_type)
    return do(clerk, intake_path(case_no, "submit-form"), clerk.get(intake_path(case_no)), **form)


def checklist(form: Json, missing: dict[str, str] | None = None, *, has_evidence: bool = True) -> list[Json]:
    """Step 4: a verdict per item; ``missing`` maps an item to what is missing. Without evidence the reason is noted."""
    lacking = missing or {}
    rows = []
    for item in CHECKLIST:
        verdict = "missing" if item in lacking else "ok"
        if item == "reported_official" and not form.get("reported_official"):
            verdict = "not_applicable"
        note = lacking.get(item, "" if has_evidence or item != "evidence" else "Pemohon tidak membawa bukti tertulis")
        rows.append({"item": item, "verdict": verdict, "note": note})
    return rows


def forward(staff: Staff, case: Json, form: Json) -> Json:
    """Step 5: to the section head; waits until review has the case. Returns the receipt."""
    has_evidence = any(file["role"] == "evidence" for file in case["evidence"])
    rows = checklist(form, has_evidence=has_evidence)
    answer = do(staff.clerk, intake_path(case["case_no"], "forward"), case, items=rows)
    staff.section_head.wait(review_path(case["case_no"]), lambda c: c["state"] == "section_head_review")
    return answer


def verify(staff: Staff, case_no: str, analysis: str, class_code: str) -> Json:
    """Steps 6-7: identity clear, substance accurate and relevant: to the Camat."""
    kasi = staff.section_head
    return do(
        kasi,
        review_path(case_no, "report-to-camat"),
        kasi.get(review_path(case_no)),
        complete=True,
        identity_clear=True,
        accurate=True,
        relevant=True,
        within_authority=True,
        class_code=class_code,
        urgency="biasa",
        analysis=analysis,
    )


def camat_does(staff: Staff, case_no: str, verb: str, **body: Any) -> Json:
    """Steps 8 and 12: a decision of the Camat on the case as it is now."""
    return do(staff.camat, review_path(case_no, verb), staff.camat.get(review_path(case_no)), **body)


def team_does(staff: Staff, case_no: str, verb: str, seen: Json | None = None, **body: Any) -> Json:
    """Steps 10, 11 and 13: the team's work on the case as it is now, or as its last answer showed it (``seen``)."""
    return do(staff.team, review_path(case_no, verb), seen or staff.team.get(review_path(case_no)), **body)


def meet(staff: Staff, case_no: str, agreement: str) -> None:
    """Step 8b: appointment and minutes, back to 8."""
    day = (date.today() + timedelta(days=1)).isoformat()  # noqa: DTZ011 -- a day for an appointment, not a moment
    camat_does(
        staff, case_no, "call-face-to-face", date=day, time="09.00", place="Ruang Camat", note="Membawa bukti asli"
    )
    camat_does(
        staff,
        case_no,
        "record-meeting",
        participants="Camat, pemohon, Kasi Pelayanan Umum",
        statements="Pemohon menjelaskan kejadian dan menunjukkan bukti asli.",
        agreement=agreement,
    )


def dispose(staff: Staff, case_no: str, note: str) -> None:
    """Step 8c: instruction to the team."""
    due = (date.today() + timedelta(days=7)).isoformat()  # noqa: DTZ011
    camat_does(
        staff,
        case_no,
        "dispose-to-team",
        members=["tim1", "tim2"],
        instructions=["process", "coordinate"],
        note=note,
        urgency="segera",
        due=due,
    )


def coordinate(
    staff: Staff,
    case_no: str,
    kind: str,
    partner: str,
    result: str,
    mode: str = "coordinate",
    seen: Json | None = None,
) -> Json:
    """Step 10a, 10b or 10c: one coordination, with its result; returns the case."""
    today = date.today().isoformat()  # noqa: DTZ011
    return team_does(
        staff,
        case_no,
        "coordinate",
        seen,
        kind=kind,
        mode=mode,
        partner=partner,
        held_on=today,
        channel="meeting",
        result=result,
    )


def report(staff: Staff, case_no: str, facts: str, recommendation: str, seen: Json | None = None) -> None:
    """Step 11: the team's report to the Camat."""
    team_does(
        staff,
        case_no,
        "submit-report",
        seen,
        analysis="Materi pengaduan dicermati dan dibandingkan dengan keterangan para pihak.",
        facts=facts,
        results="Koordinasi dengan pihak terkait telah dilaksanakan dan tercatat.",
        recommendation=recommendation,
    )


def close(staff: Staff, case_no: str, summary: str, **reference: str) -> Json:
    """Step 13: carried out, the applicant told."""
    seen = staff.team.wait(review_path(case_no), lambda c: all(one["progress"] in LETTER_DONE for one in c["letters"]))
    return team_does(
        staff,
        case_no,
        "convey-and-close",
        seen,
        told_to="Pemohon",
        told_how="in_person",
        summary=summary,
        **reference,
    )


def write_letter(staff: Staff, case_no: str, corrections: list[str]) -> str:
    """Steps 14-15: draft, corrections, signature; returns the letter's id."""
    found = staff.team.wait("/letters/api/letters", _open_letter, case_no=case_no)
    letter = _open_letter(found)
    assert letter is not None
    path = f"/letters/api/letters/{letter['id']}"
    for note in [*corrections, None]:
        now = staff.team.get(path)
        reviewed = do(staff.team, f"{path}/submit-draft", now, content=now["content"])
        if note is not None:
            do(staff.camat, f"{path}/request-correction", reviewed, note=note, comments=[])
    newest = reviewed["drafts"][-1]
    do(
        staff.camat,
        f"{path}/sign",
        reviewed,
        draft_no=newest["no"],
        sha256=newest["sha256"],
        passphrase=DEMO_PASSPHRASE,
    )
    return str(letter["id"])


def register_letter(staff: Staff, letter_id: str, copies: list[Json]) -> Json:
    """Step 16 in its five parts; returns the letter with its number."""
    path = f"/registry/api/letters/{letter_id}"
    letter = staff.registrar.wait(path, lambda a: a["state"] == "received")
    for verb in ("record-register", "assign-number", "stamp"):
        letter = do(staff.registrar, f"{path}/{verb}", letter)
    letter = do(staff.registrar, f"{path}/copy", letter, copies=copies)
    return do(staff.registrar, f"{path}/archive-copy", letter)


def hand_over(staff: Staff, case_no: str, recipient: str) -> Json:
    """Steps 17-18: the letter to the applicant, who confirms."""
    case = staff.clerk.wait(intake_path(case_no), lambda c: c["state"] == "ready_for_handover")
    case = do(
        staff.clerk,
        intake_path(case_no, "hand-over"),
        case,
        recipient=recipient,
        relation="applicant",
        identity_checked=True,
        note="",
    )
    return do(staff.clerk, intake_path(case_no, "confirm-receipt"), case)


def _open_letter(answer: Json) -> Json | None:
    rows: list[Json] = answer.get("letters") or answer.get("items") or []
    return next((row for row in rows if row["state"] == "letter_drafting"), None)


def card(name: str, nik: str, village: str) -> tuple[str, str, bytes, str]:
    """The picture of the applicant's card, as an upload."""
    return ("id_card", "ktp.jpg", pictures.identity_card(name, nik, village), "image/jpeg")

"""Steps 4 and 5: the completeness checklist; back to the applicant, or on to the section head with a receipt."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from services.intake import queries
from services.intake.actions.seeing import look_at_nik
from services.intake.pages.uploads import adding, signature_scan
from services.intake.rules import cases
from services.intake.rules.codes import grouped
from services.intake.rules.reported import shown_name
from services.intake.schemas.applicant import GENDERS
from services.intake.shown import files
from services.intake.shown.complaint import open_case
from services.intake.shown.knowing import READERS
from services.intake.states import RIGHTS, State
from services.intake.verbs import VERBS
from services.shared.errors import Stale
from services.shared.web.access import allow, me
from services.shared.web.forms import Form, Forms
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages

pages = Blueprint("completeness", __name__)
SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})  # by every browser
CHECK = (VERBS["forward"], VERBS["return_incomplete"])


@pages.get("/complaints/<case_no>/check")
@allow(*RIGHTS.openers("forward"))
def show(case_no: str) -> str:
    """The checklist, with the verdicts of the check before where there was one."""
    return _page(case_no, Forms())


@pages.get("/complaints/<case_no>/receipt")
@allow(*READERS)
def receipt(case_no: str) -> str:
    """After step 5: the receipt to print; the tracking code is shown the first time only."""
    data = open_case(case_no).data
    code = session.pop("tracking", {}).get(case_no)
    receipts = [file for file in data["documents"] if file["role"] == "receipt"]
    return render_template("receipt.html", c=data, code=grouped(code) if code else None, receipts=receipts[::-1])


def _page(case_no: str, forms: Forms) -> str:
    opened = open_case(case_no)
    data = opened.data
    if data["state"] != State.INTAKE_CHECK:
        raise Stale("Berkas ini tidak sedang diperiksa. Buka halaman pengaduannya.")
    with current_service().work(me()) as work:
        number = look_at_nik(work, queries.one(work.session, case_no), "mencocokkan NIK dengan KTP")
    office = current_service().office
    form = forms.active if forms.refused else Form(_before(data, office.checklist))
    form.labels |= {f"items.{item}": label for item, label in office.checklist.items()}
    form.labels |= {f"notes.{item}": f"Catatan: {label}" for item, label in office.checklist.items()}
    return render_template(
        "check.html",
        form=form,
        forms=forms,
        c=data,
        checklist=list(office.checklist.items()),
        verdicts=cases.VERDICTS,
        number=number,
        card=_card(data),
        genders=GENDERS,
        has_evidence=any(file["role"] == "evidence" for file in data["evidence"]),
        signed=any(file["role"] in {"signed_form", "form_signature"} for file in data["evidence"]),
        hints=_hints(data),
        version=form.version or data["version"],
        adding=adding(case_no, opened.records.files, "file"),
        files=files.evidence(data["evidence"], frozenset()),
        reported="; ".join(shown_name(vars(one)) for one in data["reported_persons"]) or "Tidak ada",
        class_label=office.classes[data["class_code"]].label,
    )


def _card(data: dict[str, Any]) -> dict[str, Any] | None:
    """The newest picture of the KTP, to be compared with what was typed; of a scanned PDF only the link."""
    cards = [file for file in data["evidence"] if file["role"] == "id_card"]
    return cards[-1] | {"shown": cards[-1]["content_type"] in SHOWN} if cards else None


def _before(data: dict[str, Any], checklist: dict[str, str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for row in data["completeness"]:
        if row.item in checklist:
            values |= {f"items.{row.item}": row.verdict, f"notes.{row.item}": row.note}
    if data["reported_official"] is None:
        values[f"items.{cases.OPTIONAL_ITEM}"] = "not_applicable"
    return values


def _hints(data: dict[str, Any]) -> dict[str, str]:
    """What the clerk should look at, per item."""
    roles = [file["role"] for file in data["evidence"]]
    hints = {}
    if "id_card" not in roles:
        hints["identity"] = "Belum ada foto atau pindaian KTP."
    else:
        hints["identity"] = " ".join(_of_identity(data["applicant"], roles))
    if "evidence" not in roles:
        hints["evidence"] = "Belum ada berkas bukti. Unggah di atas, atau tulis pada catatan mengapa tidak ada."
    return hints


def _of_identity(applicant: dict[str, Any], roles: list[str]) -> list[str]:
    """What is unusual about who complains, and for whom."""
    found = list(applicant["warnings"])
    if note := applicant["nik_note"]:
        found.append(f"Keterangan identitas: {note}.")
    if applicant["represented"] and "mandate" not in roles:
        found.append("Belum ada surat dasar mewakili.")
    return found


def _forwarded(done: Any, case_no: str) -> ResponseReturnValue:
    """To the receipt, which shows the tracking code this once."""
    if code := done[1]:
        session["tracking"] = {case_no: code}
    return redirect(url_for("completeness.receipt", case_no=case_no))


def _judged(_: Any, case_no: str) -> ResponseReturnValue:
    """Back to where the clerk came from."""
    page = "completeness.show" if request.form.get("then") == "check" else "complaint.show"
    return redirect(url_for(page, case_no=case_no, _anchor="card-alike"))


add_pages(
    pages,
    "/complaints/<case_no>",
    _page,
    CHECK,
    RIGHTS,
    then="complaint.show",
    ways={"forward": _forwarded},
    before=dict.fromkeys(("forward", "return_incomplete"), signature_scan("signed_form")),
)
add_pages(pages, "/complaints/<case_no>", None, [VERBS["judge_likeness"]], RIGHTS, ways={"judge_likeness": _judged})

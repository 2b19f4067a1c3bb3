"""Steps 4 and 5: the completeness checklist; back to the applicant, or on to the section head with a receipt."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from services.intake.pages.uploads import adding
from services.intake.rules import cases
from services.intake.rules.codes import grouped
from services.intake.rules.reported import shown_name
from services.intake.shown import files
from services.intake.shown.complaint import open_case
from services.intake.shown.knowing import READERS
from services.intake.states import RIGHTS, State
from services.intake.verbs import VERBS
from services.shared.errors import Stale
from services.shared.web.access import allow
from services.shared.web.forms import Form, Forms
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages

pages = Blueprint("completeness", __name__)
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
    data = open_case(case_no).data
    if data["state"] != State.INTAKE_CHECK:
        raise Stale("Berkas ini tidak sedang diperiksa. Buka halaman pengaduannya.")
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
        hints=_hints(data),
        version=form.version or data["version"],
        adding=adding(case_no, "file"),
        files=files.evidence(data["evidence"], frozenset()),
        reported="; ".join(shown_name(vars(one)) for one in data["reported_persons"]) or "Tidak ada",
        class_label=office.classes[data["class_code"]].label,
    )


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
    elif note := data["applicant"]["nik_note"]:
        hints["identity"] = f"NIK tidak biasa. Keterangan: {note}"
    if "signed_form" not in roles:
        hints["form"] = "Belum ada pindaian formulir bertanda tangan (bila ditandatangani di kertas)."
    if "evidence" not in roles:
        hints["evidence"] = "Belum ada berkas bukti. Unggah di atas, atau tulis pada catatan mengapa tidak ada."
    return hints


def _forwarded(done: Any, case_no: str) -> ResponseReturnValue:
    """To the receipt, which shows the tracking code this once."""
    if code := done[1]:
        session["tracking"] = {case_no: code}
    return redirect(url_for("completeness.receipt", case_no=case_no))


def _judged(_: Any, case_no: str) -> ResponseReturnValue:
    """Back to where the clerk came from."""
    page = "completeness.show" if request.form.get("then") == "check" else "complaint.show"
    return redirect(url_for(page, case_no=case_no, _anchor="card-alike"))


add_pages(pages, "/complaints/<case_no>", _page, CHECK, RIGHTS, then="complaint.show", ways={"forward": _forwarded})
add_pages(pages, "/complaints/<case_no>", None, [VERBS["judge_likeness"]], RIGHTS, ways={"judge_likeness": _judged})

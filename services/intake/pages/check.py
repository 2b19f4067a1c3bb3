"""Step 4 and 5: the completeness checklist; back to the applicant, or on to the section head."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from services.intake.actions import completeness, forwarding
from services.intake.pages.uploads import adding
from services.intake.rules import cases
from services.intake.schemas.verbs import ItemsSchema
from services.intake.shown import files as shown_files
from services.intake.shown.complaint import open_case
from services.intake.states import State
from services.shared.errors import Stale
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.forms import Form, flat_values, submit
from services.shared.web.service import current_service

pages = Blueprint("check", __name__)


@pages.get("/complaints/<case_no>/check")
@allow(Role.CLERK)
def show(case_no: str) -> str:
    """The checklist, with the verdicts of the check before where there was one."""
    return _page(case_no, None)


@pages.post("/complaints/<case_no>/check")
@allow(Role.CLERK)
def decide(case_no: str) -> ResponseReturnValue:
    """Step 5: on to the section head; or step 4, the 'no' side: back to the applicant."""
    back = request.form.get("decision") == "return"
    try:
        done, form = submit(_PostedItems(), lambda data: (_return if back else _forward)(case_no, data))
    except Stale as conflict:  # a colleague was faster; where the check still goes on, nothing typed is lost
        return _page(case_no, Form(flat_values(request.form), {"": [conflict.message]}), fresh=True), 409
    if done is None:
        return _page(case_no, form), form.status
    if back:
        flash("Kekurangan dicatat. Cetak tanda kekurangan untuk pemohon.", "success")
        return redirect(url_for("complaint.show", case_no=case_no))
    complaint, code = done
    if code:
        session["tracking"] = {case_no: code}
    flash(f"Pengaduan {complaint.case_no} diteruskan kepada Kasi Pelayanan Umum.", "success")
    return redirect(url_for("complaint.receipt", case_no=case_no))


class _PostedItems(ItemsSchema):
    """The checklist as the page posts it: ``items.<item>`` is the verdict, ``notes.<item>`` the note."""

    def load(self, data: Any, **kwargs: Any) -> Any:
        verdicts, notes = data.get("items") or {}, data.get("notes") or {}
        rows_of = [{"item": i, "verdict": verdict, "note": notes.get(i, "")} for i, verdict in verdicts.items()]
        return super().load({"version": data.get("version"), "items": rows_of}, **kwargs)


def _forward(case_no: str, data: dict[str, Any]) -> Any:
    with current_service().work(me()) as work:
        return forwarding.forward(work, case_no, data["version"], data["items"])


def _return(case_no: str, data: dict[str, Any]) -> Any:
    with current_service().work(me()) as work:
        return completeness.return_incomplete(work, case_no, data["version"], data["items"])


def _page(case_no: str, refused: Form | None, *, fresh: bool = False) -> str:
    opened = open_case(case_no)
    data = opened.data
    if data["state"] != State.INTAKE_CHECK:
        raise Stale("Berkas ini tidak sedang diperiksa. Buka halaman pengaduannya.")
    checklist = current_service().office.checklist
    form = refused or Form(values=_before(data, checklist))
    return render_template(
        "check.html",
        form=form,
        c=data,
        checklist=list(checklist.items()),
        labels={f"items.{i}": label for i, label in checklist.items()}
        | {f"notes.{i}": f"Catatan: {label}" for i, label in checklist.items()},
        verdicts=cases.VERDICTS,
        hints=_hints(data),
        version=data["version"] if fresh or not refused else refused.values.get("version", data["version"]),
        adding=adding(case_no, "file"),
        files=shown_files.evidence(data["evidence"], frozenset()),
        class_label=current_service().office.classes[data["class_code"]].label,
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

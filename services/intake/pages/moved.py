"""Addresses of an earlier release, and those of verbs whose form stands on a page of its own: each leads on.

A form of the earlier release is sent on as it is (308); who signs in again after pressing a button gets the form.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from services.intake.states import RIGHTS
from services.shared.web.access import allow
from services.shared.web.verbs import asks

pages = Blueprint("moved", __name__)
CASE = "/complaints/<case_no>"
KEEPING = {"draft", "upload", "lookup", "remove", "use_data"}  # buttons that only keep what is typed


def _opened() -> str:
    return "opening.record_visit" if request.form.get("kind") == "visit" else "opening.open"


def _form() -> str:
    return "form.save_draft" if KEEPING & set(request.form) else "form.submit_form"


def _checked() -> str:
    return f"completeness.{'return_incomplete' if request.form.get('decision') == 'return' else 'forward'}"


POSTED: dict[str, Callable[[], str]] = {
    "/complaints/new": _opened,
    f"{CASE}/form": _form,
    f"{CASE}/form/anew": lambda: "form.start_anew",
    f"{CASE}/autosave": lambda: "form.save_draft",
    f"{CASE}/check": _checked,
    f"{CASE}/likeness": lambda: "completeness.judge_likeness",
    f"{CASE}/handover": lambda: "handover.hand_over",
    f"{CASE}/notices/channel": lambda: "notices_to_applicant.change_channel",
}
STANDS = {
    "/visits": "opening.new",
    f"{CASE}/save-draft": "form.show",
    f"{CASE}/submit-form": "form.show",
    f"{CASE}/forward": "completeness.show",
    f"{CASE}/return-incomplete": "completeness.show",
    f"{CASE}/hand-over": "handover.show",
}


def _leads(method: str, path: str, leads: Callable[[], str], status: int) -> None:
    @asks
    @allow(*RIGHTS.roles("open"))
    def view(**key: Any) -> ResponseReturnValue:
        return redirect(url_for(leads(), **key), status)

    pages.add_url_rule(path, f"{method}{path}".replace(".", "-"), view, methods=[method])


for _path, _endpoint in POSTED.items():
    _leads("POST", _path, _endpoint, 308)
for _path, _page in STANDS.items():
    _leads("GET", _path, lambda page=_page: page, 302)  # type: ignore[misc]

"""The clerk's forms about notices to the applicant, on the page of the case and on *my work*."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from services.intake.notices import actions, view
from services.intake.pages import complaint as page
from services.intake.rules.notices import WAYS_OF_TELLING
from services.intake.schemas.notices import ChannelSchema, ToldSchema
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.forms import Forms, submit
from services.shared.web.service import current_service

pages = Blueprint("applicant_notices", __name__)


@pages.post("/complaints/<case_no>/told")
@allow(Role.CLERK)
def told(case_no: str) -> ResponseReturnValue:
    """The applicant knows it now, from a person."""

    def act(data: dict[str, Any]) -> Any:
        with current_service().work(me()) as work:
            return actions.told(work, case_no, data["how"])

    done, form = submit(ToldSchema(), act)
    if done is None:
        return page.case_page(case_no, Forms("told", form)), form.status
    flash("Dicatat: pemohon sudah diberi tahu.", "success")
    return redirect(url_for("complaint.show", case_no=case_no, _anchor="notices"))


@pages.post("/complaints/<case_no>/notices/<uuid:notice_id>/send-again")
@allow(Role.CLERK)
def send_again(case_no: str, notice_id: uuid.UUID) -> ResponseReturnValue:
    """A notice that failed goes out once more."""
    with current_service().work(me()) as work:
        actions.send_again(work, case_no, notice_id)
    flash("Pemberitahuan dikirim lagi dalam beberapa detik.", "success")
    return redirect(url_for("complaint.show", case_no=case_no, _anchor="notices"))


@pages.post("/complaints/<case_no>/notices/channel")
@allow(Role.CLERK)
def change_channel(case_no: str) -> ResponseReturnValue:
    """The applicant wants to be told another way."""

    def act(data: dict[str, Any]) -> Any:
        with current_service().work(me()) as work:
            return actions.change_channel(work, case_no, data)

    done, form = submit(ChannelSchema(), act)
    if done is None:
        form.errors = {name.removeprefix("applicant."): messages for name, messages in form.errors.items()}
        return page.case_page(case_no, Forms("channel", form)), form.status
    flash("Saluran pemberitahuan disimpan.", "success")
    return redirect(url_for("complaint.show", case_no=case_no, _anchor="notices"))


@pages.app_context_processor
def _for_templates() -> dict[str, Any]:
    """What the parts of the two pages ask for."""
    return {
        "notices_of": view.of_case,
        "to_tell": view.to_tell,
        "ways": WAYS_OF_TELLING,
        "channel_choices": view.choices,
    }

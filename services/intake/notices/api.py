"""Notices to the applicant for programs: the same verbs as on the page of the case."""

from __future__ import annotations

import uuid
from typing import Any

from flask_smorest import Blueprint

from services.intake.notices import actions, view
from services.intake.schemas.notices import ChannelSchema, NoticesAnswer, ToldSchema
from services.intake.shown.complaint import open_case
from services.intake.shown.knowing import READERS
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.service import current_service

api = Blueprint("applicant_notices_api", __name__, description="Front desk: what the applicant is told, and how")


@api.get("/complaints/<case_no>/notices")
@api.response(200, NoticesAnswer)
@allow(*READERS)
def notices(case_no: str) -> dict[str, Any]:
    """What the applicant was told when, what waits, and what failed."""
    open_case(case_no)
    return {"items": view.of_case(case_no)}


@api.post("/complaints/<case_no>/told")
@api.arguments(ToldSchema)
@api.response(200, NoticesAnswer)
@allow(Role.CLERK)
def told(data: dict[str, Any], case_no: str) -> dict[str, Any]:
    """The applicant knows it now, from a person."""
    with current_service().work(me()) as work:
        actions.told(work, case_no, data["how"])
    return {"items": view.of_case(case_no)}


@api.post("/complaints/<case_no>/notices/<uuid:notice_id>/send-again")
@api.response(200, NoticesAnswer)
@allow(Role.CLERK)
def send_again(case_no: str, notice_id: uuid.UUID) -> dict[str, Any]:
    """A notice that failed goes out once more, under its old id."""
    with current_service().work(me()) as work:
        actions.send_again(work, case_no, notice_id)
    return {"items": view.of_case(case_no)}


@api.post("/complaints/<case_no>/change-channel")
@api.arguments(ChannelSchema)
@api.response(200, NoticesAnswer)
@allow(Role.CLERK)
def change_channel(data: dict[str, Any], case_no: str) -> dict[str, Any]:
    """The applicant wants to be told another way; what waits or failed goes there."""
    with current_service().work(me()) as work:
        actions.change_channel(work, case_no, data)
    return {"items": view.of_case(case_no)}

"""A person's own notices for programs."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from services.shared.answers import many, shows
from services.shared.notices import bell
from services.shared.notices.verbs import READ, RIGHTS
from services.shared.staff.tables import bell_notice
from services.shared.web.access import me, staff_only
from services.shared.web.service import current_service
from services.shared.web.verbs import Answer, add_api

api = Blueprint("notices_api", __name__, description="One's own notices")


@shows(bell_notice, "id", "service", "kind", "text", "link", "at", "read_at")
class NoticeSchema(Schema):
    """One notice."""


class NoticeListSchema(Schema):
    """Part of the notices, how many are unread in all, and the cursor of the next part."""

    items = many(NoticeSchema)
    next = fields.String(required=True, allow_none=True)
    unread = fields.Integer(required=True)


@api.get("/notices")
@api.response(200, NoticeListSchema)
@staff_only
def index() -> dict[str, Any]:
    """My notices, newest first; ``after`` is the cursor that the part before told."""
    service, username = current_service(), me().username
    closed = service.closed_cases()
    with service.staff.transaction() as session:
        page = bell.page(session, username, request.args.get("after"), closed=closed)
        return {"items": page.items, "next": page.after, "unread": bell.unread(session, username, closed)}


_shown = {"read_notice": Answer(NoticeSchema, lambda row, notice_id: row)}
add_api(api, "/notices", None, (READ,), RIGHTS, NoticeSchema, ways=_shown)

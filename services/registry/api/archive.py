"""Ended cases and their archive packages."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from services.registry.queries import archive as queries
from services.registry.queries import incidents
from services.registry.queries.mistaken import mistaken
from services.registry.queries.paper import paper_of
from services.registry.rights import RIGHTS
from services.registry.schemas.archive import ArchiveList, ArchiveQuery, ArchiveSchema
from services.registry.shown import archive as shown
from services.registry.shown import packages
from services.registry.states import CaseState
from services.registry.verbs.archive import ARCHIVE
from services.registry.verbs.paper_originals import PAPER
from services.shared.calendar import clock
from services.shared.data.paging import Cursor
from services.shared.web.access import allow, me
from services.shared.web.documented import answers_file
from services.shared.web.service import current_service
from services.shared.web.verbs import Answer, add_api

api = Blueprint("archive_api", __name__, description="The archive of every ended case")
_DONE = Answer(None, lambda _, **key: None, 204)


@api.get("/archive")
@api.arguments(ArchiveQuery, location="query")
@api.response(200, ArchiveList)
@allow(*RIGHTS.roles("see_archive"))
def cases(query: dict[str, Any]) -> dict[str, Any]:
    """Ended cases, the newest end first."""
    state = CaseState(query["state"]) if query["state"] else None
    with current_service().reading() as session:
        page = queries.standings(session, state, Cursor.parse(query["after"], str), query["q"])
        without = () if state or query["after"] else mistaken(session, query["q"])
    return {"cases": [shown.summary(row) for row in page.rows], "after": page.after, "mistaken": without}


@api.get("/archive/<case_no>")
@api.response(200, ArchiveSchema)
@allow(*RIGHTS.roles("see_archive"))
def case(case_no: str) -> dict[str, Any]:
    """One ended case: what it waits for, or where its package lies."""
    return _shown(case_no)


@api.get("/archive/<case_no>/package")
@answers_file(api)
@allow(*RIGHTS.roles("download_package"))
def package(case_no: str) -> Response:
    """The BagIt package (zip) as far as this person may see it; every download is written into the audit trail."""
    return packages.downloaded(case_no)


def _shown(case_no: str) -> dict[str, Any]:
    service = current_service()
    with service.reading() as session:
        standing = queries.standing(session, case_no)
        service.looked(me(), case_no, "archive", clock.now())
        return shown.whole(standing, incidents.of_case(session, case_no), me(), paper_of(session, case_no))


add_api(
    api,
    "/archive/<case_no>",
    _shown,
    (*ARCHIVE, *PAPER),
    RIGHTS,
    ArchiveSchema,
    ways={
        "download_package": Answer(
            None, lambda opened, **_: packages.package(current_service(), opened), in_parts=True
        ),
        "export_case": Answer(None, lambda export, **_: packages.exported(current_service(), export)),
        **dict.fromkeys(("hold", "release_hold", "appraise"), _DONE),
    },
)

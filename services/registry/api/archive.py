"""Ended cases and their archive packages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Response
from flask_smorest import Blueprint

from services.registry import actions, files, incidents
from services.registry.queries import archive as queries
from services.registry.rights import RIGHTS
from services.registry.schemas import ArchiveList, ArchiveQuery, ArchiveSchema, ExportSchema, OpenSchema, Versioned
from services.registry.seeing import archive_seen
from services.registry.states import CaseState
from services.registry.views import archive as views
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.documented import FILE
from services.shared.web.service import current_service

api = Blueprint("archive_api", __name__, description="The archive of every ended case")
READERS = RIGHTS.roles("see_archive")


@api.get("/archive")
@api.arguments(ArchiveQuery, location="query")
@api.response(200, ArchiveList)
@allow(*READERS)
def cases(query: dict[str, Any]) -> dict[str, Any]:
    """Ended cases, the newest end first."""
    state = CaseState(query["state"]) if query["state"] else None
    with current_service().reading() as session:
        rows, after = queries.standings(session, state, parse_cursor(query["after"]), query["q"])
    return {"cases": [views.summary(row) for row in rows], "after": write_cursor(after)}


@api.get("/archive/<case_no>")
@api.response(200, ArchiveSchema)
@allow(*READERS)
def case(case_no: str) -> dict[str, Any]:
    """One ended case: what it waits for, or where its package lies."""
    return _shown(case_no)


@api.get("/archive/<case_no>/package")
@api.response(200, FILE, content_type="*/*")
@api.response(206, FILE, content_type="*/*")
@api.alt_response(416, "REQUESTED_RANGE_NOT_SATISFIABLE")
@allow(Role.REGISTRAR, Role.AUDITOR)
def package(case_no: str) -> Response:
    """The BagIt package (zip); every download is written into the audit trail."""
    return files.package(case_no, me())


@api.post("/archive/<case_no>/package")
@api.arguments(OpenSchema)
@api.response(200, FILE, content_type="*/*")
@api.response(206, FILE, content_type="*/*")
@api.alt_response(416, "REQUESTED_RANGE_NOT_SATISFIABLE")
@allow(Role.REGISTRAR, Role.AUDITOR)
def package_for(data: dict[str, Any], case_no: str) -> Response:
    """The package for a reason: the only way to that of a secret archive."""
    return files.package(case_no, me(), data["reason"])


@api.post("/archive/<case_no>/export")
@api.arguments(ExportSchema)
@api.response(200, FILE, content_type="*/*")
@allow(Role.REGISTRAR)
def export(data: dict[str, Any], case_no: str) -> Response:
    """The whole case as a zip for a court: package, covering sheet, manifest."""
    return files.exported(case_no, me(), data["recipient"], data["reason"])


@api.post("/archive/<case_no>/retry")
@api.arguments(Versioned)
@api.response(200, ArchiveSchema)
@allow(Role.REGISTRAR)
def retry(data: dict[str, Any], case_no: str) -> dict[str, Any]:
    """Try again at the next run of the job, instead of waiting for the back-off."""
    with current_service().work(me()) as work:
        actions.retry_archive(work, case_no, data["version"])
    return _shown(case_no)


def parse_cursor(text: str | None) -> tuple[datetime, str] | None:
    """Where a page of ended cases begins; a spoilt cursor starts from the beginning."""
    moment, _, case_no = (text or "").partition("_")
    try:
        return (datetime.fromisoformat(moment), case_no) if moment else None
    except ValueError:
        return None


def write_cursor(after: tuple[datetime, str] | None) -> str | None:
    """The cursor as it stands in an address."""
    return f"{after[0].isoformat()}_{after[1]}" if after else None


def _shown(case_no: str) -> dict[str, Any]:
    with current_service().reading() as session:
        standing = queries.standing(session, case_no)
        archive_seen(case_no)
        return views.representation(standing, incidents.of_case(session, case_no))

"""The service that the present request runs in."""

from __future__ import annotations

from typing import cast

from flask import current_app, g

from services.shared.staff.appointments import Appointments
from services.shared.staff.directory import Directory
from services.shared.unit_of_work import Service
from services.shared.verbs import Verbs


def current_service() -> Service:
    """The Service of this Flask application, as it reads for whoever is signed in (``access.guard``)."""
    if "service" not in g:
        g.service = cast(Service, current_app.extensions["sigap"]).reads_for(g.get("reads"))
    return cast(Service, g.service)


def staff_directory() -> Directory:
    """The staff directory, for names of colleagues (members of the team)."""
    return cast(Directory, current_app.extensions["sigap_directory"])


def appointments() -> Appointments:
    """The appointments of acting heads, kept beside the accounts."""
    return Appointments(staff_directory().database)


def tables_of_verbs() -> tuple[Verbs, ...]:
    """The tables of verbs of this application: the service's own first, then those of the parts that are mounted."""
    return cast(tuple[Verbs, ...], current_app.extensions["sigap_verbs"])

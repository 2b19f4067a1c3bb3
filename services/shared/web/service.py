"""The service that the present request runs in."""

from __future__ import annotations

from collections.abc import Mapping
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


def in_sign_in_part() -> bool:
    """Whether this application is the sign-in part's, which reaches no schema of a service's."""
    return "sigap_sign_in" in current_app.extensions


def part_keys() -> Mapping[str, str]:
    """The keys of the pages of all parts, by their names; in the sign-in part alone, empty elsewhere."""
    return cast(Mapping[str, str], current_app.extensions.get("sigap_sign_in", {}))


def staff_directory() -> Directory:
    """The staff directory, for names of colleagues (members of the team)."""
    return cast(Directory, current_app.extensions["sigap_directory"])


def appointments() -> Appointments:
    """The appointments of acting heads, kept beside the accounts."""
    return Appointments(staff_directory().database)


def tables_of_verbs() -> tuple[Verbs, ...]:
    """The tables of verbs of this application: the service's own first, then those of the parts that are mounted."""
    return cast(tuple[Verbs, ...], current_app.extensions["sigap_verbs"])

"""Whether a process of this release may start: its settings are there, its service's tables are as new as its code.

In Kubernetes everything is applied at once; each pod waits for the set-up by itself, the old ones serve meanwhile.
"""

from __future__ import annotations

from pathlib import Path

import psycopg
from sqlalchemy import make_url

from deploy import settings_files
from services.shared.config.processes import CHECKS, CLOCK, PROCESSES, SIGN_IN
from services.shared.data import migration


def lacking(root: Path, process: str) -> str:
    """What one of PROCESSES still waits for, as a sentence; empty where it may start."""
    owner, kind = PROCESSES[process]
    given = settings_files.read(root, process)
    if not given:
        return f"the set-up has written no settings of {process} yet"
    if kind in {CHECKS, CLOCK}:  # they read no version: what they need is older than any release
        return ""
    if owner == SIGN_IN:  # has no schema of a service's
        return _of_tables("staff", given["SIGAP_STAFF_DATABASE_URL"])
    return _of_tables(owner, given["SIGAP_DATABASE_URL"])


def _of_tables(owner: str, address: str) -> str:
    try:
        found = versions(address)
    except psycopg.Error as error:
        return f"the database of {owner} does not answer ({str(error).strip().splitlines()[0]})"
    pending = migration.newest(owner) - found
    if pending and not migration.beyond(owner, found):
        return f"the tables of {owner} are not at {', '.join(sorted(pending))} yet"
    return ""


def versions(address: str) -> set[str]:
    """The migrations that a schema is at. Raises psycopg.Error where the database does not answer."""
    plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, connect_timeout=3) as connection:
        return {row[0] for row in connection.execute("select version_num from alembic_version")}

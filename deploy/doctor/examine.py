"""Every look, in the order in which one would repair what it finds."""

from __future__ import annotations

import psycopg

from deploy import office_file
from deploy.doctor import broker, databases, keys, outside, store, walls
from deploy.doctor.finding import Findings, Look, failure, good, warning
from deploy.installation import Installation
from services.shared.config.office import Office
from services.shared.config.settings import Settings, SettingsError

LOOKS: tuple[tuple[str, Look], ...] = (
    ("databases", databases.answer),
    ("migrations", databases.migrations),
    ("workers", databases.workers),
    ("handoffs", databases.handoffs),
    ("backup", databases.backup),
    ("broker", broker.answers),
    ("store", store.buckets),
    ("certificates", keys.certificates),
    ("outside", outside.others),
    ("disk", store.disks),
    ("confinement", walls.around_children),
)


def examine(installation: Installation) -> Findings:
    """Every finding."""
    try:
        values = {name: installation.settings(name) for name in installation.services}
        facts = office_file.examined(values["intake"].office_file)
    except SettingsError as error:
        yield failure("settings", str(error), "Correct them in the environment or office.toml, then `sigap migrate`.")
        return
    yield good("settings", f"of {len(values)} services, and {values['intake'].office_file}")
    yield from _real(facts, demo=values["intake"].demo)
    for name, look in LOOKS:
        yield from _guarded(name, look, installation, values)


def _real(facts: Office, *, demo: bool) -> Findings:
    left = office_file.of_the_demonstration(facts)
    if demo:
        yield warning("office", "a demonstration: its passwords are known", "Keep real complaints out of it.")
    elif left:
        yield warning("office", f"still the demonstration's: {', '.join(left)}", "Replace them in office.toml.")
    else:
        yield good("office", f"{facts.name}, {facts.office.timezone}")


def _guarded(name: str, look: Look, installation: Installation, values: dict[str, Settings]) -> Findings:
    try:
        yield from look(installation, values)
    except psycopg.Error as error:
        advice = "Is PostgreSQL running, and in reach from here? Then the other lines follow."
        yield failure(name, str(error).strip().splitlines()[0], advice)

"""Three offices on one PostgreSQL, one broker and one store, as a regency has them (docs/decisions/0058)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local.servers import Servers
from deploy.setup import prepare, settings_as, settings_of
from services.shared.config.entrance import EntranceSettings
from services.shared.config.processes import SERVICES, SIGN_IN
from services.shared.config.settings import Settings
from tests.support.office import TestOffice

SLUGS = ("", "amurang", "tareran")  # the first office has the names of always, the others came later
Processes = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Shared:
    """The servers, what each office's set-up was given, and what each office's processes got of it."""

    servers: Servers
    env: dict[str, dict[str, str]]
    offices: dict[str, Processes]

    def settings(self, slug: str, service: str) -> Settings:
        """What the pages of a service of an office go by."""
        return settings_of(self.offices[slug][service])

    def office(self, slug: str) -> TestOffice:
        """The office at work, in this process."""
        given = self.offices[slug]
        workers = given["intake-worker"]["SIGAP_STAFF_DATABASE_URL"]
        entrance = settings_as(EntranceSettings, given[SIGN_IN])
        return TestOffice({name: self.settings(slug, name) for name in SERVICES}, entrance, workers)


@contextmanager
def sharing(folder: Path) -> Iterator[Shared]:
    """Set up, each with a run folder of its own."""
    with Servers(folder / "servers", durable=False, environ={}, offices=SLUGS[1:]) as servers:
        common = {"SIGAP_PUBLIC_URL": "http://127.0.0.1:8000", "SIGAP_DEMO": "1"}
        env = {slug: servers.env_of(slug, folder / (slug or "first")) | common for slug in SLUGS}
        for one in env.values():
            Path(one["SIGAP_RUN_DIR"]).mkdir()
        yield Shared(servers, env, {slug: prepare(one) for slug, one in env.items()})

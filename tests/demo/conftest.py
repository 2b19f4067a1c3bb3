"""A demonstration that began with the shipped year, on servers of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

from deploy.backup.manifest import load
from deploy.backup.restore import Restored
from deploy.demo import year
from deploy.installation import STAFF
from deploy.local.servers import Servers
from deploy.setup import prepare, settings_as, settings_of
from services.handoffs.contract import SERVICES
from services.shared.calendar import clock
from services.shared.config.entrance import EntranceSettings
from services.shared.config.processes import SIGN_IN
from services.shared.data import migration
from tests.demo.cases import cases
from tests.demo.making import make
from tests.support.office import TestOffice

MADE = year.SHIPPED.exists()
FEW = 3  # cases of a year that is made only to try it


@dataclass(frozen=True)
class Living:
    """A demonstration that began with the shipped year."""

    env: dict[str, str]
    done: Restored
    begun: datetime
    office: TestOffice
    processes: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped year; where none is made yet, a few of its cases in a few weeks."""
    if MADE:
        return year.SHIPPED
    file, last = tmp_path_factory.mktemp("made") / "year.tar.xz", clock.today() - timedelta(days=1)
    first = last - timedelta(days=40)
    some = [replace(one, day=first + timedelta(days=3)) for one in cases(first) if one.story.path[-1] in {"8a", "12b"}]
    assert make(file, first, last, some[:FEW]) == []
    return file


def _step_back(admin: str) -> None:
    """The accounts as a release before had them: the year that is shipped is older than the code, sooner or later."""
    engine, (own, *_) = create_engine(admin), migration.chains(STAFF)
    with engine.connect() as connection:
        command.downgrade(migration._config(connection, STAFF), own.revision(own.length - 1))
        connection.commit()
    engine.dispose()


@pytest.fixture(scope="module")
def living(
    tmp_path_factory: pytest.TempPathFactory, shipped: Path, processes: dict[str, dict[str, str]]
) -> Iterator[Living]:
    """On a database and a store of its own, with the broker of the others."""
    environ = {"SIGAP_BROKER_URL": processes["intake"]["SIGAP_BROKER_URL"], "SIGAP_BROKER_SHARED": "1"}
    with Servers(tmp_path_factory.mktemp("year") / "run", durable=False, environ=environ) as servers:
        env = environ | servers.env() | {"SIGAP_PUBLIC_URL": "http://localhost:8000", "SIGAP_DEMO": "1"}
        assert year.wanted(env, shipped, own={})
        done = year.bring(env, shipped)
        assert done is not None
        _step_back(env["SIGAP_ADMIN_DATABASE_URL"])
        made = prepare(env)
        settings = {name: settings_of(made[name]) for name in SERVICES}
        workers = made["intake-worker"]["SIGAP_STAFF_DATABASE_URL"]
        entrance = settings_as(EntranceSettings, made[SIGN_IN])
        year.unpack(shipped, folder := tmp_path_factory.mktemp("plain"))
        yield Living(env, done, load(folder).begun, TestOffice(settings, entrance, workers), made)

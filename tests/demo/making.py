"""Makes a year: an office on servers of its own, cases side by side, a backup of it, packed."""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

import pyrage
from argon2 import PasswordHasher
from redis import Redis

from deploy.backup.make import Source, backup
from deploy.demo.play import play
from deploy.installation import store_of
from deploy.local.servers import Servers
from deploy.setup import OFFICE_FILE, prepare, settings_as, settings_of
from services.shared.calendar import clock
from services.shared.config.entrance import EntranceSettings
from services.shared.config.processes import SERVICES, SIGN_IN
from services.shared.staff import passwords
from tests.demo.calendar import OPENS, Year, at
from tests.demo.cases import Begun
from tests.demo.colleagues import Colleagues
from tests.demo.packing import pack
from tests.demo.people import ADDRESS
from tests.support.office import TestOffice


def make(file: Path, first: date, last: date, begun: Iterable[Begun]) -> list[str]:
    """Play these cases between two days and pack what came of it; returns the names of those that were refused."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Servers(Path(folder) / "run", durable=False, environ={}) as servers,
        _quick_passwords(),
        Year(first, last) as year,
    ):
        env = servers.env() | {"SIGAP_PUBLIC_URL": ADDRESS, "SIGAP_DEMO": "1", "SIGAP_SESSION_IDLE": "86400"}
        year.open(_office(env), Redis.from_url(env["SIGAP_BROKER_URL"]).flushall)
        failed = _play(year, begun)
        key, target = pyrage.x25519.Identity.generate(), Path(folder) / "backup"
        source = Source(env["SIGAP_ADMIN_DATABASE_URL"], store_of(env), Path(env["SIGAP_RUN_DIR"]), OFFICE_FILE)
        made = backup(source, target, key.to_public(), year.moment)
        pack(target, made.manifest, key, file)
    return failed


@contextmanager
def _quick_passwords() -> Iterator[None]:
    """Everybody knows the passwords: hashed quickly, for people sign in each morning."""
    kept = passwords._HASHER
    passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    try:
        yield
    finally:
        passwords._HASHER = kept


def _office(env: dict[str, str]) -> TestOffice:
    processes = prepare(env)
    workers = processes["intake-worker"]["SIGAP_STAFF_DATABASE_URL"]
    entrance = settings_as(EntranceSettings, processes[SIGN_IN])
    return TestOffice({name: settings_of(processes[name]) for name in SERVICES}, entrance, workers)


def _play(year: Year, cases: Iterable[Begun]) -> list[str]:
    staff, failed = Colleagues(year, random.Random("sigap")), list[str]()

    def one(begun: Begun) -> None:
        try:
            case_no = play(staff, begun.story)
        except Exception as error:
            failed.append(begun.story.id)
            print(f"{begun.story.id} failed: {error}", file=sys.stderr, flush=True)
        else:
            print(begun.story.id, case_no, begun.story.case["cabang"], clock.local(year.moment), flush=True)

    for begun in cases:
        year.add(year.on_duty(at(begun.day, OPENS)), partial(one, begun))
    year.play()
    return failed

"""Fixtures of the whole suite: real PostgreSQL, Valkey and S3 in one throw-away folder, and the four services."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import expect
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from deploy.local.servers import Servers
from deploy.setup import prepare, settings_as, settings_of
from services.shared.config import zone
from services.shared.config.entrance import EntranceSettings
from services.shared.config.processes import SERVICES, SIGN_IN
from services.shared.signing import keys
from services.shared.staff import passwords
from tests.support import papers
from tests.support.office import TestOffice
from tests.support.sampling import mark_turns
from tests.support.serving import under_way

OPENED: list[TestOffice] = []  # the office of this run, once a test asked for it
LEFT: list[asyncio.AbstractEventLoop] = []  # what playwright has begun in this thread
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
SHARING = ("tests/journeys/",)  # folders whose files ask one office of real processes
SERVERS = {"servers", "address", "playwright"}  # fixtures that start something
STARTING = ("tests/local/", "tests/containers/")  # folders whose tests start something by themselves
expect.set_options(timeout=20_000)  # what is shown, not how soon: other tests keep the processors busy


class ByOffice(LoadFileScheduling):
    """A file of tests stays in one process; so do all that ask one office of real processes, which thus starts once."""

    def _split_scope(self, nodeid: str) -> str:
        """What stays together: a file, or the folder that shares an office."""
        file: str = super()._split_scope(nodeid)
        return next((folder for folder in SHARING if file.startswith(folder)), file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByOffice:
    """Which process gets which tests."""
    return ByOffice(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark what is fast before the tests are chosen by their marks; order them after pytest put them into its own.

    The slow ones come first, then what shares an office of real processes, which takes one process the longest of all:
    none is left with it when the others have ended. Browser tests come last, the slow ones before the others.
    """
    mark_turns(items)
    for item in items:
        starts = SERVERS & set(getattr(item, "fixturenames", ())) or item.nodeid.startswith(STARTING)
        if not (starts or _marked(item, "slow")):
            item.add_marker("fast")
    yield
    items.sort(key=_place)


def _place(item: pytest.Item) -> tuple[int, bool, bool]:
    """Where a test stands; of those that share an office the ones without a browser are at the head."""
    browser, slow, sharing = _marked(item, "browser"), _marked(item, "slow"), item.nodeid.startswith(SHARING)
    turn = 1 if sharing else 3 if browser else 0 if slow else 2
    return turn, browser, not slow


def _marked(item: pytest.Item, marker: str) -> bool:
    return item.get_closest_marker(marker) is not None


@pytest.fixture(scope="session", autouse=True)
def _demonstration_clock() -> None:
    """What asks for a day without reading an office's file goes by the demonstration's clock."""
    zone.keep("Asia/Makassar")


@pytest.fixture(scope="session", autouse=True)
def _quick_hashes() -> Iterator[tuple[PasswordHasher, str]]:
    """Signing in is asked some thousand times here, and argon2 is slow on purpose: quick within these processes.

    What is started beside them (gateway, webs, commands) hashes as the product does. Gives what the product has.
    """
    own, quick = (passwords._HASHER, passwords.NOBODY), PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._HASHER, passwords.NOBODY = quick, quick.hash("nobody")
    yield own
    passwords._HASHER, passwords.NOBODY = own


@pytest.fixture(scope="session", autouse=True)
def _quick_keys() -> Iterator[None]:
    """Keys are made and opened some hundred times here, and their derivation is slow on purpose; so as the hashes."""
    own, keys.KDF_ROUNDS = keys.KDF_ROUNDS, 1_000
    yield
    keys.KDF_ROUNDS = own


@pytest.fixture
def slow_hashes(_quick_hashes: tuple[PasswordHasher, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The product's own, where a test is about them."""
    monkeypatch.setattr(passwords, "_HASHER", _quick_hashes[0])
    monkeypatch.setattr(passwords, "NOBODY", _quick_hashes[1])


@pytest.fixture(scope="session", autouse=True)
def _network_guard() -> Iterator[None]:
    """No test reaches beyond this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    socket.socket.connect = guarded  # type: ignore[method-assign,assignment]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Playwright leaves its loop marked as running in this thread; what signs with pyHanko starts one of its own.

    So it is set aside for every test without a browser that comes after one with it.
    """
    if _marked(item, "browser"):
        _give_back_the_loop()
    elif (loop := asyncio.events._get_running_loop()) is not None:
        LEFT.append(loop)
        asyncio.events._set_running_loop(None)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """The browser is closed after the last test."""
    if nextitem is None:
        _give_back_the_loop()


def _give_back_the_loop() -> None:
    if LEFT:
        asyncio.events._set_running_loop(LEFT.pop())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A browser test that fails says what its browser was waiting for then."""
    report = yield
    if report.when == "call" and report.failed and _marked(item, "browser"):
        report.sections.append(("requests under way", under_way()))
    return report


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """The embedded servers, started once for the whole run."""
    folder: Path = tmp_path_factory.mktemp("servers") / "run"
    with Servers(folder, durable=False) as started:
        yield started


@pytest.fixture(scope="session")
def processes(servers: Servers) -> dict[str, dict[str, str]]:
    """The environment of each process of a prepared installation."""
    env = servers.env() | {"SIGAP_PUBLIC_URL": "http://localhost:8000", "SIGAP_DEMO": "1"}
    return prepare(env)


@pytest.fixture(scope="session")
def office(processes: dict[str, dict[str, str]]) -> Iterator[TestOffice]:
    """The four services in this process, handing over to each other as the workers do."""
    workers = processes["intake-worker"]["SIGAP_STAFF_DATABASE_URL"]
    entrance = settings_as(EntranceSettings, processes[SIGN_IN])
    OPENED.append(TestOffice({name: settings_of(processes[name]) for name in SERVICES}, entrance, workers))
    yield OPENED[-1]
    papers.keep_stored(OPENED[-1])


@pytest.fixture(scope="module", autouse=True)
def _start_anew() -> None:
    """A file of tests may run after any other."""
    for opened in OPENED:
        opened.start_anew()

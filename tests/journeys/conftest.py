"""The whole office as `make run` starts it: gateway, four services, real workers, beat."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from deploy.demo.staff import Staff
from deploy.setup import OFFICE_FILE
from tests.journeys import guide_pictures
from tests.journeys.browser_desk import Desk
from tests.journeys.browser_people import People
from tests.support.outside import SECRET, Gateway, gateway

ROOT = Path(__file__).parents[2]
ALERTS = '{ camat = "whatsapp:+628110000001", section_head = "sms:+628110000002" }'


@pytest.fixture(scope="package")
def telephone() -> Iterator[Gateway]:
    """The gateway that sends the office's messages, on loopback."""
    with gateway() as opened:
        yield opened


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory, telephone: Gateway) -> Iterator[str]:
    """The one address of an office that runs for the journeys, and that must stop cleanly after them."""
    run = tmp_path_factory.mktemp("journeys") / "run"
    env = {name: value for name, value in os.environ.items() if not name.startswith("SIGAP_")}
    if guide_pictures.wanted():  # of an office that has been at work for a year
        env |= {"SIGAP_DEMO_STORIES": "year"}
    else:
        env |= {"SIGAP_DEMO_STORIES": "0", "SIGAP_OFFICE_FILE": str(_office_file(run.parent))}
    env |= {"SIGAP_WEBHOOK_URL": telephone.settings["webhook_url"], "SIGAP_WEBHOOK_SECRET": SECRET}
    command = [sys.executable, "-m", "deploy.cli", "up", "--run-dir", str(run)]
    with (run.parent / "screen").open("w") as screen:
        office = subprocess.Popen(command, cwd=ROOT, env=env, stdout=screen, stderr=screen)
        try:
            yield _address(office, run / "address", run.parent / "screen")
        finally:
            office.send_signal(signal.SIGINT)
            code = office.wait(60)
    assert code == 0, (run.parent / "screen").read_text()


@pytest.fixture(scope="package")
def staff(address: str) -> Staff:
    """The office's people, by program."""
    return Staff(address)


def _office_file(folder: Path) -> Path:
    """The demonstration's office, whose heads chose by what an alert reaches them."""
    file, told = folder / "office.toml", OFFICE_FILE.read_text()
    file.write_text(told.replace("[urgent] ", f"[urgent]\nalerts = {ALERTS}\n#", 1))
    return file


@pytest.fixture(scope="module")
def people(browser: Browser, address: str, staff: Staff, tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    """Section head, Camat and team, each signed in once for a file of journeys."""
    desk = Desk(browser, address, tmp_path_factory.mktemp("pictures"))
    try:
        yield People(desk, staff)
    finally:
        desk.close()


def _address(office: subprocess.Popen[bytes], file: Path, screen: Path) -> str:
    for _ in range(3000):  # five minutes: with a year to restore, beside others
        if file.exists():
            return file.read_text().strip()
        if office.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"the office did not come up:\n{screen.read_text()}")

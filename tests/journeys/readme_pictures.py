"""The pictures of the README: a new demonstration with its year is started, its stories are played, four screens kept.

``python -m tests.journeys.readme_pictures`` (part of ``make docs-pictures``); with an address, of an office that runs.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
from playwright.sync_api import Browser, Page, sync_playwright

from deploy.demo.client import Program
from deploy.demo.staff import Staff
from tests.journeys.guide_pictures import keep
from tests.shared.ui.conftest import ARGUMENTS
from tests.support.programs import chromium

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "images"
HEIGHT, PAPER = 1100, 800  # px
PATIENCE = 1800  # seconds until all stories are played on a slow machine


def main() -> None:
    """Take all four."""
    if len(sys.argv) > 1:
        return take(sys.argv[1].rstrip("/"))
    with tempfile.TemporaryDirectory() as folder, _demonstration(Path(folder) / "run") as address:
        return take(address)


def take(address: str) -> None:
    """Of the office at this address."""
    staff = Staff(address)
    case = _case_of(staff.camat, "camat_decision")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        keep(_screen(browser, address, staff.clerk, "/intake/"), FOLDER / "desk.png")
        keep(_screen(browser, address, staff.camat, f"/review/cases/{case}"), FOLDER / "case.png")
        page = _page(browser, address, staff.camat, f"/review/cases/{case}", 390)
        page.locator("details.sheet > summary").first.click()
        page.get_by_role("dialog").wait_for()
        keep(page.screenshot(), FOLDER / "phone.png")
        browser.close()
    _letter(staff)


def _letter(staff: Staff) -> None:
    """The first page of the newest letter that is sealed."""
    letters = staff.registrar.get("/registry/api/letters", state="ready_for_handover")["letters"]
    pdf = staff.registrar.download(f"/registry/letters/{letters[0]['id']}/sealed.pdf")
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()  # number, date, signature and seal are fields
    page = document[0]
    page.render(scale=PAPER / page.get_width()).to_pil().save(file := FOLDER / "letter.png")
    keep(file.read_bytes(), file)


def _case_of(person: Program, state: str) -> str:
    cases = person.get("/review/api/cases", state=state)["items"]
    return str(cases[0]["case_no"])


def _screen(browser: Browser, address: str, person: Program, path: str) -> bytes:
    return _page(browser, address, person, path).screenshot()


def _page(browser: Browser, address: str, person: Program, path: str, width: int = 1280) -> Page:
    context = browser.new_context(base_url=address, viewport={"width": width, "height": HEIGHT}, locale="id-ID")
    domain = urlsplit(address).hostname or ""
    context.add_cookies(
        [
            {"name": one.name, "value": one.value or "", "domain": domain, "path": one.path}
            for one in person.http.cookies.jar
        ]
    )
    page = context.new_page()
    page.goto(path, wait_until="networkidle")
    assert urlsplit(page.url).path == path, f"{person.username} is not signed in"
    return page


@contextmanager
def _demonstration(run: Path) -> Iterator[str]:
    """Until all its stories are played."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("SIGAP_")}
    office = subprocess.Popen([sys.executable, "-m", "deploy.up", "--run-dir", str(run)], cwd=ROOT, env=env)
    try:
        end = time.monotonic() + PATIENCE
        while not (run / "demo-done").exists():
            assert office.poll() is None, "the office did not come up"
            assert time.monotonic() < end, "the stories did not come to their end"
            time.sleep(2)
        yield (run / "address").read_text().strip()
    finally:
        office.send_signal(signal.SIGINT)
        office.wait(60)


if __name__ == "__main__":
    main()

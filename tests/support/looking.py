"""What every page must keep, read off a real Chromium: nothing that axe-core objects to, nothing that scrolls sideways.

``SIGAP_TEST_PICTURES=FOLDER`` keeps a picture of each page that ``look`` is given.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error

from services.shared.web.cookies import SESSION as COOKIE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.support.office import TestOffice

AXE = Path(__file__).parents[1] / "shared" / "ui" / "vendor" / "axe-core-4.14.1" / "axe.min.js"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
HEIGHT = 900
LEFT = "Execution context was destroyed"


def faults(page: Page) -> list[str]:
    """One line per fault of what is shown now; empty for a page as it should be.

    A page that is still coming is waited for: half a page has no heading yet. axe comes in only now, by the debugger,
    which no Content-Security-Policy stops: as a script of the browser's every page of a journey would load it.
    """
    result, sideways = _looked(page)
    found = [f"{each['id']}: {node['html'][:200]}" for each in result["violations"] for node in each["nodes"]]
    if sideways:
        found.append(f"scrolls {sideways} px sideways")
    return found


def _looked(page: Page) -> tuple[dict[str, Any], int]:
    """What axe says, and how far it scrolls sideways.

    Once more where what was pressed before led on while it was looked at: a form asks for its token first.
    """
    for _ in range(5):
        page.wait_for_load_state("load")
        try:
            if not page.evaluate("'axe' in window"):
                page.evaluate(_axe())
            found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
            sideways: int = page.evaluate(SIDEWAYS)
        except Error as error:
            if LEFT not in str(error):
                raise
        else:
            return found, sideways
    raise AssertionError(f"{page.url} does not come to rest")


@cache
def _axe() -> str:
    return AXE.read_text()


def look(page: Page, name: str, width: int) -> None:
    """The page has no fault."""
    if folder := os.environ.get("SIGAP_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    assert faults(page) == [], name


def seen_by(browser: Browser, office: TestOffice, address: str, service: str, username: str, width: int) -> Page:
    """A browser in which this person is signed in to the service at ``address``; nobody for an empty name."""
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": HEIGHT}, reduced_motion="reduce", bypass_csp=True
    )
    if username:
        cookie: Any = office.person(username).client(service).get_cookie(COOKIE)
        context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": address}])
    return context.new_page()

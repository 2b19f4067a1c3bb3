"""What every page must keep, read off a real Chromium: nothing that axe-core objects to, nothing that scrolls sideways.

``SIGAP_TEST_PICTURES=FOLDER`` keeps a picture of each page that ``look`` is given.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from playwright.sync_api import Error

from services.shared.web.cookies import SESSION as COOKIE
from tests.support.tokens import for_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Response

    from tests.support.office import TestOffice

AXE = Path(__file__).parents[1] / "shared" / "ui" / "vendor" / "axe-core-4.14.1" / "axe.min.js"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
HEIGHT = 900
Answer = TypeVar("Answer")
LEFT = "Execution context was destroyed"
OVERTAKEN = "net::ERR_ABORTED"


def faults(page: Page) -> list[str]:
    """One line per fault of what is shown now; empty for a page as it should be.

    A page that is still coming is waited for: half a page has no heading yet. axe comes in only now, by the debugger,
    which no Content-Security-Policy stops: as a script of the browser's every page of a journey would load it.
    """
    result, sideways = _at_rest(page, _by_axe)
    found = [f"{each['id']}: {node['html'][:200]}" for each in result["violations"] for node in each["nodes"]]
    return found + _scrolls(sideways)


def too_wide(page: Page) -> list[str]:
    """Of the same only what costs nothing: whether it scrolls sideways."""
    return _scrolls(_at_rest(page, lambda there: there.evaluate(SIDEWAYS)))


def _scrolls(pixels: int) -> list[str]:
    return [f"scrolls {pixels} px sideways"] if pixels else []


def _at_rest(page: Page, ask: Callable[[Page], Answer]) -> Answer:
    """What is found on a page that has come.

    Once more where what was pressed before led on while it was looked at: a form asks for its token first.
    """
    for _ in range(5):
        page.wait_for_load_state("load")
        try:
            return ask(page)
        except Error as error:
            if LEFT not in str(error):
                raise
    raise AssertionError(f"{page.url} does not come to rest")


def _by_axe(page: Page) -> tuple[dict[str, Any], int]:
    """What axe says, and how far it scrolls sideways."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    return page.evaluate("axe.run({resultTypes: ['violations']})"), page.evaluate(SIDEWAYS)


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
        context.add_cookies(for_browser(office, cookie.value, address))
    return opened(context)


def opened(context: BrowserContext) -> Page:
    """A page whose ``goto`` wins over a form that was pressed just before and leads on only now."""
    page = context.new_page()
    goto = page.goto

    def gone_to(url: str, **how: Any) -> Response | None:
        try:
            return goto(url, **how)
        except Error as error:
            if OVERTAKEN not in str(error):
                raise
        page.wait_for_load_state("load")
        return goto(url, **how)

    page.goto = gone_to  # type: ignore[method-assign]
    return page

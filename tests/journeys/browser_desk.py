"""People of the office and citizens, each in a browser of their own, and what every page they see must keep."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, FilePayload, Locator, Page, expect

from deploy.setup import DEMO_PASSWORD
from tests.journeys import guide_pictures
from tests.support.looking import HEIGHT, faults, opened, too_wide
from tests.support.panes import too_long
from tests.support.sampling import todays

DESKTOP, PHONE = 1280, 390
REFUSED = "the server responded with a status of 422"  # what Chromium remarks on a form with an error


class Desk:
    """Opens browsers at one office, and collects what is wrong on the pages they show."""

    def __init__(self, browser: Browser, address: str, pictures: Path) -> None:
        self.faults: list[str] = []
        self.seen: set[str] = set()
        self._browser, self._address, self._pictures = browser, address, pictures
        self._contexts: dict[str, BrowserContext] = {}

    def citizen(self, name: str, width: int = PHONE) -> Page:
        """Somebody who does not sign in."""
        context = self._browser.new_context(
            base_url=self._address, viewport={"width": width, "height": HEIGHT}, reduced_motion="reduce", locale="id-ID"
        )
        context.set_default_timeout(20_000)
        context.on("console", lambda message: self._console(name, message))
        context.on("weberror", lambda error: self.faults.append(f"{name}: {error.error}"))
        self._contexts[name] = context
        return opened(context)

    def staff(self, username: str, home: str, width: int = DESKTOP) -> Page:
        """A member of the staff, signed in and at the service's first page."""
        page = self.citizen(username, width)
        page.goto(home)
        page.get_by_label("Nama pengguna").fill(username)
        page.get_by_label("Kata sandi").fill(DEMO_PASSWORD)
        self.look(page, "masuk")
        page.get_by_role("button", name="Masuk").click()
        expect(page.get_by_role("button", name="Keluar", exact=True)).to_be_visible()
        return page

    def look(self, page: Page, name: str) -> None:
        """At both widths: no sideways scrolling, no case that is too long; nothing that axe objects to. Once per name.

        axe looks at one of the widths, the next day at the other; before a release at both.
        SIGAP_PICTURES=1 keeps a picture of each.
        """
        if name in self.seen:
            return
        self.seen.add(name)
        before, whole = page.viewport_size, todays((DESKTOP, PHONE), 2, beside=len(self.seen))
        for width in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            found = faults(page) if width in whole else too_wide(page)
            self.faults += [f"{name} at {width} px: {fault}" for fault in found + too_long(page, width)]
            if "SIGAP_PICTURES" in os.environ:
                page.screenshot(path=self._pictures / f"{len(self.seen):02d}-{name}-{width}.png", full_page=True)
        if before:
            page.set_viewport_size(before)
        guide_pictures.take(page, name)

    @contextmanager
    def pictures_on_failure(self) -> Iterator[None]:
        """When the block fails, a picture of every open page stays behind."""
        try:
            yield
        except BaseException:
            for name, context in self._contexts.items():
                for page in context.pages:
                    page.screenshot(path=self._pictures / f"failed-{name}.png", full_page=True)
            raise

    @contextmanager
    def refused(self) -> Iterator[None]:
        """Within the block the server refuses a form (422): Chromium remarks on it, and only here that is no fault."""
        before = len(self.faults)
        yield
        self.faults[before:] = [fault for fault in self.faults[before:] if REFUSED not in fault]

    def close(self) -> None:
        """Close all browsers."""
        for context in self._contexts.values():
            context.close()

    @contextmanager
    def kept_on_failure(self) -> Iterator[None]:
        """``pictures_on_failure``; all browsers are closed afterwards."""
        try:
            with self.pictures_on_failure():
                yield
        finally:
            self.close()

    def _console(self, name: str, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            where = message.page.url if message.page else "?"
            self.faults.append(f"{name}: {where}: {message.text}")


def reload_until(page: Page, ready: Locator, seconds: float = 90) -> None:
    """Handoffs take a moment: load the page again until ``ready`` is on it."""
    end = time.monotonic() + seconds
    while True:
        try:
            expect(ready).to_be_visible(timeout=1_000)
            return
        except AssertionError:
            if time.monotonic() > end:
                raise
        page.reload()


def open_from_list(page: Page, home: str, text: str) -> None:
    """Opens the row with ``text`` in the list at ``home``, as soon as it is there."""
    page.goto(home)
    row = page.get_by_role("row").filter(has_text=text)
    reload_until(page, row.first)
    row.first.get_by_role("link").first.click()


def form(page: Page, verb: str) -> Locator:
    """The form of a verb: pages have several, with fields of one name."""
    return page.locator(f'form[action$="/{verb.replace("_", "-")}"]')


def fill(page: Page | Locator, values: dict[str, str]) -> None:
    """Fields by their name, the visible ones: texts are typed, choices chosen."""
    for name, value in values.items():
        field = page.locator(f'[name="{name}"]')
        kind = field.first.evaluate("field => field.type")
        if kind in ("checkbox", "radio"):
            page.locator(f'[name="{name}"][value="{value}"]').check()
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)


def fill_form(page: Page, values: dict[str, str]) -> None:
    """The complaint form: each field on its screen."""
    for part, screen in (("applicant.", "orang"), ("complaint.", "kejadian")):
        to_screen(page, screen)
        fill(page, {name: value for name, value in values.items() if name.startswith(part)})


def to_screen(page: Page, name: str) -> None:
    """One of the screens of the complaint form."""
    page.locator(f'[data-screen-link="{name}"]').click()


def upload(page: Page, field: str, *files: FilePayload | Path) -> None:
    """Choose files in an upload field, and wait until all of its files are up."""
    box = page.locator(f'[data-uploads][data-name="{field}"]')
    before = box.locator(".is-done").count()
    box.locator('input[type="file"]').set_input_files(list(files))  # type: ignore[arg-type]
    expect(box.locator(".is-done")).to_have_count(before + len(files), timeout=120_000)


def draw(page: Page, canvas: Locator) -> None:
    """A signature, by mouse."""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    left, top, width, height = box["x"], box["y"], box["width"], box["height"]
    for stroke in (((0.1, 0.6), (0.3, 0.2), (0.4, 0.8), (0.6, 0.3)), ((0.2, 0.7), (0.8, 0.5))):
        page.mouse.move(left + stroke[0][0] * width, top + stroke[0][1] * height)
        page.mouse.down()
        for x, y in stroke[1:]:
            page.mouse.move(left + x * width, top + y * height, steps=6)
        page.mouse.up()

"""What the page of a case in panes must keep: its length, and that nothing of the first things hides behind a press."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

LONGEST = {1280: 1800, 390: 2500}  # px of the whole page, by the window's width, for the demonstration's stories
# A banner that says that handoffs are late is no part of the page: a busy machine shows it.
LENGTH = """document.documentElement.scrollHeight
  - (document.querySelector('.banner-late')?.offsetHeight ?? 0)"""
FIRST = (".pane-story h2", ".pane-story .strip", ".pane-step h2")


def too_long(page: Page, width: int) -> list[str]:
    """One line per fault of a case's page as it opens (of intake and review: those with pictures); none for others.

    A letter's page is not measured: the form of 16d (copies) is longer. Nor is a page that tells of an error.
    """
    if not page.locator(".panes .strip").count() or page.locator("#error-summary, dialog[open]").count():
        return []
    height = page.evaluate(LENGTH)
    found = [f"{height} px long"] if height > LONGEST.get(width, height) else []
    return found + [f"{what} is hidden" for what in FIRST if page.locator(what).count() and not _seen(page, what)]


def _seen(page: Page, what: str) -> bool:
    return page.locator(what).first.is_visible()

"""A real Chromium, and the gallery of the page shell on a free port."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.shared.ui.gallery import create_gallery
from tests.support.programs import chromium, debian_library
from tests.support.serving import served

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--accept-lang=id-ID",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium; where it is missing the browser tests say so and are skipped."""
    debian_library("libatomic.so.1", "libatomic1")  # playwright's driver; Debian's chromium does not bring it
    return {**browser_type_launch_args, "executable_path": chromium(), "args": ARGUMENTS}


@pytest.fixture(scope="session")
def gallery() -> Iterator[Flask]:
    """The gallery application, served at ``gallery.config['URL']``."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = create_gallery()
    with served(app) as app.config["URL"]:
        yield app


@pytest.fixture
def posts(gallery: Flask) -> list[dict[str, list[str]]]:
    """What forms have sent to the gallery in this test."""
    sent: list[dict[str, list[str]]] = gallery.extensions["posts"]
    sent.clear()
    return sent


@pytest.fixture(scope="session")
def base_url(gallery: Flask) -> str:
    """``page.goto('/kasus')`` means the gallery."""
    url: str = gallery.config["URL"]
    return url


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser's console says in this test: broken CSP, script errors, missing files."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said

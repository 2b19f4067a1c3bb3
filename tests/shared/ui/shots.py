"""Pictures of every page of the gallery at both widths: ``python -m tests.shared.ui.shots [FOLDER]``."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.shared.ui.gallery import create_gallery
from tests.support.programs import chromium
from tests.support.serving import served

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--accept-lang=id",
]
PAGES = (
    "terima",
    "terima-salah",
    "formulir-lain",
    "antrean",
    "antrean-kosong",
    "kasus",
    "masuk",
    "pesan",
    "pesan-polos",
    "lacak",
)


def main(folder: Path) -> None:
    """Serve the gallery on a free port and photograph it."""
    folder.mkdir(parents=True, exist_ok=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with served(create_gallery()) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGS)
        for width in (1280, 390):
            page = browser.new_page(viewport={"width": width, "height": 900})
            for name in PAGES:
                page.goto(f"{address}/{name}")
                page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "/tmp/ui-shots"))

"""Steps 1 to 5 in a real Chromium with a photo, a long film and a voice note, over a line that is cut in the middle."""

from __future__ import annotations

import hashlib
import os
import re
import struct
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.demo import media
from tests.journeys.browser_desk import Desk as Browsers
from tests.journeys.browser_desk import draw, fill, fill_form, to_screen, upload
from tests.journeys.test_browser import CHECKLIST, FORM
from tests.shared.ui.conftest import browser_type_launch_args  # noqa: F401 -- a fixture: Debian's Chromium, or skipped loudly
from tests.support.intake import Desk, new_nik, picture
from tests.support.lines import Line, line_to
from tests.support.office import TestOffice

pytestmark = [pytest.mark.browser]
FILM = int(os.environ.get("SIGAP_FILM_MB", "24")) * 1_000_000  # bytes; `make e2e` takes 300 MB
CUT = "net::ERR_"  # what Chromium remarks on a line that was cut


def film(path: Path) -> str:
    """An MP4 that plays for a moment and is ``FILM`` bytes long by a box of free space; returns its SHA-256."""
    head = media.make("a.mp4", "pungutan di pasar")[0]
    rest = FILM - len(head)
    with path.open("wb") as file:
        file.write(head + struct.pack(">I4s", rest, b"free"))
        file.truncate(FILM)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@pytest.mark.turns(3)
def test_photo_film_and_voice_over_a_line_that_is_cut(
    office: TestOffice, address: str, browser: Browser, tmp_path: Path
) -> None:
    desk, sha256 = Desk(office), film(tmp_path / "pungutan.mp4")
    with line_to(address) as line:
        seen = Browsers(browser, line.url, tmp_path)
        with seen.kept_on_failure():
            clerk = seen.staff("loket1", "/intake/")
            clerk.goto(f"{desk.page}/form")
            upload(clerk, "id_card", {"name": "ktp.jpg", "mimeType": "image/jpeg", "buffer": picture()})
            fill_form(clerk, FORM | {"applicant.nik": new_nik(), "applicant.village": "7105152007"})
            to_screen(clerk, "bukti")
            photo_and_voice(clerk)
            the_line_is_cut_in_the_film(seen, clerk, line, tmp_path / "pungutan.mp4")
            the_case_goes_on(seen, clerk)
            what_was_kept(desk, sha256)
            the_film_plays(seen, clerk, desk)
            assert [fault for fault in seen.faults if CUT not in fault] == []


def photo_and_voice(clerk: Page) -> None:
    """By the desk's own camera and microphone."""
    evidence = clerk.locator('[data-uploads][data-name="evidence"]')
    evidence.get_by_role("button", name="Ambil foto").click()
    clerk.get_by_role("dialog").get_by_role("button", name="Ambil").click()
    evidence.get_by_role("button", name="Rekam suara").click()
    expect(clerk.get_by_text("00.01")).to_be_visible()
    clerk.get_by_role("button", name="Hentikan dan simpan").click()
    expect(evidence.locator(".is-done")).to_have_count(2)


def the_line_is_cut_in_the_film(seen: Browsers, clerk: Page, line: Line, path: Path) -> None:
    """Half of the film has come; the page says that the line is gone, and goes on by itself where it stopped."""
    evidence = clerk.locator('[data-uploads][data-name="evidence"]')
    line.cut_after(FILM // 2)
    evidence.locator('input[type="file"]').set_input_files(path)
    expect(evidence.get_by_text("Jaringan terputus, mencoba lagi…")).to_be_visible(timeout=60_000)
    assert line.is_cut.is_set()
    seen.look(clerk, "unggahan-terputus")
    line.mend()
    expect(evidence.locator(".is-done")).to_have_count(3, timeout=120_000)
    assert FILM * 0.4 < line.carried < FILM * 0.8  # the second half, not the whole once more
    seen.look(clerk, "unggahan-selesai")


def the_case_goes_on(seen: Browsers, clerk: Page) -> None:
    """Steps 3 to 5: the form is handed in, checked, forwarded; the receipt names the files."""
    clerk.get_by_role("button", name="Simpan dan periksa kelengkapan").click()
    fill(clerk, CHECKLIST)
    seen.look(clerk, "kelengkapan-dengan-bukti")
    clerk.get_by_text("Pemohon menandatangani di layar").click()
    draw(clerk, clerk.locator("canvas"))
    clerk.get_by_role("button", name="Lengkap: teruskan kepada Kasi").click()
    expect(clerk.get_by_role("heading", name="Tanda terima", exact=True)).to_be_visible()


def what_was_kept(desk: Desk, sha256: str) -> None:
    """The three pieces, by type and hash."""
    kept: dict[str, Any] = {file["content_type"]: file for file in desk.now()["evidence"] if file["role"] == "evidence"}
    assert set(kept) == {"image/jpeg", "video/mp4", "audio/webm"}
    assert (kept["video/mp4"]["sha256"], kept["video/mp4"]["size"]) == (sha256, FILM)


def the_film_plays(seen: Browsers, clerk: Page, desk: Desk) -> None:
    """On the file's own page, without fetching the whole."""
    [row] = [file for file in desk.now()["evidence"] if file["content_type"] == "video/mp4"]
    clerk.goto(f"{row['url']}/details")
    player = clerk.locator("video")
    seconds = player.evaluate(
        "film => new Promise((done) => {"
        " if (film.readyState) done(film.duration); else film.onloadedmetadata = () => done(film.duration); })"
    )
    assert seconds > 0
    seen.look(clerk, "film")
    clerk.goto(desk.page)
    expect(clerk.get_by_text(re.compile(r"rekaman-.*\.webm")).first).to_be_visible()
    seen.look(clerk, "pengaduan-dengan-film")

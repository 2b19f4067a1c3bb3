"""The desk as conversation: four short screens, at most eight typed fields, by keyboard alone; nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from services.intake.states import State
from tests.journeys.browser_desk import Desk as Browsers
from tests.journeys.browser_desk import draw, upload
from tests.shared.ui.conftest import browser_type_launch_args  # noqa: F401 -- a fixture: Debian's Chromium, or skipped loudly
from tests.support.intake import Desk, applicant, new_nik, picture
from tests.support.looking import HEIGHT
from tests.support.office import TestOffice
from tests.support.panes import LENGTH

pytestmark = [pytest.mark.browser]
LONGEST = 1200  # px of a screen, at either width
MOST_TYPED = 7  # fields of an ordinary complaint; with its purpose, on the page before, eight
STORY = "Sapi tetangga dilepas tanpa diikat dan sudah tiga kali masuk kebun jagung saya."


class Typing:
    """Types by the keyboard alone into fields reached by name, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.typed = page, list[str]()

    def into(self, name: str, text: str) -> None:
        """Type into a field, as hands do."""
        self._reach(name).press_sequentially(text)
        self.typed.append(name)
        self.page.keyboard.press("Tab")

    def choose(self, name: str, value: str) -> None:
        """Choose from a list: nothing is typed."""
        self._reach(name).select_option(value)

    def press(self, button: Locator) -> None:
        """Press a button by the keyboard."""
        button.focus()
        self.page.keyboard.press("Enter")

    def _reach(self, name: str) -> Locator:
        field = self.page.locator(f'[name="{name}"]')
        expect(field).to_be_visible()
        field.focus()
        return field


def settled(page: Page) -> int:
    """The length once it stays the same: a pad and pictures take their size after the window has its."""
    before = -1
    while (now := int(page.evaluate(LENGTH))) != before:
        before = now
        page.wait_for_timeout(200)
    return now


def short(seen: Browsers, page: Page, name: str, heights: dict[str, int]) -> None:
    """Look at a screen at both widths; how long it is."""
    seen.look(page, name)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        heights[f"{name} {width}"] = settled(page)
    page.set_viewport_size({"width": 1280, "height": HEIGHT})


@pytest.mark.turns(3)
def test_an_ordinary_complaint_by_keyboard_on_four_short_screens(
    office: TestOffice, address: str, browser: Browser, tmp_path: Path
) -> None:
    number, heights = new_nik(), dict[str, int]()
    earlier = Desk(office).filled(who=applicant(nik=number, name="Yohana Layar"))
    desk, seen = Desk(office), Browsers(browser, address, tmp_path)
    with seen.kept_on_failure():
        page = seen.staff("loket1", "/intake/")
        page.goto(f"{desk.page}/form")
        hands = Typing(page)
        upload(page, "id_card", {"name": "ktp.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(640, 400))})
        expect(page.get_by_role("link", name="ktp.jpg")).to_be_visible()
        assert [file["role"] for file in desk.now()["evidence"]] == ["id_card"], "kept at once, before any button"
        hands.into("applicant.nik", number)
        expect(page.get_by_role("link", name=earlier.case_no)).to_be_visible()
        expect(page.locator('[name="applicant.birth_date"]')).to_have_value("22/01/1971")
        expect(page.locator('[name="applicant.gender"]')).to_have_value("male")
        hands.into("applicant.name", "Yohana Layar")
        hands.choose("applicant.village", "7105152007")
        hands.into("applicant.address", "Jaga II")
        hands.into("applicant.phone", "081234567890")
        with page.expect_response(lambda answer: answer.url.endswith("/save-draft")):
            hands.press(page.get_by_role("button", name="Lanjut"))
        expect(page.get_by_role("heading", name="Kejadian")).to_be_focused()
        page.reload()  # nothing is lost between the screens
        expect(page.locator('[name="complaint.story"]')).to_be_visible()
        hands.into("complaint.story", STORY)
        hands.into("complaint.place", "Kebun Jaga III")
        expect(page.locator('[name="complaint.title"]')).to_have_value("Ternak lepas di Kebun Jaga III")
        expect(page.locator('[name="complaint.category"]')).to_have_value("livestock")
        hands.choose("complaint.village", "7105152005")
        hands.press(page.get_by_role("button", name="Kemarin"))
        hands.press(page.get_by_role("button", name="pagi"))
        hands.into("complaint.request", "Mohon pemilik ternak mengganti kerugian.")
        short(seen, page, "layar-kejadian", heights)
        hands.press(page.get_by_role("button", name="Lanjut"))
        upload(page, "evidence", {"name": "kebun.jpg", "mimeType": "image/jpeg", "buffer": picture()})
        expect(page.get_by_role("link", name="kebun.jpg")).to_be_visible()
        short(seen, page, "layar-bukti", heights)
        page.get_by_role("link", name="Orang").focus()
        page.keyboard.press("Enter")
        expect(page.locator('[name="applicant.name"]')).to_have_value("Yohana Layar")
        short(seen, page, "layar-orang-pernah-mengadu", {})
        page.get_by_role("link", name="Bukti").press("Enter")
        hands.press(page.get_by_role("button", name="Simpan dan periksa kelengkapan"))
        expect(page.get_by_role("heading", name="Periksa kelengkapan berkas")).to_be_visible()
        expect(page.get_by_text(number)).to_be_visible()
        for item in ("identity", "form", "substance", "evidence"):
            page.locator(f'[name="items.{item}"][value="ok"]').press("Space")
        expect(page.locator('[name="notes.identity"]')).to_be_hidden()
        short(seen, page, "layar-periksa", heights)
        page.get_by_text("Pemohon menandatangani di layar").press("Enter")
        draw(page, page.locator("canvas"))
        hands.press(page.get_by_role("button", name="Lengkap: teruskan kepada Kasi"))
        expect(page.get_by_role("heading", name="Tanda terima", exact=True)).to_be_visible()
        page.goto(f"{Desk(office).page}/form")
        short(seen, page, "layar-orang", heights)
        assert seen.faults == []
    assert desk.now()["state"] == State.FORWARDED
    assert desk.now()["complaint"]["place"] == "Kebun Jaga III, Desa Malola"
    assert len(hands.typed) <= MOST_TYPED, hands.typed
    assert {name: height for name, height in heights.items() if height > LONGEST} == {}, heights


@pytest.mark.turns(3)
def test_an_error_opens_its_screen(office: TestOffice, address: str, browser: Browser, tmp_path: Path) -> None:
    desk, seen = Desk(office), Browsers(browser, address, tmp_path)
    with seen.kept_on_failure():
        page = seen.staff("loket1", "/intake/")
        page.goto(f"{desk.page}/form#bukti")
        with seen.refused(), page.expect_navigation():
            page.get_by_role("button", name="Simpan dan periksa kelengkapan").click()
        summary = page.locator("#error-summary")
        summary.get_by_role("link", name="Uraian kejadian").click()
        expect(page.locator('[name="complaint.story"]')).to_be_focused()
        summary.get_by_role("link", name="Nama lengkap").click()
        expect(page.locator('[name="applicant.name"]')).to_be_focused()
        seen.look(page, "layar-salah")
        assert seen.faults == []

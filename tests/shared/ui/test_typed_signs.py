"""A sign that paper shows as a box is said at its field while it is typed; what is printed, or cleaned, is not."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_a_sign_without_a_font_is_said_at_its_field_while_it_is_typed(page: Page, complaints: list[str]) -> None:
    page.goto("/terima")
    field = page.locator("textarea:visible").first
    note = page.locator(f"#{field.get_attribute('id')}-signs")
    field.fill("Terima kasih 🙏🏽 🇮🇩 3️⃣ 李小龙 ꦱꦸꦫꦠ محمد 𝓜𝓪𝓻𝓲𝓪\n\uf071 butir\n\uf0b7 Rp\u00a05 \u200b")
    expect(note).to_have_count(0)
    field.fill("สมชาย datang")
    expect(note).to_contain_text("Di kertas tanda ini menjadi □: ส ม ช า ย")
    field.fill("Somchai datang")
    expect(note).to_have_text("")
    name = page.locator("input[type=text]:visible").first
    name.fill("นาง Maria")
    expect(page.locator(f"#{name.get_attribute('id')}-signs")).to_contain_text("□")
    assert complaints == []

"""What the older journeys do not go: urgency, refusal, and a letter that is brought. The Camat holds a telephone."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from deploy.demo import pictures, steps
from deploy.demo.forms import complaint_form, uploads
from deploy.demo.play import play
from deploy.setup import DEMO_PASSPHRASE
from tests.journeys.browser_desk import draw, fill, form, open_from_list, reload_until
from tests.journeys.browser_people import (
    BY_ID,
    COPIES,
    People,
    at_the_camats,
)
from tests.shared.ui.conftest import browser_type_launch_args  # noqa: F401 -- a fixture: Debian's Chromium, or skipped loudly
from tests.support.outside import Gateway

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DANGER = "Laki-laki mabuk membawa parang; satu keluarga terkurung."


@pytest.mark.turns(3)
def test_urgent_at_the_desk_rings_in_the_channel_and_stands_first(people: People, telephone: Gateway) -> None:
    with people.without_fault():
        story, clerk = BY_ID["K13"], people.clerk
        case_no = steps.open_case(people.program.clerk, complaint_form(story))
        clerk.goto(f"/intake/complaints/{case_no}")
        clerk.get_by_text("Mendesak: ada bahaya sekarang…").click()
        fill(form(clerk, "mark_urgent"), {"danger": "weapon", "reason": DANGER})
        people.desk.look(clerk, "mendesak")
        with clerk.expect_navigation():
            clerk.get_by_role("button", name="Ya, tandai mendesak").click()
        expect(clerk.get_by_text("Hubungi polisi di 110 sekarang bila belum.")).to_be_visible()
        people.desk.look(clerk, "ditandai-mendesak")
        told = {post["channel"]: post["text"] for post in alerts(telephone, case_no)}
        assert set(told) == {"whatsapp", "sms"}
        assert not [text for text in told.values() if "parang" in text]
        program = people.program
        case = steps.fill_in(program.clerk, case_no, complaint_form(story), uploads(story))
        steps.forward(program, case, complaint_form(story))
        steps.verify(program, case_no, "Ancaman nyata; segera kepada Polsek.", "ordinary")
        camat = people.camat
        camat.goto("/")
        first = camat.get_by_role("listitem").filter(has_text=case_no).first
        reload_until(camat, first)
        expect(first).to_contain_text("mendesak", ignore_case=True)
        people.desk.look(camat, "pekerjaan-mendesak")


@pytest.mark.release
def test_a_refusal_goes_by_letter_into_the_applicants_hand(people: People) -> None:
    with people.without_fault():
        story, program, camat = BY_ID["K14"], people.program, people.camat
        case_no = at_the_camats(people, story)
        camat.get_by_text("Tolak pengaduan…").click()
        fill(form(camat, "refuse"), {"reason": story.case["hasil"], "told_how": "in_person"})
        people.desk.look(camat, "tolak")
        with camat.expect_navigation():
            form(camat, "refuse").get_by_role("button", name="Tolak pengaduan", exact=True).click()
        expect(camat.get_by_text("Surat penolakan menunggu ditandatangani").first).to_be_visible()
        open_from_list(camat, "/letters/", case_no)
        people.desk.look(camat, "surat-penolakan")
        camat.get_by_text("Isi passphrase dan tanda tangani…").click()
        camat.get_by_label("Passphrase tanda tangan").fill(DEMO_PASSPHRASE)
        with camat.expect_navigation():
            camat.get_by_role("button", name="Tanda tangani versi 1").click()
        expect(camat.get_by_role("heading", name="Surat yang ditandatangani")).to_be_visible()
        letter = program.registrar.wait("/registry/api/letters", lambda a: a["letters"], case_no=case_no)["letters"][0]
        steps.register_letter(program, letter["id"], COPIES)
        clerk = people.clerk
        clerk.goto(f"/intake/complaints/{case_no}")
        hand_over = clerk.get_by_role("link", name="Serahkan surat")
        reload_until(clerk, hand_over)
        hand_over.click()
        clerk.get_by_label("Identitas penerima sudah dicocokkan").check()
        draw(clerk, clerk.locator("canvas"))
        with clerk.expect_navigation():
            clerk.get_by_role("button", name="Diserahkan dan sudah diterima").click()
        ended = program.clerk.wait(steps.intake_path(case_no), lambda c: c["state"].startswith("closed"))
        assert ended["state"] == "closed_declined"
        people.desk.look(clerk, "penolakan-diserahkan")


@pytest.mark.release
def test_17_by_the_village_head_with_the_slip_that_came_back(people: People) -> None:
    with people.without_fault():
        story, program, clerk = BY_ID["K18"], people.program, people.clerk
        case_no = play(program, replace(story, until="registered"))
        clerk.goto(f"/intake/complaints/{case_no}")
        hand_over = clerk.get_by_role("link", name="Serahkan surat")
        reload_until(clerk, hand_over)
        hand_over.click()
        fill(clerk, {"way": "village_head", "note": "Diantar Hukum Tua Makasili"})
        people.desk.look(clerk, "serahkan-lewat-desa")
        slip = {"name": "tanda-terima.jpg", "mimeType": "image/jpeg", "buffer": pictures.receipt("Hendrik", case_no)}
        clerk.locator('input[type="file"][name="proof"]').set_input_files([slip])  # type: ignore[list-item]
        with clerk.expect_navigation():
            clerk.get_by_role("button", name="Diserahkan dan sudah diterima").click()
        ended = program.clerk.wait(steps.intake_path(case_no), lambda c: c["state"].startswith("closed"))
        assert ended["state"] == "closed_resolved"
        clerk.goto(f"/intake/complaints/{case_no}")
        expect(clerk.get_by_text("Lewat pemerintah desa").first).to_be_attached()  # in a tab
        people.desk.look(clerk, "diserahkan-lewat-desa")


def alerts(telephone: Gateway, case_no: str) -> list[dict[str, str]]:
    """What the office sent about a case; the desk's worker does it within seconds."""
    for _ in range(150):
        found = [body for post in telephone.posts if case_no in (body := json.loads(post.body))["text"]]
        if len(found) > 1:
            return found
        time.sleep(0.2)
    return []

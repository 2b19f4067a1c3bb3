"""The agenda in a real browser: the list, a number, and a letter that waits for a typed number; booked by its form."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser, expect

from services.handoffs.letters_to_registry import NUMBER_REQUESTED
from tests.shared.ui.conftest import browser_type_launch_args  # noqa: F401 -- a fixture: Debian's Chromium
from tests.support.looking import look, seen_by
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest, deliver, new_case_no
from tests.support.serving import served

pytestmark = pytest.mark.browser
FACTS = {"classification": "300.1.4", "signer_title": "Camat Kumelembuai"}
OTHERS = (
    ("Undangan rapat koordinasi persiapan Natal dan Tahun Baru", "Hukum Tua"),
    ("Laporan kependudukan triwulan III", "Kepala Dinas Kependudukan dan Pencatatan Sipil"),
    ("Rekomendasi izin keramaian", "Kapolsek Motoling"),
)


@pytest.fixture(scope="module")
def site(typed: TestOffice, office: TestOffice) -> Iterator[tuple[str, str]]:
    """An office whose numbers are typed, with lines of every kind, and a letter that waits; prepared in a thread."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with served(typed.app("registry")) as address, ThreadPoolExecutor(1) as pool:
        yield address, pool.submit(_prepared, office, typed).result()


def _prepared(office: TestOffice, typed: TestOffice) -> str:
    registrar, api = office.person("registrasi"), "/registry/api/agenda"
    LetterUnderTest(office, classification="300.1.4").walk("numbered")
    lines = [registrar.do(f"{api}/book-letter", FACTS | {"subject": a, "recipient": b}) for a, b in OTHERS]
    changes = {
        "version": lines[0]["version"],
        "reason": "Tujuan belum lengkap",
        "recipient": "Hukum Tua dan Forkopimcam",
    }
    registrar.do(f"{api}/{lines[0]['id']}/correct-line", changes)
    gone = {"version": lines[2]["version"], "reason": "Acara ditiadakan"}
    registrar.do(f"{api}/{lines[2]['id']}/cancel-number", gone)
    registrar.do(f"{api}/reserve-numbers", {"classification": "100.2.4", "count": 1, "note": "Surat tugas monitoring"})
    asked = {
        "letter_id": uuid.uuid4(),
        "letter_kind": "tanggapan",
        "classification": "300.1.4",
        "requested_by": "Camat",
    }
    deliver(typed, NUMBER_REQUESTED, new_case_no(), asked)
    letter = LetterUnderTest(typed)
    letter.walk("registered")
    return f"{lines[0]['id']} {letter.page}"


@pytest.mark.turns(3)
@pytest.mark.parametrize("width", [1280, 390])
def test_list_number_and_letter_look_as_they_should(
    browser: Browser, typed: TestOffice, site: tuple[str, str], width: int
) -> None:
    line, letter = site[1].split()
    page = seen_by(browser, typed, site[0], "registry", "registrasi", width)
    page.goto("/registry/agenda")
    look(page, "agenda", width)
    page.get_by_text("Catat nomor dari SRIKANDI atau sekretariat…").click()
    page.get_by_label("Nomor surat").last.fill(f"B/{uuid.uuid4().hex[:4]}/SETDA/2026")
    page.get_by_label("Hal", exact=True).last.fill("Permintaan data")
    look(page, "agenda-form", width)
    page.goto(f"/registry/agenda/{line}")
    expect(page.locator(".agenda-history li.struck")).to_have_count(1)
    look(page, "agenda-line", width)
    page.goto(letter)
    expect(page.get_by_role("button", name="Simpan nomor")).to_be_visible()
    look(page, "agenda-letter", width)
    page.context.close()

"""The registry in a real browser: the public check by code and by upload, archive, incidents, retention, the book.

No axe violation and no sideways scrolling at both widths.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from sqlalchemy import select

from services.registry.actions.checking import judge_next
from services.registry.actions.proposing import propose
from services.registry.tables import DestructionItem
from services.shared.calendar import clock
from services.shared.rights.people import SYSTEM
from tests.shared.ui.conftest import browser_type_launch_args  # noqa: F401 -- a fixture: Debian's Chromium
from tests.support.looking import look, seen_by
from tests.support.office import TestOffice
from tests.support.registry import (
    CaseUnderTest,
    LetterUnderTest,
    archive_row,
    overwrite,
    reread_archive,
    run_archive,
)
from tests.support.serving import served

pytestmark = pytest.mark.browser


@dataclass
class Site:
    """The registry on a port of its own, and what lies in it."""

    address: str
    letter: LetterUnderTest
    sealed: bytes
    case: CaseUnderTest
    secret: CaseUnderTest
    hurt: CaseUnderTest
    list_id: str


@pytest.fixture(scope="module")
def site(office: TestOffice) -> Iterator[Site]:
    """Prepared in a thread: playwright keeps an event loop in this one, and pyHanko starts one of its own."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with served(office.app("registry")) as address, ThreadPoolExecutor(1) as pool:
        yield pool.submit(_prepared, office, address).result()


def _prepared(office: TestOffice, address: str) -> Site:
    case, secret, hurt = CaseUnderTest(office), CaseUnderTest(office), CaseUnderTest(office)
    letter = LetterUnderTest(office, case_no=case.case_no)
    letter.walk()
    case.complete()
    secret.complete(confidential=True, class_code="oversight")
    hurt.complete(title="Lampu jalan padam")
    run_archive(office)
    ref = archive_row(office, hurt.case_no).stored
    assert ref is not None
    overwrite(office, ref.bucket, ref.key, hurt.package()[:-3])
    reread_archive(office)
    with office.service("registry").work(SYSTEM, clock.now() + timedelta(days=365 * 5 + 90)) as work:
        propose(work)
        wanted = select(DestructionItem.destruction_id).filter_by(case_no=case.case_no)
        list_id = str(work.session.scalars(wanted).one())
    return Site(address, letter, letter.sealed(), case, secret, hurt, list_id)


def press(page: Page, name: str) -> None:
    """A button whose form leads to the next page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


@pytest.mark.turns(3)
@pytest.mark.parametrize("width", [1280, 390])
def test_anybody_checks_a_letter_by_its_code_and_by_its_file(
    browser: Browser, office: TestOffice, site: Site, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limiter in office.app("registry").extensions["limiter"]:
        monkeypatch.setattr(limiter, "enabled", False)  # other tests of this process looked from the same address
    page = seen_by(browser, office, site.address, "registry", "", width)
    page.goto(f"/registry/check/{site.letter.id}")
    expect(page.get_by_role("heading", name="Surat ini tercatat dan berlaku")).to_be_visible()
    look(page, "check-code", width)
    page.get_by_role("link", name="Periksa berkas PDF").click()
    expect(page.get_by_label("Berkas surat (PDF)")).to_be_visible()
    look(page, "check-form", width)
    page.get_by_role("button", name="Periksa surat").click()
    expect(page.get_by_text("Pilih berkas.").first).to_be_visible()
    look(page, "check-wrong", width)
    for data, words, name in (
        (site.sealed, "Surat ini asli", "check-genuine"),
        (site.sealed + b"\n%", "Jangan percayai berkas ini", "check-altered"),
        (b"%PDF-1.7 bukan surat", "Ini bukan surat kami", "check-foreign"),
    ):
        file: FilePayload = {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": data}
        page.get_by_label("Berkas surat (PDF)").set_input_files(file)
        page.get_by_role("button", name="Periksa surat").click()
        expect(page.get_by_role("heading", name="Berkas Anda sedang diperiksa")).to_be_visible()
        look(page, "check-waits", width)
        assert judge_next(office.service("registry"))
        expect(page.get_by_role("heading", name=words)).to_be_visible()
        look(page, name, width)
        page.goto("/registry/check")


@pytest.mark.turns(3)
@pytest.mark.parametrize("width", [1280, 390])
def test_the_registrar_looks_after_the_archive(browser: Browser, office: TestOffice, site: Site, width: int) -> None:
    page = seen_by(browser, office, site.address, "registry", "registrasi", width)
    page.goto("/registry/archive")
    look(page, "archive", width)
    page.goto(f"/registry/archive/{site.secret.case_no}")
    look(page, "archive-secret", width)
    head = seen_by(
        browser, office, site.address, "registry", "kasi", width
    )  # only the head gets it whole, for a reason
    head.goto(f"/registry/archive/{site.secret.case_no}")
    head.locator("summary", has_text="Unduh paket").click()
    head.get_by_role("button", name="Unduh paket", exact=True).click()
    expect(head.get_by_text("Wajib diisi").first).to_be_visible()
    look(head, "archive-secret-whole", width)
    page.goto(f"/registry/archive/{site.case.case_no}")
    page.locator("summary", has_text="Ekspor untuk pengadilan").click()
    page.get_by_label("Diserahkan kepada").fill("Pengadilan Negeri Amurang")
    page.locator("details[open]").get_by_label("Dasar").fill("Surat nomor 12/2026")
    with page.expect_download() as started:
        page.get_by_role("button", name="Ekspor berkas").click()
    assert started.value.suggested_filename.startswith("ekspor-ARS-")
    look(page, "archive-case", width)
    page.goto("/registry/incidents")
    mine = page.locator("li.incident-open", has_text=site.hurt.case_no)
    mine.get_by_text("Catat penanganan", exact=False).or_(mine.get_by_text("Ubah catatan", exact=False)).first.click()
    mine.get_by_label("Apa yang dilakukan").fill("Dipulihkan dari cadangan")
    look(page, "incidents-form", width)
    with page.expect_navigation():  # what was typed would be seen on the page before, too
        mine.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_text("Dipulihkan dari cadangan").first).to_be_visible()
    look(page, "incidents", width)
    page.goto("/registry/register?month=all")
    look(page, "register", width)


@pytest.mark.turns(3)
@pytest.mark.parametrize("width", [1280, 390])
def test_retention_on_the_screen(browser: Browser, office: TestOffice, site: Site, width: int) -> None:
    registrar = seen_by(browser, office, site.address, "registry", "registrasi", width)
    registrar.goto("/registry/retention")
    look(registrar, "retention", width)
    registrar.goto(f"/registry/destructions/{site.list_id}")
    if registrar.get_by_role("button", name="Ajukan untuk disetujui").count():
        look(registrar, "destruction-draft", width)
        press(registrar, "Ajukan untuk disetujui")
    camat = seen_by(browser, office, site.address, "registry", "camat", width)
    camat.goto(f"/registry/destructions/{site.list_id}")
    if camat.get_by_role("button", name="Setujui daftar ini").count():
        look(camat, "destruction-approve", width)
        press(camat, "Setujui daftar ini")
        head = seen_by(browser, office, site.address, "registry", "kasi", width)
        head.goto(f"/registry/destructions/{site.list_id}")
        press(head, "Setujui daftar ini")
    registrar.reload()
    registrar.get_by_text("Musnahkan arsip di dalam daftar ini").click()
    registrar.get_by_label("Saksi dari unit hukum").fill("Deasy Sondakh")
    registrar.get_by_role("button", name="Musnahkan sekarang").click()
    expect(registrar.get_by_label("Saksi dari unit hukum")).to_have_value("Deasy Sondakh")
    look(registrar, "destruction-refused", width)

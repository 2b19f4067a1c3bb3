"""The pages of the ways of signing, looked at in a browser at both widths: axe, and no sideways scrolling."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browser_desk import Desk
from tests.letters.test_acting import NAME, TITLE, appointed, keyed  # noqa: F401 -- fixtures: who acts, and with what key
from tests.letters.test_acting import PASSPHRASE as OWN_PASSPHRASE
from tests.letters.test_attachments import attach
from tests.letters.test_numbers import approve
from tests.letters.test_numbers import numbered as ready
from tests.letters.test_paper import photograph
from tests.shared.ui.conftest import browser_type_launch_args  # noqa: F401 -- a fixture: Debian's Chromium, or skipped
from tests.support.bsre import PASSPHRASE, FakeBsre
from tests.support.letters import LetterUnderTest
from tests.support.office import TestOffice
from tests.support.serving import served
from tests.support.ways import other_office

pytestmark = pytest.mark.browser


def together(office: TestOffice) -> AbstractContextManager[str]:
    """The office's services at one address, as the gateway puts them together."""

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        service = environ["PATH_INFO"].split("/")[1]
        return office.app(service if service in office.settings else "intake")(environ, start)

    for name in ("intake", "letters"):
        office.app(name)
    return served(application)


def faults(desk: Desk) -> list[str]:
    """What is wrong; the console's own line about an answer of 422, which a refused form is, is not."""
    return [fault for fault in desk.faults if "status of 422" not in fault]


@pytest.mark.release
def test_numbers_reserved_bsre_and_its_way_out(
    browser: Browser, by_bsre: TestOffice, bsre: FakeBsre, tmp_path: Path
) -> None:
    waiting = LetterUnderTest(by_bsre).to_state("letter_review")
    numbering = LetterUnderTest(by_bsre).to_state("letter_review")
    approve(numbering)
    numbered, unknown = ready(by_bsre), ready(by_bsre)
    bsre.manner = "broken"
    unknown.sign(503, passphrase=PASSPHRASE)
    with together(by_bsre) as address:
        desk = Desk(browser, address, tmp_path)
        camat = desk.staff("camat", "/letters/")
        for letter, heading, name in (
            (waiting, "Setujui surat ini", "setujui"),
            (numbered, "Tanda tangani surat ini", "tanda-tangan-bsre"),
            (unknown, "Periksa dahulu di BSrE", "belum-diketahui"),
        ):
            camat.goto(letter.page)
            expect(camat.get_by_role("heading", name=heading)).to_be_visible()
            desk.look(camat, name)
        camat.goto(numbering.page)
        expect(camat.get_by_text("Nomor sedang dipesan di registrasi.")).to_be_visible()
        desk.look(camat, "menunggu-nomor")
        camat.goto(unknown.page)
        camat.get_by_text("Surat belum ditandatangani di BSrE…").click()
        camat.get_by_role("button", name="Ya, belum; kembalikan").click()
        expect(camat.get_by_role("heading", name="Tanda tangani surat ini")).to_be_visible()
        assert faults(desk) == []


@pytest.mark.release
def test_paper_initials_attachments_and_templates(
    browser: Browser, wet: TestOffice, office: TestOffice, tmp_path: Path
) -> None:
    on_paper = LetterUnderTest(wet).to_state("letter_review")
    with together(wet) as address:
        desk = Desk(browser, address, tmp_path)
        camat = desk.staff("camat", "/letters/")
        camat.goto(on_paper.page)
        expect(camat.get_by_role("heading", name="Tanda tangani di atas kertas")).to_be_visible()
        desk.look(camat, "di-atas-kertas")
        camat.get_by_role("button", name="Simpan hasil pindai").click()
        expect(camat.get_by_role("alert")).to_contain_text("Pilih berkas")
        desk.look(camat, "tanpa-pindaian")
        assert faults(desk) == []
    chained = other_office(office, tmp_path / "chained", initials='["kasi"]')
    letter, drafting = LetterUnderTest(chained), LetterUnderTest(chained, team=["tim1"])
    letter.submit()
    attach(drafting, photograph(), "foto patok.jpg")
    with together(chained) as address:
        desk = Desk(browser, address, tmp_path)
        kasi = desk.staff("kasi", "/letters/")
        desk.look(kasi, "daftar-paraf")
        kasi.goto(letter.page)
        expect(kasi.get_by_role("heading", name="Paraf surat ini")).to_be_visible()
        desk.look(kasi, "paraf")
        writer = desk.staff("tim1", "/letters/")
        writer.goto(drafting.page)
        expect(writer.get_by_text("foto patok.jpg").first).to_be_visible()
        expect(writer.get_by_alt_text("Pratinjau surat, halaman 1")).to_be_visible()
        desk.look(writer, "lampiran")
        admin = desk.staff("admin", "/letters/templates")
        desk.look(admin, "daftar-templat")
        admin.get_by_role("link", name="Surat Tanggapan").first.click()
        expect(admin.get_by_alt_text("Pratinjau surat, halaman 1")).to_be_visible()
        desk.look(admin, "templat")
        admin.get_by_role("textbox", name="Isi", exact=True).fill("Satu\n{{ pemohon }}")
        admin.get_by_role("button", name="Simpan sebagai versi").click()
        expect(admin.get_by_role("alert")).to_contain_text("Baris 2")
        desk.look(admin, "templat-keliru")
        assert faults(desk) == []


@pytest.mark.turns(3)
@pytest.mark.usefixtures("keyed")
def test_an_acting_head_puts_their_name_under_the_letter_and_signs(
    browser: Browser, office: TestOffice, tmp_path: Path
) -> None:
    letter = LetterUnderTest(office).to_state("letter_review")
    with together(office) as address:
        desk = Desk(browser, address, tmp_path)
        head = desk.staff("registrasi", "/letters/")
        head.goto(letter.page)
        expect(head.get_by_role("heading", name="Ganti nama di blok tanda tangan")).to_be_visible()
        expect(head.get_by_text(f"{NAME}, {TITLE}. Isi surat tidak berubah.")).to_be_visible()
        expect(head.get_by_role("link", name="Pekerjaan saya", exact=True)).to_be_visible()
        desk.look(head, "ganti-penanda-tangan")
        head.get_by_role("button", name="Buat versi dengan nama saya").click()
        expect(head.get_by_role("heading", name="Tanda tangani surat ini")).to_be_visible()
        expect(head.get_by_text("Yang baru pada versi 2: nama di blok tanda tangan.")).to_be_visible()
        desk.look(head, "tanda-tangan-pejabat-pelaksana")
        head.get_by_text("Isi passphrase dan tanda tangani…").click()
        head.get_by_label("Passphrase tanda tangan").fill(OWN_PASSPHRASE)
        head.get_by_role("button", name="Tanda tangani versi 2").click()
        expect(head.get_by_role("heading", name="Surat yang ditandatangani")).to_be_visible()
        assert faults(desk) == []

"""The page shell in a real browser: no axe violation, no sideways scrolling, no broken CSP, and every help works."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect

from tests.shared.ui.gallery import Tus
from tests.support.looking import SIDEWAYS, faults
from tests.support.sampling import sampled

pytestmark = pytest.mark.browser

PAGES = (
    "/terima", "/terima-salah", "/terima-polos", "/formulir-lain", "/antrean", "/antrean-kosong", "/kasus", "/masuk",
    "/pesan", "/pesan-polos", "/lacak",
)  # fmt: skip
Posts = list[dict[str, list[str]]]


@pytest.fixture(scope="module")
def inspected(browser: Browser, base_url: str) -> Iterator[Page]:
    """A page that lets axe in; CSP itself has its own test."""
    context = browser.new_context(bypass_csp=True, base_url=base_url, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def tus(gallery: Flask) -> Iterator[Tus]:
    """The gallery's upload endpoint, empty and willing."""
    endpoint: Tus = gallery.extensions["tus"]
    endpoint.parts.clear()
    yield endpoint
    endpoint.fail_next = 0
    endpoint.hold.set()


# ---------------------------------------------------------------- every page


@pytest.mark.turns(6)
@pytest.mark.parametrize(("path", "width"), [(path, width) for path in PAGES for width in (1280, 390)])
def test_page_is_accessible_and_fits(inspected: Page, path: str, width: int) -> None:
    inspected.set_viewport_size({"width": width, "height": 900})
    inspected.goto(path)
    assert faults(inspected) == []


@pytest.mark.parametrize("path", sampled(PAGES, set(PAGES[::3])))
def test_page_fits_at_four_times_zoom(inspected: Page, path: str) -> None:
    inspected.set_viewport_size({"width": 320, "height": 256})  # 1280 × 1024 at 400 %: WCAG 1.4.10
    inspected.goto(path)
    assert inspected.evaluate(SIDEWAYS) == 0


def test_nothing_breaks_the_csp(page: Page, complaints: list[str]) -> None:
    for path in PAGES:
        response = page.goto(path)
        assert response is not None
        assert "'unsafe" not in response.headers["content-security-policy"]
        page.wait_for_load_state("networkidle")
    assert complaints == []


def test_an_open_confirmation_is_accessible(inspected: Page) -> None:
    inspected.set_viewport_size({"width": 390, "height": 900})
    inspected.goto("/kasus")
    inspected.get_by_text("Cabut pengaduan…").click()
    expect(inspected.get_by_label("Alasan pelapor")).to_be_focused()
    assert faults(inspected) == []


# ---------------------------------------------------------------- forms


def test_error_summary_takes_the_focus_and_leads_to_the_field(page: Page) -> None:
    page.goto("/terima-salah")
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^Periksa isian: Terima pengaduan"))
    page.get_by_role("link", name="NIK: NIK harus 16 angka, tanpa spasi.").click()
    field = page.get_by_label("NIK")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description("16 angka Salah: NIK harus 16 angka, tanpa spasi.")


def slow_server(page: Page) -> list[str]:
    """Forms are taken, but the page stays: as while a slow server works. Returns what was posted."""
    posted: list[str] = []

    def take(route: Route) -> None:
        if route.request.method == "POST":
            posted.append(route.request.post_data or "")
            route.fulfill(status=204)
        else:
            route.continue_()

    page.route("**/terima", take)
    return posted


def test_pressing_twice_sends_once_and_keeps_the_pressed_button(page: Page) -> None:
    posted = slow_server(page)
    page.goto("/terima")
    page.get_by_role("button", name="Simpan sebagai konsep").click()
    expect(page.get_by_role("button", name="Menyimpan…")).to_be_disabled()
    page.get_by_label("NIK").press("Enter")
    page.get_by_role("button", name="Simpan dan kirim").click()
    expect(page.get_by_role("button", name="Menyimpan…")).to_be_disabled()
    assert len(posted) == 1
    assert "draft=1" in posted[0]


def test_buttons_rest_while_sending_and_work_again_when_the_page_comes_back(page: Page) -> None:
    slow_server(page)
    page.goto("/terima")
    page.get_by_role("button", name="Simpan dan kirim").click()
    expect(page.get_by_role("button", name="Mengirim…")).to_be_disabled()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")  # playwright has no bfcache
    expect(page.get_by_role("button", name="Simpan dan kirim ke kepala seksi")).to_be_enabled()


def test_hidden_fields_are_shown_by_another_and_else_not_posted(page: Page, posts: Posts) -> None:
    page.goto("/terima")
    name = page.get_by_label("Nama oknum")
    expect(name).to_be_hidden()
    page.get_by_label("Ya", exact=True).check()
    name.fill("Kepala dusun")
    page.get_by_label("Tidak", exact=True).check()
    expect(name).to_be_hidden()
    page.get_by_role("button", name="Simpan dan kirim").click()
    expect(page.get_by_role("heading", name="Galeri")).to_be_visible()
    assert "official.name" not in posts[0]


def test_dates_typed_quickly_are_tidied(page: Page) -> None:
    page.goto("/terima")
    field = page.get_by_label("Tanggal kejadian")
    field.fill("5-11-2026")
    field.blur()
    expect(field).to_have_value("05/11/2026")


def test_letters_are_counted(page: Page) -> None:
    page.goto("/terima")
    page.get_by_label("Uraian kejadian").fill("Sapi masuk kebun.")
    expect(page.get_by_text("Kurang 13 huruf lagi")).to_be_visible()


def test_a_draft_saves_itself(page: Page, posts: Posts) -> None:
    page.clock.install()
    page.goto("/terima")
    page.get_by_label("Nama lengkap").fill("Oktavina Rumengan")
    page.clock.run_for(10_500)
    expect(page.get_by_text(re.compile(r"Konsep tersimpan pukul \d\d\.\d\d"))).to_be_visible()
    assert posts[0]["applicant.name"] == ["Oktavina Rumengan"]
    expect(page.locator("input[name=version]")).to_have_value("2")


def test_a_draft_that_cannot_be_saved_says_so_and_tries_again(page: Page, posts: Posts) -> None:
    page.clock.install()
    page.route("**/simpan-konsep", lambda route: route.abort(), times=1)
    page.goto("/terima")
    page.get_by_label("Nama lengkap").fill("Oktavina")
    page.clock.run_for(10_500)
    expect(page.get_by_text("Konsep belum tersimpan")).to_be_visible()
    page.clock.run_for(10_500)
    expect(page.get_by_text("Konsep tersimpan")).to_be_visible()
    assert len(posts) == 1


def test_a_signature_is_drawn_and_cleared(page: Page) -> None:
    page.goto("/formulir-lain")
    canvas, field = page.locator("canvas"), page.locator("input[name=signature]")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 70, steps=8)
    page.mouse.up()
    expect(page.get_by_text("Tanda tangan tergores")).to_be_visible()
    assert field.input_value().startswith("data:image/png;base64,")
    page.get_by_role("button", name="Bersihkan").click()
    expect(field).to_have_value("")


def test_filtering_replaces_only_the_list(page: Page) -> None:
    page.goto("/antrean")
    page.get_by_label("Cari nomor atau nama").press_sequentially("Karundeng")
    expect(page.locator(".queue tbody tr")).to_have_count(1)
    expect(page.get_by_label("Cari nomor atau nama")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="1 baris")).to_be_attached()
    assert "q=Karundeng" in page.url


def test_a_filter_after_the_session_ended_does_not_empty_the_list(page: Page) -> None:
    page.goto("/antrean")
    with page.expect_navigation(url="**/antrean"):
        page.get_by_label("Cari nomor atau nama").fill("sesi habis")
    expect(page.locator(".queue tbody tr")).to_have_count(7)


def test_a_filter_that_fails_loads_the_page_as_a_whole(page: Page) -> None:
    page.route("**/antrean?q=Karundeng**", lambda route: route.fulfill(status=503), times=1)
    page.goto("/antrean")
    with page.expect_navigation(url="**/antrean?q=Karundeng**"):
        page.get_by_label("Cari nomor atau nama").fill("Karundeng")
    expect(page.locator(".queue tbody tr")).to_have_count(1)


def test_everything_works_without_scripts(browser: Browser, base_url: str, posts: Posts) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    page.goto("/terima-polos")
    page.get_by_label("Nama oknum").fill("Kepala dusun")
    evidence = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": b"jpg"}
    page.get_by_label("Tarik berkas ke sini, atau").set_input_files([evidence])
    page.get_by_role("button", name="Simpan dan kirim").click()
    expect(page.get_by_role("heading", name="Galeri")).to_be_visible()
    context.close()
    assert posts[0]["official.name"] == ["Kepala dusun"]
    assert posts[0]["files"] == ["evidence:foto.jpg"]


# ---------------------------------------------------------------- uploads

VIDEO = bytes(range(256)) * 48_000  # 12 MB


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file on the disk, as people choose one: its bytes through playwright's pipe would take seconds."""
    file = tmp_path_factory.mktemp("chosen") / "video.mp4"
    file.write_bytes(VIDEO)
    return file


def choose(page: Page, *files: Any) -> None:
    """Choose files in the upload field, whose own input is hidden behind a button."""
    page.locator("[data-uploads] input[type=file]").set_input_files(list(files))


def test_an_upload_outlives_a_failing_server(page: Page, tus: Tus, video: Path, posts: Posts) -> None:
    tus.fail_next = 2
    page.goto("/terima")
    choose(page, video)
    expect(page.get_by_text("Selesai diunggah")).to_be_visible()
    [(key, received)] = tus.parts.items()
    assert hashlib.sha256(received).digest() == hashlib.sha256(VIDEO).digest()
    assert tus.metadata[key] == {"filename": "video.mp4", "filetype": "video/mp4", "field": "evidence"}
    page.get_by_role("button", name="Simpan dan kirim").click()
    expect(page.get_by_role("heading", name="Galeri")).to_be_visible()
    assert posts[0]["evidence"] == [key]


def test_finished_uploads_come_back_after_a_reload(page: Page, tus: Tus, video: Path) -> None:
    page.goto("/terima")
    choose(page, video)
    expect(page.get_by_text("Selesai diunggah")).to_be_visible()
    page.reload()
    expect(page.get_by_text("video.mp4")).to_be_visible()
    expect(page.locator("input[name=evidence][type=hidden]")).to_have_value(next(iter(tus.parts)))


def test_a_half_upload_goes_on_after_a_reload(page: Page, tus: Tus, tmp_path: Any) -> None:
    film, whole = tmp_path / "film.mp4", bytes(range(256)) * 160_000  # 41 MB: three requests
    film.write_bytes(whole)
    page.goto("/terima")
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        choose(page, film)
    tus.hold.clear()
    expect(page.get_by_text(re.compile(r"Mengunggah [4-9]\d%"))).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    tus.hold.set()
    expect(page.get_by_text("Pilih lagi berkas yang sama")).to_be_visible()
    choose(page, film)
    expect(page.get_by_text("Selesai diunggah")).to_be_visible()
    [received] = tus.parts.values()
    assert bytes(received) == whole


def test_the_main_button_waits_for_uploads(page: Page, tus: Tus, video: Path, posts: Posts) -> None:
    tus.hold.clear()
    page.goto("/terima")
    choose(page, video)
    expect(page.get_by_text("Mengunggah")).to_be_visible()
    page.get_by_role("button", name="Simpan dan kirim").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("Tunggu sampai semua berkas"))
    page.get_by_role("button", name="Hapus video.mp4").click()
    tus.hold.set()
    page.get_by_role("button", name="Simpan dan kirim").click()
    expect(page.get_by_role("heading", name="Galeri")).to_be_visible()
    assert "evidence" not in posts[0]


def test_a_form_that_was_sent_starts_without_the_old_files(page: Page, tus: Tus, video: Path) -> None:
    page.goto("/terima")
    choose(page, video)
    expect(page.get_by_text("Selesai diunggah")).to_be_visible()
    page.get_by_role("button", name="Simpan dan kirim").click()
    expect(page.get_by_role("heading", name="Galeri")).to_be_visible()
    page.goto("/terima")
    expect(page.get_by_role("button", name="Pilih berkas")).to_be_visible()
    expect(page.locator(".upload")).to_have_count(0)


def test_a_file_that_is_too_large_is_refused_before_it_travels(page: Page, tus: Tus, video: Path) -> None:
    page.goto("/terima?max=1000000")
    choose(page, video)
    expect(page.get_by_role("alert")).to_have_text("video.mp4 lebih besar dari 1 MB.")
    assert tus.parts == {}


def test_a_photo_is_taken_at_the_desk(page: Page, tus: Tus) -> None:
    page.goto("/terima")
    page.get_by_role("button", name="Ambil foto").click()
    page.get_by_role("dialog").get_by_role("button", name="Ambil").click()
    expect(page.get_by_text("Selesai diunggah")).to_be_visible()
    [received] = tus.parts.values()
    assert received.startswith(b"\xff\xd8")


def test_a_voice_is_recorded_and_survives_a_reload(page: Page, tus: Tus) -> None:
    tus.hold.clear()
    page.goto("/terima")
    page.get_by_role("button", name="Rekam suara").click()
    expect(page.get_by_text("00.01")).to_be_visible()
    page.get_by_role("button", name="Hentikan dan simpan").click()
    expect(page.get_by_text("Memeriksa dan menyimpan")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    tus.hold.set()
    expect(page.get_by_text("Selesai diunggah")).to_be_visible()
    expect(page.locator("input[name=evidence][type=hidden]")).to_have_count(1)
    assert any(name["filename"].startswith("rekaman-") for name in tus.metadata.values())

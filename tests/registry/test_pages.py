"""The pages: who may open them, the five parts as forms, and what a form that is refused shows."""

from __future__ import annotations

import re

import pytest

from services.shared.paper.preview import page_count
from tests.support.office import Person, TestOffice
from tests.support.registry import CaseUnderTest, LetterUnderTest, run_archive

PEOPLE = ("loket1", "kasi", "camat", "tim1", "registrasi", "admin", "auditor")
EVERY_READER = {"loket1", "kasi", "camat", "registrasi", "admin", "auditor"}


def _page(person: Person, path: str, expect: int = 200) -> str:
    answer = person.get(path)
    assert answer.status_code == expect, answer.get_data(as_text=True)[:800]
    return str(answer.get_data(as_text=True))


def _form(person: Person, path: str, **data: str) -> tuple[int, str]:
    answer = person.post(path, data=data)
    return answer.status_code, str(answer.get_data(as_text=True))


def test_who_may_open_which_page(office: TestOffice) -> None:
    letter, case = LetterUnderTest(office), CaseUnderTest(office)
    case.complete()
    letter.walk("registered")
    run_archive(office)
    allowed = {
        "/registry/": {"loket1", "registrasi"},
        letter.page: EVERY_READER,
        "/registry/register": EVERY_READER,
        "/registry/register.pdf": EVERY_READER,
        f"/registry/register/{letter.now()['register_entry']['position']}": EVERY_READER,
        "/registry/archive": {"registrasi", "admin", "auditor", "kasi", "camat"},
        f"/registry/archive/{case.case_no}": {"registrasi", "admin", "auditor", "kasi", "camat"},
        f"/registry/archive/{case.case_no}/package": {"registrasi", "auditor", "kasi", "camat"},
    }
    for path, who_may in allowed.items():
        for who in PEOPLE:
            status = office.person(who).get(path).status_code
            assert status == (200 if who in who_may else 403), f"{who} {path}: {status}"


def test_the_registrar_walks_the_five_parts_by_the_main_button(office: TestOffice) -> None:
    letter, registrar = LetterUnderTest(office), office.person("registrasi")
    for state in ("received", "stamped", "copied"):  # 16a to 16c are one press
        page = _page(registrar, letter.page).split('class="pane pane-people"')[
            0
        ]  # the main button, and no box of the facts
        assert "Langkah Anda sekarang" in page
        (action,) = re.findall(rf'action="({letter.page}/[a-z-]+)"', page)
        (version,) = re.findall(r'name="version" value="(\d+)"', page)
        names = re.findall(r'name="(copies\.\d+\.\w+)" value="([^"]*)"', page)
        status, _ = _form(registrar, action, version=version, **dict(names))
        assert status == 302, state
    page = _page(registrar, letter.page)
    assert "Langkah Anda sekarang" not in page
    assert "Semua syarat terpenuhi" in page
    assert [c["recipient"] for c in letter.now()["copies"]] == ["Arsip kantor", "Pemerintah Desa Makasili"]


def test_those_who_only_read_get_no_button(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    for who in ("kasi", "camat", "admin", "auditor"):
        assert "Langkah Anda sekarang" not in _page(office.person(who), letter.page)
        assert _form(office.person(who), f"{letter.page}/record-register", version="1")[0] == 403


def test_a_stale_form_is_told_on_the_letters_own_page(office: TestOffice) -> None:
    letter, registrar = LetterUnderTest(office), office.person("registrasi")
    letter.walk("numbered")
    status, page = _form(registrar, f"{letter.page}/stamp", version="1")
    assert status == 409
    assert "sudah diubah orang lain" in page
    assert "Bubuhkan segel elektronik" in page


def test_a_refused_copies_form_keeps_what_was_typed(office: TestOffice) -> None:
    letter, registrar = LetterUnderTest(office), office.person("registrasi")
    version = str(letter.walk("stamped")["version"])
    typed = {
        "copies.0.recipient": "Arsip kantor",
        "copies.0.purpose": "Pertinggal",
        "copies.2.recipient": "Polsek Motoling",
    }
    status, page = _form(registrar, f"{letter.page}/copy", version=version, **typed)
    assert status == 422
    assert 'value="Polsek Motoling"' in page
    assert 'href="#copy-copies-2-purpose"' in page, "the message names the row that was typed"
    status, page = _form(registrar, f"{letter.page}/copy", version=version)
    assert status == 422
    assert "paling sedikit satu salinan" in page


def test_pictures_before_and_after_and_the_files_themselves(office: TestOffice) -> None:
    letter, registrar = LetterUnderTest(office), office.person("registrasi")
    letter.walk("registered")
    assert registrar.get(f"{letter.page}/sealed.pdf").status_code == 404
    letter.walk("copied")
    before = registrar.get(f"{letter.page}/signed/pages/1.png")
    after = registrar.get(f"{letter.page}/sealed/pages/1.png")
    assert before.mimetype == after.mimetype == "image/png"
    assert before.get_data() != after.get_data()
    again = registrar.get(f"{letter.page}/sealed/pages/1.png", headers={"If-None-Match": after.headers["ETag"]})
    assert again.status_code == 304
    assert registrar.get(f"{letter.page}/sealed/pages/9.png").status_code == 404
    assert registrar.get(f"{letter.page}/sealed.pdf").get_data() == letter.sealed()
    assert registrar.get(f"{letter.page}/copies/1.pdf").get_data().startswith(b"%PDF-")
    assert registrar.get(f"{letter.page}/copies/9.pdf").status_code == 404
    assert registrar.get(f"{letter.page}/other.pdf").status_code == 404


def test_a_file_damaged_later_is_told_on_the_page(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    letter.walk()
    sealed = letter.now()["sha256s"]["sealed"]
    bucket = office.service("registry").settings.documents_bucket
    office.service("registry").store.remove(bucket, f"registry/{letter.id}/{sealed}")
    page = _page(office.person("registrasi"), letter.page)
    assert "tidak dapat ditampilkan" in page
    assert "Ada syarat yang tidak terpenuhi" in page


def test_the_book_by_month_search_and_paper(office: TestOffice) -> None:
    case, registrar = CaseUnderTest(office), office.person("registrasi")
    case.end(title="Sapi lepas di kebun")
    page = _page(registrar, f"/registry/register?q={case.case_no}")
    assert "Sapi lepas di kebun" in page
    assert "Tidak ada catatan yang cocok" in _page(registrar, "/registry/register?q=%25%25tidak-ada-xqzv")
    assert "Belum ada catatan" in _page(registrar, "/registry/register?year=2029&month=2")
    assert _page(registrar, "/registry/register?year=abc&month=77")
    answer = registrar.get("/registry/register.pdf?month=all")
    assert answer.mimetype == "application/pdf"
    assert page_count(answer.get_data()) >= 1


def test_the_correction_form(office: TestOffice) -> None:
    case, registrar = CaseUnderTest(office), office.person("registrasi")
    case.end(title="Lampu padam 💡")
    (row,) = registrar.ask(f"/registry/api/register?q={case.case_no}")["entries"]
    path = f"/registry/register/{row['position']}"
    assert "Betulkan baris ini" in _page(registrar, path)
    assert "Betulkan baris ini" not in _page(office.person("kasi"), path)
    status, page = _form(registrar, f"{path}/correct-entry", village="Malola")
    assert status == 422
    assert 'value="Malola"' in page
    assert _form(registrar, f"{path}/correct-entry", village="Malola", reason="salah tulis alamat")[0] == 302
    page = _page(registrar, path)
    assert "Dicoret" in page
    assert "Betulkan baris ini" not in page
    assert _form(registrar, f"{path}/correct-entry", village="Makasili Dua", reason="salah lagi ya")[0] == 409
    assert registrar.get("/registry/register.pdf?month=all").status_code == 200, "an emoji must not stop the book"


def test_the_archive_pages_and_another_try(office: TestOffice) -> None:
    case, registrar = CaseUnderTest(office), office.person("registrasi")
    path = f"/registry/archive/{case.case_no}"
    _page(registrar, path, 404)
    case.end()
    page = _page(registrar, path)
    assert "Menunggu berkas loket, berkas penanganan" in page
    case.intake_part()
    case.review_part()
    office.service("intake").store.remove(case.photo["bucket"], case.photo["key"])
    run_archive(office)
    page = _page(registrar, path)
    assert "tidak ada di penyimpanan" in page
    retry = page.split(f'action="{path}/retry"')[1].split("</form>")[0]
    (version,) = re.findall(r'name="version" value="(\d+)"', retry)
    assert _form(office.person("auditor"), f"{path}/retry", version=version)[0] == 403
    assert _form(registrar, f"{path}/retry", version=version)[0] == 302
    assert case.case_no in _page(registrar, f"/registry/archive?q={case.case_no}&state=awaiting")
    assert "Tidak ada yang cocok" in _page(registrar, f"/registry/archive?q={case.case_no}&state=archived")


def test_lists_are_paged(office: TestOffice) -> None:
    letters = {LetterUnderTest(office).id for _ in range(27)}
    registrar, seen, path = office.person("registrasi"), set(), "/registry/?mine="
    for _ in range(30):
        page = _page(registrar, path)
        found = set(re.findall(r'href="/registry/letters/([0-9a-f-]{36})"', page.split("Sudah selesai")[0]))
        assert len(found) <= 25
        seen |= found
        following = re.search(r'rel="next" href="(/registry/\?mine=[^"]+)"', page)
        if following is None:
            break
        path = following[1]
    assert letters <= seen


@pytest.mark.parametrize("who", ["loket1", "registrasi"])
def test_both_desks_see_their_work(office: TestOffice, who: str) -> None:
    assert "Menunggu dikerjakan" in _page(office.person(who), "/registry/")

"""A hidden applicant is found by what the originals tell: artist, author, place, camera, comments."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import av
import openpyxl
import pikepdf
import pytest
from PIL import ExifTags, Image

from tests.attack.telltales import FILES, MARK, told
from tests.support.intake import Desk, applicant, items, new_nik, person
from tests.support.office import TestOffice
from tests.support.review import body as body_of_verb


@pytest.fixture(scope="module")
def hidden(office: TestOffice) -> tuple[Desk, dict[str, str]]:
    """A confidential complaint with one file of each kind, at the team; and the files' ids by name."""
    desk = Desk(office).filled(who=applicant(confidential=True, name=MARK, nik=new_nik()))
    ids = {name: desk.upload(make(), name)["id"] for name, make in FILES.items()}
    desk.do("forward", {"items": items()})
    office.set_aside(but=desk.case_no)
    office.pump()
    path = f"/review/api/cases/{desk.case_no}"
    for who, verb in (("kasi", "report_to_camat"), ("camat", "dispose_to_team")):
        body = body_of_verb(verb) | {"version": office.person(who).ask(path)["version"]}
        office.person(who).do(f"{path}/{verb.replace('_', '-')}", body)
    return desk, ids


@pytest.mark.parametrize("name", FILES)
def test_the_file_that_was_brought_does_tell(name: str) -> None:
    assert "Tirayoh" in told(FILES[name]()), "the test looks where nothing is"


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("who", ["registrasi", "auditor", "tim1"])
def test_who_may_not_know_the_applicant_gets_a_copy_that_tells_nothing(
    office: TestOffice, hidden, name: str, who: str
) -> None:
    desk, ids = hidden
    at_desk = (f"{desk.page}/evidence/{ids[name]}", f"{desk.path}/evidence/{ids[name]}")
    for path in (f"/review/cases/{desk.case_no}/files/{ids[name]}",) if who == "tim1" else at_desk:
        for headers in ({}, {"Range": "bytes=0-9999999"}):
            answer = person(office, who).get(f"{path}?download=1", headers=headers)
            assert answer.status_code in (200, 206), f"{path}: {answer.status_code}"
            assert "Tirayoh" not in told(answer.get_data()), path


@pytest.mark.parametrize("name", FILES)
def test_the_copy_still_shows_what_it_shows(office: TestOffice, hidden, name: str, tmp_path: Path) -> None:
    desk, ids = hidden
    file = tmp_path / name
    file.write_bytes(person(office, "registrasi").get(f"{desk.page}/evidence/{ids[name]}").get_data())
    ending = name.rpartition(".")[2]
    if ending in {"jpg", "png", "webp", "gif"}:
        with Image.open(file) as picture:
            picture.load()
            assert picture.size == (64, 40)
            assert ending != "jpg" or picture.getexif()[ExifTags.Base.Orientation] == 6
    elif ending == "avif":  # drawn anew, upright
        with Image.open(file) as picture:
            assert (picture.format, picture.size) == ("JPEG", (40, 64))
    elif ending in {"pdf", "tif"}:  # a scan becomes a PDF of its pages
        with pikepdf.open(file) as document:
            assert len(document.pages) == 1
    elif ending == "xlsx":
        assert openpyxl.load_workbook(file)["Sheet"]["A1"].value == "Isi"
    elif ending in {"mp4", "wav"}:
        with av.open(str(file)) as media:
            assert len(list(media.decode())) > 0
    else:
        with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as parts:
            assert any(b"Isi" in parts.read(part) for part in parts.namelist())


def test_who_may_know_gets_the_original(office: TestOffice, hidden) -> None:
    desk, ids = hidden
    for who in ("loket1", "kasi", "camat"):
        got = person(office, who).get(f"{desk.page}/evidence/{ids['foto.jpg']}").get_data()
        assert MARK.encode() in got, who


def test_what_nobody_can_clean_is_refused_with_the_way_out(office: TestOffice) -> None:
    desk = Desk(office).filled(who=applicant(confidential=True, nik=new_nik()))
    broken = desk.upload(b"%PDF-1.4 " + MARK.encode() + b" rusak", "rusak.pdf")["id"]
    answer = person(office, "registrasi").get(f"{desk.page}/evidence/{broken}")
    assert answer.status_code == 403
    assert "keterangan tersembunyi" in answer.text

"""Resumable uploads (tus 1.0): whose they are, what they take, how they go on, and how a form uses them."""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import threading
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest

from deploy.demo import media
from services.intake.app import create_app
from services.shared.calendar import clock
from tests.intake.test_pages import page_form, version_on
from tests.support.intake import Desk, person, picture
from tests.support.office import TestOffice
from tests.support.tus import Tus

FILM = media.make("a.mp4", "unggahan")[0] + os.urandom(200_000)


class Line(io.BytesIO):
    """A body of which ``until`` bytes come; the rest waits for ``go_on``, or never comes where the line is broken."""

    def __init__(self, data: bytes, until: int, *, broken: bool = False) -> None:
        super().__init__(data)
        self.until, self.broken = until, broken
        self.reached, self.go_on = threading.Event(), threading.Event()

    def readinto(self, target: bytearray | memoryview) -> int:  # type: ignore[override]
        if self.tell() < self.until:
            return super().readinto(memoryview(target)[: self.until - self.tell()])
        self.reached.set()
        if self.broken:
            return 0
        assert self.go_on.wait(20)
        return super().readinto(target)


@pytest.fixture
def desk(office: TestOffice) -> Desk:
    return Desk(office)


@pytest.fixture
def tus(office: TestOffice, desk: Desk) -> Tus:
    return Tus(person(office), f"{desk.page}/uploads/")


def kept(office: TestOffice, desk: Desk) -> list[tuple[str, bytes]]:
    return [(file["name"], person(office).get(file["url"]).data) for file in desk.now()["evidence"]]


def save(office: TestOffice, desk: Desk, **fields: str) -> int:
    page = person(office).get(f"{desk.page}/form").text
    data = {"version": str(version_on(page)), "draft": "1"} | fields
    return person(office).post(f"{desk.page}/save-draft", data=data).status_code


def test_the_endpoint_says_what_it_can(tus: Tus) -> None:
    answer = tus.send("OPTIONS", tus.path)
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == "creation,termination,expiration"
    assert answer.headers["Tus-Max-Size"] == str(2 * 1024**3)
    old = tus.send("POST", tus.path, {"Tus-Resumable": "0.2.2", "Upload-Length": "3"})
    assert (old.status_code, old.headers["Tus-Version"]) == (412, "1.0.0")


def test_parts_become_the_file_when_the_form_names_it(office: TestOffice, desk: Desk, tus: Tus) -> None:
    place = tus.begin(len(FILM), "rekaman “malam”.mp4")
    for at in range(0, len(FILM), 70_000):
        answer = tus.part(place, FILM[at : at + 70_000], at)
        assert answer.status_code == 204
        assert int(answer.headers["Upload-Offset"]) == min(at + 70_000, len(FILM))
        assert answer.headers["Upload-Expires"].endswith("GMT")
    assert tus.offset(place) == len(FILM)
    assert desk.now()["evidence"] == []
    for _ in range(2):  # the same form twice
        assert save(office, desk, evidence=place.rsplit("/", 1)[-1]) == 302
        assert kept(office, desk) == [("rekaman “malam”.mp4", FILM)]
    row = desk.now()["evidence"][0]
    assert (row["sha256"], row["content_type"]) == (hashlib.sha256(FILM).hexdigest(), "video/mp4")


def test_an_upload_goes_on_in_a_new_process(office: TestOffice, desk: Desk, tus: Tus) -> None:
    place = tus.begin(len(FILM))
    assert tus.part(place, FILM[:50_000]).status_code == 204
    office.apps["intake"].extensions["sigap_uploads"] = create_app(office.settings["intake"]).extensions[
        "sigap_uploads"
    ]
    assert tus.offset(place) == 50_000
    assert tus.part(place, FILM[50_000:], 50_000).status_code == 204
    assert save(office, desk, evidence=place.rsplit("/", 1)[-1]) == 302
    assert kept(office, desk) == [("video.mp4", FILM)]
    assert desk.now()["evidence"][0]["sha256"] == hashlib.sha256(FILM).hexdigest()


@pytest.mark.parametrize("shared", [True, False], ids=["one volume", "a spool each"])
def test_two_processes_take_the_parts_of_one_film_by_turns(
    office: TestOffice, desk: Desk, tus: Tus, tmp_path: Path, shared: bool
) -> None:
    """As Kubernetes' pods do, whose folder for uploads is one volume (deploy/kubernetes/storage.yaml)."""
    app, own = office.app("intake"), office.app("intake").extensions["sigap_uploads"]
    pods = []
    (tmp_path / "volume").mkdir()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        if shared:
            (tmp_path / name / "uploads").symlink_to(tmp_path / "volume")
        values = office.settings["intake"].model_copy(update={"spool_dir": tmp_path / name})
        pods.append(create_app(values).extensions["sigap_uploads"])
    turn = itertools.cycle(pods)
    try:
        for _ in range(2):
            app.extensions["sigap_uploads"] = next(turn)
            place = tus.begin(len(FILM))
            codes = []
            for at in range(0, len(FILM), 70_000):
                app.extensions["sigap_uploads"] = next(turn)
                codes.append(tus.part(place, FILM[at : at + 70_000], at).status_code)
            app.extensions["sigap_uploads"] = next(turn)
            if not shared:
                assert 404 in codes
                continue
            assert set(codes) == {204}
            assert save(office, desk, evidence=place.rsplit("/", 1)[-1]) == 302
    finally:
        app.extensions["sigap_uploads"] = own
    assert {data for _, data in kept(office, desk)} == ({FILM} if shared else set())


def test_what_came_before_the_line_broke_is_kept(desk: Desk, tus: Tus) -> None:
    place = tus.begin(len(FILM))
    broken = tus.send(
        "PATCH",
        place,
        {"Upload-Offset": "0"},
        input_stream=Line(FILM, 90_000, broken=True),
        content_type="application/offset+octet-stream",
    )
    assert broken.status_code == 400
    assert tus.offset(place) == 90_000
    assert tus.part(place, FILM[90_000:], 90_000).status_code == 204


def test_a_wrong_offset_and_too_many_bytes_change_nothing(tus: Tus) -> None:
    place = tus.begin(100_000)
    assert tus.part(place, FILM[:10], 5).status_code == 409
    assert tus.part(place, FILM[:60_000]).status_code == 204
    assert tus.part(place, FILM[60_000:120_000], 60_000).status_code == 413
    assert tus.offset(place) == 60_000


def test_only_one_line_at_a_time_writes(office: TestOffice, tus: Tus) -> None:
    place = tus.begin(len(FILM))
    line = Line(FILM, 100_000)
    headers, form = {"Upload-Offset": "0"}, "application/offset+octet-stream"
    other = Tus(person(office), tus.path)
    first = threading.Thread(target=lambda: other.send("PATCH", place, headers, input_stream=line, content_type=form))
    first.start()
    assert line.reached.wait(20)
    assert tus.part(place, FILM).status_code == 423
    assert tus.send("DELETE", place).status_code == 423
    line.go_on.set()
    first.join()
    assert tus.offset(place) == len(FILM)


def test_another_clerks_upload_and_another_case_are_not_found(office: TestOffice, desk: Desk, tus: Tus) -> None:
    place = tus.begin(len(FILM))
    stranger = Tus(person(office, "loket2"), tus.path)
    for method in ("HEAD", "PATCH", "DELETE"):
        assert stranger.send(method, place, {"Upload-Offset": "0"}).status_code == 404
    elsewhere = Desk(office)
    assert tus.send("HEAD", place.replace(desk.case_no, elsewhere.case_no)).status_code == 404
    assert tus.send("HEAD", f"{tus.path}..%2f..%2fsecrets").status_code == 404
    assert tus.part(place, FILM).status_code == 204
    assert save(office, elsewhere, evidence=place.rsplit("/", 1)[-1]) == 422
    assert elsewhere.now()["evidence"] == []
    assert Tus(person(office, "kasi"), tus.path).send("POST", tus.path, {"Upload-Length": "9"}).status_code == 403


def test_without_csrf_token_or_sign_in_nothing_begins(office: TestOffice, tus: Tus) -> None:
    assert tus.send("POST", tus.path, {"Upload-Length": "9", "X-CSRFToken": ""}).status_code == 400
    answer = office.app("intake").test_client().open(tus.path, method="HEAD", headers={"Tus-Resumable": "1.0.0"})
    assert answer.status_code in {401, 405}
    answer = office.app("intake").test_client().head(f"{tus.path}{'0' * 32}", headers={"Tus-Resumable": "1.0.0"})
    assert answer.status_code == 401


def test_what_we_do_not_keep_is_refused_before_the_rest_has_travelled(desk: Desk, tus: Tus) -> None:
    place = tus.begin(50_000_000, "foto.jpg")
    answer = tus.part(place, b"MZ" + bytes(20_000))
    assert answer.status_code == 415
    assert "Yang diterima: foto (JPEG" in unquote(answer.headers["X-Message"])
    assert tus.send("HEAD", place).status_code == 404
    small = tus.begin(40, "halaman.jpg")
    assert "halaman HTML" in unquote(tus.part(small, b"<html><script>alert(1)</script></html>  ").headers["X-Message"])
    assert "kosong" in unquote(tus.begin(0, "kosong.jpg", expect=422))
    assert "bernama" in unquote(tus.begin(10, "", expect=422))
    assert "batas ukuran" in unquote(tus.begin(2 * 1024**3 + 1, "besar.mp4", expect=413))
    assert desk.now()["evidence"] == []


def test_a_complaint_holds_no_more_than_the_office_allows(office: TestOffice, desk: Desk, tus: Tus) -> None:
    assert "sisa 10,0 GB" in person(office).get(f"{desk.page}/form").text
    for _ in range(4):
        tus.begin(2 * 1024**3)  # announced and under way: it counts
    said = unquote(tus.begin(2 * 1024**3, expect=422))
    assert "paling banyak 10.000 MB" in said
    assert "sisanya 1.410 MB" in said


def test_a_case_that_takes_no_files_begins_no_upload(office: TestOffice) -> None:
    desk = Desk(office).forwarded()
    desk.closed()
    tus = Tus(person(office), f"{desk.page}/uploads/")
    assert "sudah berakhir" in unquote(tus.begin(10, expect=409))
    assert Tus(person(office), "/intake/complaints/TIDAK-ADA/uploads/").begin(10, expect=404)


def test_what_nobody_finishes_or_uses_goes_after_a_day(office: TestOffice, desk: Desk, tus: Tus) -> None:
    half, data = tus.begin(len(FILM)), picture()
    tus.part(half, FILM[:50_000])
    unused, used = tus.whole(data, "a.jpg"), tus.whole(picture(), "b.jpg")
    assert save(office, desk, evidence=used) == 302
    store, bucket = office.service("intake").store, office.settings["intake"].evidence_bucket
    assert hashlib.sha256(data).hexdigest() in str(store.keys(bucket, f"{desk.case_no}/"))
    assert "intake.uploads" in office.run_jobs("intake", clock.now() + timedelta(hours=26))
    for upload in (half.rsplit("/", 1)[-1], unused):
        assert tus.send("HEAD", tus.path + upload).status_code == 404
    assert hashlib.sha256(data).hexdigest() not in str(store.keys(bucket, f"{desk.case_no}/"))
    assert [name for name, data in kept(office, desk) if data] == ["b.jpg"]


def test_an_upload_is_taken_back_before_and_after_it_is_whole(office: TestOffice, desk: Desk, tus: Tus) -> None:
    half, done = tus.begin(len(FILM)), tus.path + tus.whole(FILM)
    for place in (half, done):
        assert tus.send("DELETE", place).status_code == 204
        assert tus.send("HEAD", place).status_code == 404
    assert save(office, desk, evidence=done.rsplit("/", 1)[-1]) == 422
    assert desk.now()["evidence"] == []


def test_a_store_that_is_away_costs_no_byte(office: TestOffice, desk: Desk, tus: Tus) -> None:
    uploads = office.app("intake").extensions["sigap_uploads"]
    away = create_app(office.settings["intake"].model_copy(update={"s3_endpoint": "http://127.0.0.1:9"}))
    place = tus.begin(len(FILM))
    office.apps["intake"].extensions["sigap_uploads"] = away.extensions["sigap_uploads"]
    try:
        assert tus.part(place, FILM).status_code == 503
        assert tus.send("HEAD", place).status_code == 503
    finally:
        office.apps["intake"].extensions["sigap_uploads"] = uploads
    assert tus.offset(place) == len(FILM)
    assert save(office, desk, evidence=place.rsplit("/", 1)[-1]) == 302
    assert kept(office, desk) == [("video.mp4", FILM)]


def test_a_form_with_errors_keeps_what_is_up(office: TestOffice, desk: Desk, tus: Tus) -> None:
    page = person(office).get(f"{desk.page}/form").text
    data = page_form(version_on(page)) | {"applicant.nik": "123", "evidence": tus.whole(FILM), "id_card": "0" * 32}
    answer = person(office).post(f"{desk.page}/submit-form", data=data)
    assert answer.status_code == 422
    assert "NIK" in answer.text
    assert "video.mp4" in answer.text
    assert "kedaluwarsa" in answer.text
    assert kept(office, desk) == [("video.mp4", FILM)]
    half = tus.begin(len(FILM), "separuh.mp4").rsplit("/", 1)[-1]
    answer = person(office).post(f"{desk.page}/evidence", data={"role": "evidence", "file": half})
    assert answer.status_code == 422
    assert "separuh.mp4 belum selesai diunggah" in answer.text
    assert f'value="{half}"' in answer.text

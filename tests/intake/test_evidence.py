"""Evidence (P2, P3): what is kept and what is refused, ranges, the wrong case, files taken back."""

from __future__ import annotations

import io
import zipfile
from urllib.parse import quote

import pytest

from deploy.demo import media
from services.shared.files import kinds
from services.shared.files.sniffing.refusals import NotAccepted
from tests.support.intake import Desk, applicant, items, pdf, person, picture
from tests.support.office import TestOffice

BIG_TEXT = b"catatan saksi\n" * 200


def office_file(*names: str, mimetype: str = "") -> bytes:
    """A ZIP with such names in it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


WORD = office_file("[Content_Types].xml", "word/document.xml")
KEPT = {
    "image/png": media.make("a.png", "x")[0],
    "image/jpeg": media.make("a.jpg", "x")[0],
    "video/mp4": media.make("a.mp4", "x")[0],
    "audio/mp4": media.make("a.m4a", "x")[0],
    "audio/mpeg": media.make("a.mp3", "x")[0],
    "application/pdf": media.make("a.pdf", "x")[0],
    "image/heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "video/quicktime": b"\0\0\0\x14ftypqt  \0\0\0\0qt  ",
    "video/webm": bytes.fromhex("1A45DFA39F4286810142F7810142F2810442F381084282847765626D"),
    "image/webp": b"RIFF\x24\x08\0\0WEBPVP8 ",
    "audio/wav": b"RIFF\x24\x08\0\0WAVEfmt ",
    "audio/ogg": b"OggS\0\x02" + b"\0" * 22,
    "audio/aac": b"\xff\xf1\x50\x80" + b"\0" * 50,
    "audio/flac": b"fLaC" + b"\0" * 20,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": WORD,
    "application/vnd.oasis.opendocument.text": office_file(
        "content.xml", mimetype="application/vnd.oasis.opendocument.text"
    ),
    "text/plain": BIG_TEXT,
}
REFUSED = {
    "zip": office_file("foto.jpg"),
    "macros": office_file("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "html": b"<!DOCTYPE html><html><script>alert(1)</script>",
    "html after text": b"halo <script>alert(1)</script>",
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"></svg>',
    "elf": b"\x7fELF\x02\x01\x01" + b"\0" * 40,
    "exe": b"MZ" + b"\0" * 200,
    "script": b"#!/bin/sh\nrm -rf /\n",
    "rar": b"Rar!\x1a\x07\x01\x00" + b"\0" * 50,
    "7z": b"7z\xbc\xaf\x27\x1c" + b"\0" * 50,
    "noise": bytes(range(256)),
}


@pytest.mark.parametrize("kind", KEPT)
def test_what_is_kept_is_known_by_its_bytes(kind: str) -> None:
    assert kinds.sniff(io.BytesIO(KEPT[kind])) == kind
    assert kind in kinds.ALLOWED


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_says_why(name: str) -> None:
    with pytest.raises(NotAccepted) as refused:
        kinds.sniff(io.BytesIO(REFUSED[name]))
    assert "tidak diterima" in refused.value.fields["file"][0]


def test_a_name_does_not_make_a_page_a_picture(office: TestOffice) -> None:
    desk = Desk(office)
    answer = desk.upload(REFUSED["html"], "foto.jpg", expect=415)
    assert "HTML" in answer["errors"]["file"][0]
    assert desk.upload(b"", "kosong.jpg", expect=422)["errors"]["file"][0].startswith("Berkas ini kosong")
    assert desk.upload(picture(), "", expect=422)["errors"]["file"]
    assert desk.upload(picture(), "x.jpg", "letter", expect=422)["errors"]["role"]
    assert desk.now()["evidence"] == []


def test_a_file_comes_back_as_it_was_whole_in_part_and_under_its_name(office: TestOffice) -> None:
    desk, data = Desk(office), KEPT["video/mp4"]
    row = desk.upload(data, quote("rekaman “malam”.mp4"))
    assert (row["content_type"], row["declared_type"]) == ("video/mp4", "image/jpeg")
    for url in (row["url"], f"{desk.path}/evidence/{row['id']}"):
        whole = person(office).get(url)
        assert (whole.status_code, whole.data, whole.mimetype) == (200, data, "video/mp4")
        part = person(office).get(url, headers={"Range": "bytes=10-19"})
        assert (part.status_code, part.data) == (206, data[10:20])
        assert part.headers["Content-Range"] == f"bytes 10-19/{len(data)}"
        beyond = person(office).get(url, headers={"Range": f"bytes={len(data)}-"})
        assert beyond.status_code == 416
    assert quote("rekaman “malam”.mp4") in whole.headers["Content-Disposition"]
    download = person(office).get(f"{row['url']}?download=1")
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert person(office).get(f"{row['url']}?download=1", headers={"Range": "bytes=0-0"}).status_code == 206


def test_the_id_of_another_case_is_not_found(office: TestOffice) -> None:
    mine, other = Desk(office), Desk(office)
    row = mine.upload(picture())
    for path in (other.page, other.path):
        assert person(office).get(f"{path}/evidence/{row['id']}").status_code == 404
    assert person(office).get(f"{other.page}/evidence/{row['id']}/thumb").status_code == 404


def test_a_multipart_body_and_the_same_bytes_twice(office: TestOffice) -> None:
    desk, data = Desk(office), picture()
    answers = [
        person(office).post(f"{desk.path}/evidence?role=evidence", data={"file": (io.BytesIO(data), "foto.jpg")})
        for _ in range(2)
    ]
    assert [a.status_code for a in answers] == [201, 201]
    assert answers[0].json["id"] == answers[1].json["id"]
    assert len(desk.now()["evidence"]) == 1


def test_a_file_is_taken_back_only_before_it_went_on(office: TestOffice) -> None:
    desk = Desk(office).filled()
    row = desk.upload(picture())
    gone = desk.upload(picture())
    clerk = person(office)
    headers = {"X-CSRFToken": clerk._tokens["intake"]}
    for _ in range(2):
        assert clerk.client("intake").delete(f"{desk.path}/evidence/{gone['id']}", headers=headers).status_code == 204
    assert clerk.get(gone["url"]).status_code == 404
    after = desk.do("forward", {"items": items()})
    assert gone["id"] not in [file["id"] for file in after["evidence"]]
    assert gone["id"] not in str(desk.posted("case_forwarded"))
    assert clerk.client("intake").delete(f"{desk.path}/evidence/{row['id']}", headers=headers).status_code == 409
    desk.upload(picture(), expect=409)
    desk.upload(pdf(), "pernyataan.pdf", "withdrawal")


def test_the_card_is_not_for_everybody(office: TestOffice) -> None:
    desk = Desk(office).filled(who=applicant())
    card = next(f for f in desk.now()["evidence"] if f["role"] == "id_card")
    assert person(office, "kasi").get(card["url"]).status_code == 200
    for who in ("registrasi", "auditor"):
        assert person(office, who).get(card["url"]).status_code == 404
        assert card["id"] not in person(office, who).get(desk.path).text
    assert person(office, "tim1").get(card["url"]).status_code == 403


def test_a_file_that_the_store_lost_leaves_the_page_alive(office: TestOffice) -> None:
    desk = Desk(office).filled()
    row = desk.upload(picture(), "hilang.jpg")
    store, bucket = office.service("intake").store, office.service("intake").settings.evidence_bucket
    store.remove(bucket, f"{desk.case_no}/{row['sha256']}")
    assert person(office).get(row["url"]).status_code == 404
    page = person(office).get(desk.page).text
    assert "hilang.jpg" in page
    assert "TIDAK DITEMUKAN" in page

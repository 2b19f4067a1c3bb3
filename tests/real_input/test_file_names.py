"""Names of files: kept as they were given, in NFC, cut before their ending; read right wherever they come from."""

from __future__ import annotations

import base64
import io
from urllib.parse import quote

import pytest

from services.shared.web.names import leaving_name, read_name, safe_name
from tests.real_input.files import photo
from tests.support.intake import Desk, person
from tests.support.office import TestOffice
from tests.support.tus import Tus

AS_GIVEN = [
    "Bukti 1. foto pagar rumah", "foto. pagar. depan.jpg", "v1.2.3 catatan.txt", "100% benar.txt", "a+b & c.pdf",
    "😭🙏🏽 tolong.jpg", "keluarga 👨\u200d👩\u200d👧.png", "ꦱꦸꦫꦠ.pdf", "صورة.jpg", "№ 7 – “malam” (2).mp4",
    "Gambar WhatsApp 2026-11-20 pukul 08.15.33.jpeg",
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f 3️⃣.jpg",
    "baru \U0001fae9.png",
]  # fmt: skip
CUT = {
    "é" * 200 + ".jpeg": ("é" * 115, ".jpeg"),
    "😭" * 100 + ".jpg": ("😭" * 62, ".jpg"),
    "Bukti 1. " + "x" * 200: ("Bukti 1. ", "x"),
    "👨\u200d👩\u200d👧\u200d👦" * 40 + ".jpg": ("👨\u200d👩\u200d👧\u200d👦", "👨\u200d👩\u200d👧\u200d👦.jpg"),
    "🇮🇩" * 60 + ".jpg": ("🇮🇩" * 31, "🇮🇩.jpg"),
    "x" + "👍🏽" * 60 + ".jpg": ("x👍🏽", "👍🏽.jpg"),
    "x" * 118 + "Z\u0308\u0308.a": ("x" * 118, "x.a"),
}
AS_IT_LEAVES = {
    ("foto.JPG", "image/jpeg"): "foto.JPG",
    ("Bukti 1. foto pagar rumah", "image/jpeg"): "Bukti 1. foto pagar rumah.jpg",
    ("lihat.bat", "text/plain"): "lihat.bat.txt",
    ("catatan.txt", "text/plain"): "catatan.txt",
    ("surat.docm", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"): "surat.docm.docx",
    ("x" * 116 + ".bat", "text/plain"): "x" * 116 + ".txt",
    ('Rapat 10:15 "kedua"?.jpg', "image/jpeg"): "Rapat 10-15 -kedua--.jpg",
    ("con.jpg", "image/jpeg"): "_con.jpg",
    ("LPT1", "image/jpeg"): "_LPT1.jpg",
    ("console.jpg", "image/jpeg"): "console.jpg",
}


@pytest.mark.parametrize("name", AS_GIVEN)
def test_a_name_is_kept_as_it_was_given(name: str) -> None:
    assert safe_name(name) == name
    assert safe_name(f"C:\\Users\\x\\{name}") == name


@pytest.mark.parametrize("name", CUT)
def test_a_name_that_is_too_long_is_cut_before_its_ending(name: str) -> None:
    cut, (start, end) = safe_name(name), CUT[name]
    assert cut.startswith(start)
    assert cut.endswith(end)
    assert len(cut) <= 120
    assert len(cut.encode()) <= 255


def test_what_nobody_sees_does_not_stay_in_a_name() -> None:
    for given, kept in {
        "Screenshot\u202f2026\u00a011\u201120.png": "Screenshot 2026 11-20.png",
        "foto\t2\n.jpg": "foto 2.jpg",
        "a\u2066b\u061c\u2069\ufffc.jpg": "ab.jpg",
        "nama\U000e0041\U000e0042.jpg": "nama.jpg",
        "\uf0b7\ue000 butir.doc": "• butir.doc",
        "\u3164\u2800": "berkas",
    }.items():
        assert safe_name(given) == kept


@pytest.mark.parametrize(("name", "kind"), AS_IT_LEAVES)
def test_a_file_leaves_with_the_ending_of_its_kind(name: str, kind: str) -> None:
    assert leaving_name(name, kind) == AS_IT_LEAVES[name, kind]


def test_headers_are_read_however_they_are_written() -> None:
    for name in AS_GIVEN:
        assert read_name(quote(name)) == name
        if "%" not in name:
            assert read_name(name.encode().decode("latin-1")) == name
    assert read_name("Ren\xe9.jpg") == read_name("Ren%E9.jpg") == "René.jpg"


def test_every_way_in_reads_it_right(office: TestOffice) -> None:
    desk, name = Desk(office), "Bukti 1. pagar – Désa 😭.jpg"
    raw = name.encode()
    pictures = (photo("JPEG", quality=quality) for quality in range(60, 90))
    desk.upload(next(pictures), raw.decode("latin-1"))  # the bytes themselves, as WSGI gives them
    desk.upload(next(pictures), quote(name))
    clerk, path = person(office), f"{desk.path}/evidence?role=evidence"
    for said in (b'filename="' + raw + b'"', b"filename*=UTF-8''" + quote(name).encode()):
        head = (
            b'--batas\r\nContent-Disposition: form-data; name="file"; ' + said + b"\r\nContent-Type: image/jpeg\r\n\r\n"
        )
        body = head + next(pictures) + b"\r\n--batas--\r\n"
        answer = clerk.post(path, input_stream=io.BytesIO(body), content_type="multipart/form-data; boundary=batas",
                            content_length=len(body))  # fmt: skip
        assert answer.status_code == 201, answer.text
    tus = Tus(clerk, f"{desk.page}/uploads/")
    place = tus.whole(next(pictures), name)
    assert clerk.post(f"{desk.page}/evidence", data={"role": "evidence", "file": place}).status_code == 302
    assert [file["name"] for file in desk.now()["evidence"]] == [name] * 5


def test_a_name_in_the_old_code_of_windows_begins_an_upload(office: TestOffice) -> None:
    desk = Desk(office)
    tus = Tus(person(office), f"{desk.page}/uploads/")
    headers = {
        "Upload-Length": "9",
        "Upload-Metadata": f"filename {base64.b64encode('René.jpg'.encode('cp1252')).decode()}",
    }
    assert tus.send("POST", tus.path, headers).status_code == 201

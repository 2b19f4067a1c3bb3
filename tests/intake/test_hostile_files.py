"""A folder of hostile files: each ends in a clear answer, nothing active is inline, the worker lives."""

from __future__ import annotations

import io
import resource
import struct
import zipfile
import zlib
from urllib.parse import quote

import pytest

from deploy.demo import media
from services.shared.files import kinds
from services.shared.files.refusals import NotAccepted
from services.shared.web.files import safe_name
from tests.intake.test_evidence_kept import tend
from tests.support.clamd import EICAR
from tests.support.intake import Desk, person, picture
from tests.support.office import TestOffice

GROWTH = 200 * 1024  # KiB that this process may grow by, whatever comes


def zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def bomb_png(side: int) -> bytes:
    """A PNG of side × side pixels in a few hundred kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer, rows = zlib.compressobj(9), b""
    for _ in range(side):
        rows += packer.compress(bytes(side + 1))
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows + packer.flush()) + chunk(b"IEND", b"")


def lying_mp4() -> bytes:
    """A film whose header says that it lasts for ages, and one of whose boxes is longer than the file."""
    film = bytearray(media.make("a.mp4", "bohong")[0])
    at = film.index(b"mvhd")
    film[at + 16 : at + 20] = b"\xff\xff\xff\xfe"
    at = film.index(b"mdat")
    film[at - 4 : at] = b"\x7f\xff\xff\xff"
    return bytes(film)


ZERO = bytes(120 * 1024 * 1024)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<html><body><script>alert(1)</script></body></html>"
REFUSED = {  # name -> (bytes, what is said)
    "arsip.zip": (zipped({"foto.jpg": picture()}), "arsip ZIP"),
    "bom.zip": (zipped({"a": ZERO}), "bom ZIP"),
    "bom.docx": (zipped({"[Content_Types].xml": b"x", "word/document.xml": ZERO}), "bom ZIP"),
    "gambar-dan-arsip.jpg": (picture() + zipped({"jahat.exe": b"MZ"}), "menyembunyikan arsip ZIP"),
    "gambar.svg": (SVG, "gambar SVG"),
    "gambar.jpg": (HTML, "halaman HTML"),
    "kosong.jpg": (b"", "kosong"),
}
KEPT = {
    "eicar.txt": EICAR,
    "terpotong.jpg": media.make("a.jpg", "potong")[0][:5000],
    "bom.png": bomb_png(30_000),
    "besar.png": bomb_png(7_000),
    "bohong.mp4": lying_mp4(),
    "rusak.pdf": b"%PDF-1.7\n" + b"9 0 obj <</Length 99999999999>> stream\n" * 200,
    "halaman-di-komentar.jpg": picture()[:2] + b"\xff\xfe" + struct.pack(">H", len(HTML) + 2) + HTML + picture()[2:],
}
NAMES = {
    "../../etc/passwd.jpg": "passwd.jpg",
    "C:\\Users\\x\\foto.jpg": "foto.jpg",
    "foto\u202egpj.exe": "fotogpj.exe",
    "baris\r\nSet-Cookie: x.jpg": "barisSet-Cookie: x.jpg",
    "Désa Kumelembuai – bukti № 1 日本.jpg": "Désa Kumelembuai – bukti № 1 日本.jpg",
    "x" * 251 + ".jpg": "x" * 116 + ".jpg",
    "日" * 84 + ".jpg": "日" * 83 + ".jpg",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_says_what_it_is_and_what_is_accepted(office: TestOffice, name: str) -> None:
    desk, (data, said) = Desk(office), REFUSED[name]
    answer = desk.upload(data, name, expect=422 if not data else 415)
    assert said in answer["errors"]["file"][0]
    assert not data or "Yang diterima: foto" in answer["errors"]["file"][0]
    assert desk.now()["evidence"] == []


def test_a_table_of_contents_larger_than_memory_is_not_read() -> None:
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 65_535, 65_535, 1_500_000_000, 100, 0)
    with pytest.raises(NotAccepted):
        kinds.sniff(io.BytesIO(b"PK\x03\x04" + bytes(100) + end))


@pytest.mark.parametrize("name", KEPT)
def test_what_is_kept_harms_nobody(office: TestOffice, name: str) -> None:
    desk = Desk(office)
    row = desk.upload(KEPT[name], name)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tend(office)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWTH
    page = person(office).get(f"{row['url']}/details")
    assert page.status_code == 200
    assert "sedang dibuat" not in page.text  # it came to an end
    answer = person(office).get(row["url"])
    assert answer.data == KEPT[name]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    shown_as = answer.headers["Content-Type"] if answer.headers["Content-Disposition"].startswith("inline") else ""
    assert shown_as in {"", "image/jpeg", "image/png", "video/mp4", "application/pdf"}
    assert shown_as == "application/pdf" or "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_picture_too_large_to_decode_has_facts_but_no_picture(office: TestOffice) -> None:
    row = Desk(office).filled().upload(KEPT["bom.png"], "bom.png")
    tend(office)
    assert "30000 × 30000 piksel" in person(office).get(f"{row['url']}/details").text
    assert person(office).get(f"{row['url']}/preview").status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_names_are_made_safe_and_stay_readable(office: TestOffice, name: str) -> None:
    assert safe_name(name) == NAMES[name]
    assert len(safe_name(name).encode()) <= 255
    desk = Desk(office)
    row = desk.upload(picture(), quote(name))
    assert row["name"] == NAMES[name]
    answer = person(office).get(f"{row['url']}?download=1")
    assert quote(NAMES[name]) in answer.headers["Content-Disposition"]
    assert "Set-Cookie" not in answer.headers

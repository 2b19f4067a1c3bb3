"""A folder of hostile files: each ends in a clear answer, nothing active is inline, the worker lives."""

from __future__ import annotations

import io
import resource
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from urllib.parse import quote

import pytest

from deploy.demo import media
from services.shared.files import kinds
from services.shared.files.sniffing.refusals import NotAccepted
from services.shared.web.names import safe_name
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


def zeros() -> bytes:
    return bytes(120 * 1024 * 1024)


@cache
def bomb_png(side: int) -> bytes:
    """A PNG of side × side pixels in a few hundred kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    # A hundred empty rows, packed once: after a full flush the same bytes may follow. At the end Adler-32 of all zeros.
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(100 * (side + 1))) + packer.flush(zlib.Z_FULL_FLUSH)
    rows = b"\x78\xda" + block * (side // 100) + b"\x03\x00" + struct.pack(">I", side * (side + 1) % 65521 << 16 | 1)
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def lying_mp4() -> bytes:
    """A film whose header says that it lasts for ages, and one of whose boxes is longer than the file."""
    film = bytearray(media.make("a.mp4", "bohong")[0])
    at = film.index(b"mvhd")
    film[at + 16 : at + 20] = b"\xff\xff\xff\xfe"
    at = film.index(b"mdat")
    film[at - 4 : at] = b"\x7f\xff\xff\xff"
    return bytes(film)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<html><body><script>alert(1)</script></body></html>"
Made = Callable[[], bytes]  # only when it is asked for: every process of the tests loads this file
REFUSED: dict[str, tuple[Made, str]] = {  # what is said
    "arsip.zip": (lambda: zipped({"foto.jpg": picture()}), "arsip ZIP"),
    "bom.zip": (lambda: zipped({"a": zeros()}), "bom ZIP"),
    "bom.docx": (lambda: zipped({"[Content_Types].xml": b"x", "word/document.xml": zeros()}), "bom ZIP"),
    "gambar-dan-arsip.jpg": (lambda: picture() + zipped({"jahat.exe": b"MZ"}), "menyembunyikan arsip ZIP"),
    "gambar.svg": (lambda: SVG, "gambar SVG"),
    "gambar.jpg": (lambda: HTML, "halaman HTML"),
    "kosong.jpg": (lambda: b"", "kosong"),
}
KEPT: dict[str, Made] = {
    "eicar.txt": lambda: EICAR,
    "terpotong.jpg": lambda: media.make("a.jpg", "potong")[0][:5000],
    "bom.png": lambda: bomb_png(30_000),
    "besar.png": lambda: bomb_png(7_000),
    "bohong.mp4": lying_mp4,
    "rusak.pdf": lambda: b"%PDF-1.7\n" + b"9 0 obj <</Length 99999999999>> stream\n" * 200,
    "halaman-di-komentar.jpg": lambda: (
        picture()[:2] + b"\xff\xfe" + struct.pack(">H", len(HTML) + 2) + HTML + picture()[2:]
    ),
}
NAMES = {
    "../../etc/passwd.jpg": "passwd.jpg",
    "C:\\Users\\x\\foto.jpg": "foto.jpg",
    "foto\u202egpj.exe": "fotogpj.exe",
    "baris\r\nSet-Cookie: x.jpg": "baris Set-Cookie: x.jpg",
    "Désa Kumelembuai – bukti № 1 日本.jpg": "Désa Kumelembuai – bukti № 1 日本.jpg",
    "x" * 251 + ".jpg": "x" * 116 + ".jpg",
    "日" * 84 + ".jpg": "日" * 83 + ".jpg",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_says_what_it_is_and_what_is_accepted(office: TestOffice, name: str) -> None:
    desk, (made, said) = Desk(office), REFUSED[name]
    data = made()
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
    desk, data = Desk(office), KEPT[name]()
    row = desk.upload(data, name)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tend(office)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWTH
    page = person(office).get(f"{row['url']}/details")
    assert page.status_code == 200
    assert "sedang dibuat" not in page.text  # it came to an end
    answer = person(office).get(row["url"])
    assert answer.data == data
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    shown_as = answer.headers["Content-Type"] if answer.headers["Content-Disposition"].startswith("inline") else ""
    assert shown_as in {"", "image/jpeg", "image/png", "video/mp4", "application/pdf"}
    assert shown_as == "application/pdf" or "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_picture_too_large_to_decode_has_facts_but_no_picture(office: TestOffice) -> None:
    row = Desk(office).filled().upload(KEPT["bom.png"](), "bom.png")
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
    assert quote(NAMES[name].replace(":", "-")) in answer.headers["Content-Disposition"], "as Windows takes it"
    assert "Set-Cookie" not in answer.headers

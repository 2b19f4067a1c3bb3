"""Files as people bring them, made from nothing; each with the kind that it is. Contents are invented."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

import av
import numpy as np
import pikepdf
from av.audio.resampler import AudioResampler
from PIL import Image, ImageChops, ImageDraw

from tests.real_input.compound import compound
from tests.real_input.heic import heic

Made = Callable[[], bytes]
WORD = "Pernyataan saksi: saya melihat kejadian itu pada malam hari.\r\n"


def picture(width: int = 320, height: int = 240) -> Image.Image:
    """A picture with something on it."""
    found = Image.new("RGB", (width, height), (40, 90, 150))
    ImageDraw.Draw(found).rectangle((20, 20, width // 2, height // 2), fill=(220, 40, 40))
    return found


def photo(kind: str, found: Image.Image | None = None, **options: Any) -> bytes:
    """A picture in one of Pillow's formats."""
    target = io.BytesIO()
    (found or picture()).save(target, kind, **options)
    return target.getvalue()


def vast_png(side: int) -> bytes:
    """A picture of more pixels than anybody draws, in a few bytes: it is looked at no further than its size."""
    head = b"IHDR" + side.to_bytes(4, "big") * 2 + b"\1\0\0\0\0"
    chunks = [head, b"IDAT" + zlib.compress(b"\0" * 99), b"IEND"]
    sums = [zlib.crc32(chunk).to_bytes(4, "big") for chunk in chunks]
    lengths = [(len(chunk) - 4).to_bytes(4, "big") for chunk in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(b"".join, zip(lengths, chunks, sums, strict=True)))


def scan(pages: int = 3) -> bytes:
    """A fax of several pages."""
    drawn = [Image.new("1", (620, 877), 1) for _ in range(pages)]
    for number, page in enumerate(drawn, 1):
        ImageDraw.Draw(page).rectangle((40, 40, 40 + 60 * number, 120), fill=0)
    return photo("TIFF", drawn[0], save_all=True, append_images=drawn[1:], compression="group4")


def media(form: str, film: str = "", sound: str = "", seconds: int = 2, **options: str) -> bytes:
    """A film, a sound, or both, by the locked FFmpeg."""
    target = io.BytesIO()
    with av.open(target, "w", format=form, options=options) as new:
        rate = 25 if form == "mpeg" else 10
        pictures: Any = new.add_stream(film, rate=rate) if film else None
        # 3GP and AMR have eight thousand samples a second, and no more.
        hertz = 8_000 if "amr" in sound else 48_000 if "opus" in sound else 44_100
        tones: Any = new.add_stream(sound, rate=hertz, layout="mono") if sound else None
        if tones:
            tones.bit_rate = 12_200 if "amr" in sound else 64_000
        if pictures:
            pictures.width, pictures.height = 176, 144
            pictures.pix_fmt = "yuvj420p" if film == "mjpeg" else "yuv420p"
            if film == "libx265":
                pictures.options = {"x265-params": "log-level=none:pools=none"}
            for number in range(seconds * rate):
                frame = av.VideoFrame.from_image(ImageChops.offset(picture(176, 144), number, 0))
                new.mux(pictures.encode(frame.reformat(format=pictures.pix_fmt)))
            new.mux(pictures.encode())
        if tones:
            _tones(new, tones, hertz, seconds)
    return target.getvalue()


def _tones(new: Any, stream: Any, hertz: int, seconds: int) -> None:
    at = np.arange(hertz * seconds) / hertz
    wave = (np.sin(2 * np.pi * 440 * at) * 9000).astype(np.int16).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(wave, format="s16", layout="mono")
    frame.sample_rate = hertz
    context = stream.codec_context
    shaped = AudioResampler(context.format.name, "mono", hertz, frame_size=context.frame_size or 1024)
    for part in (*shaped.resample(frame), *shaped.resample(None)):
        part.pts = None
        new.mux(stream.encode(part))
    new.mux(stream.encode())


def pdf(**saved: Any) -> bytes:
    """A PDF of one page with a black square on it."""
    target = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(300, 200))
        page.Contents = document.make_stream(b"0 g 20 20 60 60 re f")
        document.save(target, **saved)
    return target.getvalue()


def form_pdf(typed: str, **more: Any) -> bytes:
    """A PDF whose only content is what was typed into a field that has no appearance of its own."""
    target, name = io.BytesIO(), pikepdf.Name
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(300, 200))
        field = document.make_indirect(
            pikepdf.Dictionary(
                Type=name.Annot, Subtype=name.Widget, FT=name.Tx, T="nama", V=typed, DA="/Helv 14 Tf 0 g",
                Rect=[20, 100, 280, 130], F=4, **more,
            )
        )  # fmt: skip
        page.obj.Annots = document.make_indirect(pikepdf.Array([field]))
        font = pikepdf.Dictionary(Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica)
        resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=font))
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[field], DA="/Helv 14 Tf 0 g", DR=resources)
        document.save(target)
    return target.getvalue()


def xfa_pdf() -> bytes:
    """A form that only Adobe's programs draw: others show the page that says so."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        forms = document.make_stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'>Budi</xdp:xdp>")
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=forms)
        document.save(target)
    return target.getvalue()


def zipped(parts: dict[str, str]) -> bytes:
    """A ZIP of these."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return target.getvalue()


def ogg_film() -> bytes:
    """The first page of a film in Ogg, as Linux records the screen; its codec is one that nobody writes any more."""
    return b"OggS\0\2" + bytes(20) + b"\1\x2a\x80theora\3\2\1" + bytes(40)


def locked_pdf() -> bytes:
    """One that only a password opens."""
    return pdf(encryption=pikepdf.Encryption(user="rahasia", owner="lain", R=6))


def without_ftyp() -> bytes:
    """A film as old cameras write it: QuickTime from before there was a mark of its kind."""
    found = bytearray(media("mov", "mjpeg"))
    found[4:8] = b"wide"
    return bytes(found)


def of_brand(brand: bytes, data: bytes) -> bytes:
    """The same, with another main brand."""
    return data[:8] + brand + data[12:]


def word_97(*, more: bytes = b"", **others: Any) -> bytes:
    """A DOC; ``others`` are streams and storages beside its text."""
    head = b"\xec\xa5\xc1\x00" + bytes(28)
    return compound({"WordDocument": head + WORD.encode("cp1252") + more, "1Table": b"\0" * 100, **others})


def record(kind: int, body: bytes) -> bytes:
    """A record of a workbook."""
    return kind.to_bytes(2, "little") + len(body).to_bytes(2, "little") + body


def excel_97(*records: bytes, sheet: int = 0, **others: Any) -> bytes:
    """An XLS with one sheet of this kind (0 worksheet, 1 Excel 4 macros, 6 module)."""
    bound = record(0x85, bytes(4) + bytes([0, sheet]) + b"\x06\0Lembar")
    return compound({"Workbook": record(0x809, bytes(16)) + b"".join(records) + bound + record(10, b""), **others})


KEPT: dict[str, tuple[str, Made]] = {  # as it is called -> what it is, and the file
    "IMG_0001.HEIC": ("image/heic", lambda: heic(picture())),
    "foto.avif": ("image/avif", lambda: photo("AVIF")),
    "pindai.tif": ("image/tiff", scan),
    "pindai_besar.tif": ("image/tiff", lambda: photo("TIFF", big_tiff=True)),
    "foto.bmp": ("image/bmp", lambda: photo("BMP")),
    "foto.jp2": ("image/jp2", lambda: photo("JPEG2000")),
    "kamera_lama.MOV": ("video/quicktime", without_ftyp),
    "IMG_0003.MOV": ("video/quicktime", lambda: media("mov", "libx265", "aac")),
    "hp_lama.3gp": ("video/3gpp", lambda: media("3gp", "h263", "libopencore_amrnb")),
    "video.mkv": ("video/x-matroska", lambda: media("matroska", "libx264", "aac")),
    "video.avi": ("video/x-msvideo", lambda: media("avi", "mpeg4", "libmp3lame")),
    "video.wmv": ("video/x-ms-wmv", lambda: media("asf", "wmv2", "wmav2")),
    "video.mpg": ("video/mpeg", lambda: media("mpeg", "mpeg1video", "mp2")),
    "dasbor.ts": ("video/mp2t", lambda: media("mpegts", "libx264", "aac")),
    "android.m4a": ("audio/mp4", lambda: of_brand(b"mp42", media("mp4", sound="aac"))),
    "rekaman.3gp": ("audio/3gpp", lambda: media("3gp", sound="libopencore_amrnb")),
    "suara.amr": ("audio/amr", lambda: media("amr", sound="libopencore_amrnb")),
    "suara.caf": ("audio/x-caf", lambda: media("caf", sound="pcm_s16be")),
    "suara.mka": ("audio/x-matroska", lambda: media("matroska", sound="aac")),
    "suara.wma": ("audio/x-ms-wma", lambda: media("asf", sound="wmav2")),
    "bom.pdf": ("application/pdf", lambda: b"\xef\xbb\xbf" + pdf()),
    "baris_kosong.pdf": ("application/pdf", lambda: b"\r\n\r\n" + pdf()),
    "bagian_formulir.pdf": (
        "application/pdf",
        lambda: b"--batas\r\nContent-Type: application/pdf\r\n\r\n" + b" " * 800 + pdf(),
    ),
    "notepad_unicode.txt": ("text/plain", lambda: WORD.encode("utf-16")),
    "mac_unicode.txt": ("text/plain", lambda: b"\xfe\xff" + WORD.encode("utf-16-be")),
    "tanpa_tanda.txt": ("text/plain", lambda: WORD.encode("utf-16-le")),
    "tanpa_tanda_be.txt": ("text/plain", lambda: WORD.encode("utf-16-be")),
    "emoji_terpotong.txt": ("text/plain", lambda: "tolong 😭 ".encode() * 30 + b"\xf0\x9f\x98 pak"),
    "lama_cp1252.txt": ("text/plain", lambda: "“Saya melihat” – René\r\n".encode("cp1252")),
    "chat_<_awal.txt": ("text/plain", lambda: b"<20/11/26 08.15> Budi: awas kamu\n"),
    "log_berwarna.txt": ("text/plain", lambda: b"log \x1b[31mmerah\x1b[0m\n"),
    "pernyataan.doc": ("application/msword", lambda: word_97(ObjectPool={})),
    "tabel.xls": ("application/vnd.ms-excel", excel_97),
    "paparan.ppt": ("application/vnd.ms-powerpoint", lambda: compound({"PowerPoint Document": b"\x0f\0\xe8\3" * 9})),
}


@cache
def made(name: str) -> bytes:
    """One of them, made once."""
    return KEPT[name][1]()

"""A file of each kind that tells in its metadata who made it, and where."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import av
import openpyxl
import pikepdf
from openpyxl.comments import Comment
from PIL import ExifTags, Image, PngImagePlugin

MARK = "Tirayoh Lengkong"


def exif() -> Image.Exif:
    """Artist, place, and which way up."""
    found = Image.Exif()
    found[ExifTags.Base.Artist] = MARK
    found[ExifTags.Base.Orientation] = 6
    found[ExifTags.Base.ImageDescription] = f"Rumah {MARK}"
    return found


def photo(kind: str, **options: Any) -> bytes:
    """A picture of noise."""
    target = io.BytesIO()
    Image.effect_noise((64, 40), 60).convert("RGB").save(target, kind, **options)
    return target.getvalue()


def jpeg() -> bytes:
    """With artist and comment, and a second photo hung behind the first."""
    return photo("JPEG", exif=exif(), comment=MARK.encode()) + photo("JPEG", exif=exif())


def png() -> bytes:
    """With texts, XMP and Exif."""
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", MARK)
    texts.add_itxt("XML:com.adobe.xmp", f"<creator>{MARK}</creator>")
    return photo("PNG", pnginfo=texts, exif=exif())


def pdf() -> bytes:
    """With author, XMP, an attachment, and a scanned photo that has an artist of its own."""
    target = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(200, 200))
        image = document.make_stream(
            photo("JPEG", exif=exif()), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=64, Height=40,
            ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
        )  # fmt: skip
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Foto=image))
        document.attachments["catatan.txt"] = MARK.encode()
        document.docinfo["/Author"] = MARK
        with document.open_metadata() as xmp:
            xmp["dc:creator"] = [MARK]
        document.save(target, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return target.getvalue()


def docx() -> bytes:
    """With author, company, a tracked change by name, and a photo with an artist."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    change = f'<w:ins w:author="{MARK}"><w:r>Isi</w:r></w:ins>'
    parts = {
        "[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": "<Relationships/>",
        "docProps/core.xml": f"<x><dc:creator>{MARK}</dc:creator><cp:lastModifiedBy>{MARK}</cp:lastModifiedBy></x>",
        "docProps/app.xml": f"<Properties><Company>{MARK}</Company></Properties>",
        "word/document.xml": f"<w:document>{change}</w:document>",
        "word/comments.xml": f'<w:comments><w:comment w:author="{MARK}" w:initials="WK"/></w:comments>',
    }
    return packed(parts, {"word/media/image1.jpeg": photo("JPEG", exif=exif())})


def xlsx() -> bytes:
    """With creator and a comment by name."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.properties.creator = book.properties.lastModifiedBy = MARK
    book["Sheet"]["A1"] = "Isi"
    book["Sheet"]["A1"].comment = Comment("Periksa", MARK)
    book.save(target)
    return target.getvalue()


def odt() -> bytes:
    """With the first author, and one in the text."""
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office><dc:creator>{MARK}</dc:creator><text:p>Isi</text:p></office>",
        "meta.xml": f"<meta><meta:initial-creator>{MARK}</meta:initial-creator></meta>",
    }
    return packed(parts, {})


def packed(parts: dict[str, str], more: dict[str, bytes]) -> bytes:
    """A ZIP of texts and files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name, data in {**parts, **more}.items():
            file.writestr(name, data)
    return target.getvalue()


def mp4() -> bytes:
    """With artist and comment."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as film:
        film.metadata.update({"artist": MARK, "comment": f"Rumah {MARK}"})
        stream = film.add_stream("mpeg4", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for shade in range(5):
            picture = Image.new("RGB", (64, 48), (shade * 40, 0, 0))
            film.mux(stream.encode(av.VideoFrame.from_image(picture)))
        film.mux(stream.encode())
    return target.getvalue()


def wav() -> bytes:
    """With artist and title."""
    target = io.BytesIO()
    with av.open(target, "w", format="wav") as sound:
        sound.metadata.update({"artist": MARK, "title": MARK})
        stream = sound.add_stream("pcm_s16le", rate=8000, layout="mono")
        frame = av.AudioFrame(format="s16", layout="mono", samples=800)
        frame.planes[0].update(bytes(frame.planes[0].buffer_size))
        frame.sample_rate = 8000
        sound.mux(stream.encode(frame))
        sound.mux(stream.encode())
    return target.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "foto.jpg": jpeg,
    "foto.png": png,
    "foto.webp": lambda: photo("WEBP", exif=exif().tobytes(), xmp=MARK.encode()),
    "foto.gif": lambda: photo("GIF", comment=MARK.encode()),
    "foto.avif": lambda: photo("AVIF", exif=exif().tobytes(), xmp=MARK.encode()),
    "pindai.tif": lambda: photo("TIFF", exif=exif(), description=MARK),
    "surat.pdf": pdf,
    "surat.docx": docx,
    "daftar.xlsx": xlsx,
    "surat.odt": odt,
    "film.mp4": mp4,
    "suara.wav": wav,
}


def told(data: bytes) -> str:
    """Everything that a file says in letters, in its packed parts, too."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return " ".join(told(parts.read(name)) for name in parts.namelist())
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as document:
            streams = [thing for thing in document.objects if isinstance(thing, pikepdf.Stream)]
            data = b" ".join([data, *(s.read_raw_bytes() for s in streams), *(_unpacked(s) for s in streams)])
    return data.decode("latin-1") + data.decode("utf-16-be", "ignore") + data.decode("utf-16-le", "ignore")


def _unpacked(stream: pikepdf.Stream) -> bytes:
    return stream.read_bytes() if stream.get("/Filter") == pikepdf.Name.FlateDecode else b""

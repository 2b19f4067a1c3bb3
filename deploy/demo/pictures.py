"""Draws the pictures of the stories: cards, scenes, screens and sheets. Each shows what it is about."""

from __future__ import annotations

import hashlib
import io
import math
import time
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 640, 480
CARD_HEADS = ("PROVINSI SULAWESI UTARA", "KABUPATEN MINAHASA SELATAN")
BUBBLES = ((40, "Selamat pagi, surat usaha saya?"), (140, "Bisa, siapkan 150 ribu dulu."), (220, "Itu resmi, Pak?"))


@lru_cache(maxsize=256)
def identity_card(name: str, nik: str, village: str) -> bytes:
    """A picture that looks like an identity card from afar; plainly marked as a demonstration."""
    card = Image.new("RGB", (860, 540), (190, 215, 235))
    draw = ImageDraw.Draw(card)
    _portrait(draw)
    for row, line in enumerate((*CARD_HEADS, f"NIK : {nik}", f"Nama : {name}", f"Desa : {village}")):
        draw.text((40, 40 + row * 62), line, fill=(20, 30, 60), font=_font(30))
    draw.text((40, 460), "CONTOH PERAGAAN, BUKAN KTP", fill=(170, 20, 30), font=_font(34))
    return _jpeg(card)


def _portrait(draw: ImageDraw.ImageDraw) -> None:
    """A head and shoulders, where a card has the photograph."""
    draw.rectangle((620, 150, 820, 430), fill=(150, 165, 180))
    draw.ellipse((670, 190, 770, 300), fill=(205, 185, 165))
    draw.rectangle((650, 310, 790, 430), fill=(70, 90, 120))


@lru_cache(maxsize=256)
def receipt(name: str, case_no: str) -> bytes:
    """A signed slip that says the letter was delivered."""
    lines = ("TANDA TERIMA SURAT", case_no, f"Diterima oleh: {name}", "Diantar lewat pemerintah desa")
    return _slip(lines)


@lru_cache(maxsize=256)
def survey_sheet(name: str) -> bytes:
    """A filled questionnaire as it was photographed, its strip cut off. ``name`` makes it a picture of its own."""
    return _slip(("SURVEI KEPUASAN MASYARAKAT", "Sembilan unsur, diisi dengan tangan", f"Lembar {name}"))


def _slip(lines: tuple[str, ...]) -> bytes:
    sheet = Image.new("RGB", (620, 440), (248, 246, 240))
    draw = ImageDraw.Draw(sheet)
    for row, line in enumerate(lines):
        draw.text((40, 40 + row * 56), line, fill=(40, 40, 50), font=_font(26))
    draw.arc((380, 270, 560, 360), 10, 300, fill=(30, 50, 140), width=4)
    draw.text((40, 390), "CONTOH PERAGAAN", fill=(170, 20, 30), font=_font(24))
    return _jpeg(sheet)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def scene(name: str, caption: str, shift: float = 0.0) -> Image.Image:
    """Hills, a road and a sky whose colours come from the name, with the caption on it."""
    seed = hashlib.sha256(name.encode()).digest()
    night = seed[0] % 2
    sky = (20 + seed[1] % 30, 25 + seed[2] % 30, 60) if night else (140 + seed[1] % 60, 190, 225)
    picture = Image.new("RGB", (WIDTH, HEIGHT), sky)
    draw = ImageDraw.Draw(picture)
    _hills(draw, seed[3:6], 30 * night)
    left = 240 + 60 * math.sin(shift)
    draw.polygon([(left, 330), (left + 60, 330), (520, HEIGHT), (120, HEIGHT)], fill=(90, 90, 95))
    draw.ellipse((500 + 20 * math.sin(shift * 2), 50, 560 + 20 * math.sin(shift * 2), 110), fill=(250, 240, 200))
    draw.rectangle((0, HEIGHT - 54, WIDTH, HEIGHT), fill=(15, 20, 30))
    draw.text((14, HEIGHT - 46), f"PERAGAAN: {caption}"[:60], fill=(255, 255, 255), font=_font(22))
    return picture


def _hills(draw: ImageDraw.ImageDraw, shifts: bytes, darker: int) -> None:
    """Three ranges of them, the nearest the lightest."""
    for layer, shift in enumerate(shifts):
        base = 230 + layer * 60
        points = [(x, base - 30 * math.sin((x + shift * 5) / 90)) for x in range(0, WIDTH + 20, 20)]
        shade = 60 + layer * 25 - darker
        draw.polygon([(0, HEIGHT), *points, (WIDTH, HEIGHT)], fill=(shade // 2, shade, shade // 2))


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def photo(name: str, caption: str) -> bytes:
    """A scene as JPEG."""
    return _jpeg(scene(name, caption))


def screenshot(name: str, caption: str) -> bytes:
    """A conversation on a telephone, as PNG."""
    picture = Image.new("RGB", (480, 800), (229, 221, 213))
    draw = ImageDraw.Draw(picture)
    for row, (left, text) in enumerate(BUBBLES):
        top = 120 + row * 110
        draw.rounded_rectangle(
            (left, top, left + 260, top + 70), 14, fill=(255, 255, 255) if row % 2 else (220, 248, 198)
        )
        draw.text((left + 14, top + 22), text, fill=(20, 20, 20), font=_font(17))
    draw.text((20, 740), f"PERAGAAN: {caption}"[:40], fill=(90, 20, 20), font=_font(20))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def sheet(name: str, caption: str) -> bytes:
    """A scanned page, as PDF; the same story makes the same file."""
    out = io.BytesIO()
    page = Image.new("RGB", (1240, 1754), (252, 250, 244))
    draw = ImageDraw.Draw(page)
    draw.text((140, 160), caption[:48], fill=(30, 30, 30), font=_font(46))
    draw.text((140, 240), "CONTOH PERAGAAN", fill=(170, 20, 30), font=_font(40))
    for row in range(18):
        draw.line((140, 380 + row * 60, 1100 - (row * 37) % 240, 380 + row * 60), fill=(120, 120, 120), width=3)
    moment = time.gmtime(1_795_000_000)
    page.save(out, "PDF", resolution=150, creationDate=moment, modDate=moment)
    return out.getvalue()

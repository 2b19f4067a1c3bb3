"""Makes small but real media files for the stories: JPEG, PNG, MP4, M4A, MP3, PDF. Each shows what it is about."""

from __future__ import annotations

import hashlib
import io
import math
import time
from fractions import Fraction
from functools import lru_cache
from typing import cast

import av
import numpy as np
from av.audio.stream import AudioStream
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 640, 480
SECONDS = 3
RATE = 44_100
FRAMES_PER_SECOND = 12


@lru_cache(maxsize=256)
def make(name: str, caption: str) -> tuple[bytes, str]:
    """A file by the ending of its name; returns (bytes, content type). Raises KeyError for an unknown ending."""
    ending = name.rsplit(".", 1)[-1].lower()
    maker, content_type = MAKERS[ending]
    return maker(name, caption), content_type


@lru_cache(maxsize=256)
def identity_card(name: str, nik: str, village: str) -> bytes:
    """A picture that looks like an identity card from afar; plainly marked as a demonstration."""
    card = Image.new("RGB", (860, 540), (190, 215, 235))
    draw = ImageDraw.Draw(card)
    draw.rectangle((620, 150, 820, 430), fill=(150, 165, 180))
    draw.ellipse((670, 190, 770, 300), fill=(205, 185, 165))
    draw.rectangle((650, 310, 790, 430), fill=(70, 90, 120))
    lines = (
        "PROVINSI SULAWESI UTARA",
        "KABUPATEN MINAHASA SELATAN",
        f"NIK : {nik}",
        f"Nama : {name}",
        f"Desa : {village}",
    )
    for row, line in enumerate(lines):
        draw.text((40, 40 + row * 62), line, fill=(20, 30, 60), font=_font(30))
    draw.text((40, 460), "CONTOH PERAGAAN, BUKAN KTP", fill=(170, 20, 30), font=_font(34))
    return _jpeg(card)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _scene(name: str, caption: str, shift: float = 0.0) -> Image.Image:
    """Hills, a road and a sky whose colours come from the name, with the caption on it."""
    seed = hashlib.sha256(name.encode()).digest()
    night = seed[0] % 2
    sky = (20 + seed[1] % 30, 25 + seed[2] % 30, 60) if night else (140 + seed[1] % 60, 190, 225)
    picture = Image.new("RGB", (WIDTH, HEIGHT), sky)
    draw = ImageDraw.Draw(picture)
    for layer in range(3):
        base = 230 + layer * 60
        points = [(x, base - 30 * math.sin((x + seed[3 + layer] * 5) / 90)) for x in range(0, WIDTH + 20, 20)]
        shade = 60 + layer * 25 - 30 * night
        draw.polygon([(0, HEIGHT), *points, (WIDTH, HEIGHT)], fill=(shade // 2, shade, shade // 2))
    left = 240 + 60 * math.sin(shift)
    draw.polygon([(left, 330), (left + 60, 330), (520, HEIGHT), (120, HEIGHT)], fill=(90, 90, 95))
    draw.ellipse((500 + 20 * math.sin(shift * 2), 50, 560 + 20 * math.sin(shift * 2), 110), fill=(250, 240, 200))
    draw.rectangle((0, HEIGHT - 54, WIDTH, HEIGHT), fill=(15, 20, 30))
    draw.text((14, HEIGHT - 46), f"PERAGAAN: {caption}"[:60], fill=(255, 255, 255), font=_font(22))
    return picture


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def _photo(name: str, caption: str) -> bytes:
    return _jpeg(_scene(name, caption))


def _screenshot(name: str, caption: str) -> bytes:
    picture = Image.new("RGB", (480, 800), (229, 221, 213))
    draw = ImageDraw.Draw(picture)
    bubbles = ((40, "Selamat pagi, surat usaha saya?"), (140, "Bisa, siapkan 150 ribu dulu."), (220, "Itu resmi, Pak?"))
    for row, (left, text) in enumerate(bubbles):
        top = 120 + row * 110
        draw.rounded_rectangle(
            (left, top, left + 260, top + 70), 14, fill=(255, 255, 255) if row % 2 else (220, 248, 198)
        )
        draw.text((left + 14, top + 22), text, fill=(20, 20, 20), font=_font(17))
    draw.text((20, 740), f"PERAGAAN: {caption}"[:40], fill=(90, 20, 20), font=_font(20))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _video(name: str, caption: str) -> bytes:
    out = io.BytesIO()
    with av.open(
        out, "w", format="mp4", options={"movflags": "frag_keyframe+empty_moov+default_base_moof"}
    ) as container:
        stream = container.add_stream("libx264", rate=FRAMES_PER_SECOND)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.options = {"preset": "ultrafast", "crf": "32"}
        for number in range(SECONDS * FRAMES_PER_SECOND):
            frame = av.VideoFrame.from_image(_scene(name, caption, number / 4))
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return out.getvalue()


def _sound(codec: str, container_format: str, name: str) -> bytes:
    base = 180 + hashlib.sha256(name.encode()).digest()[0]
    times = np.arange(SECONDS * RATE) / RATE
    wave = 0.3 * np.sin(2 * np.pi * base * times) * (1 + np.sin(2 * np.pi * 2 * times)) / 2
    out = io.BytesIO()
    with av.open(out, "w", format=container_format) as container:
        stream = cast(AudioStream, container.add_stream(codec, rate=RATE))
        stream.layout = "mono"
        size = stream.codec_context.frame_size or 1024
        for start in range(0, len(wave), size):
            chunk = wave[start : start + size].astype(np.float32).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(chunk, format="fltp", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return out.getvalue()


def _m4a(name: str, caption: str) -> bytes:
    return _sound("aac", "ipod", name)


def _mp3(name: str, caption: str) -> bytes:
    return _sound("libmp3lame", "mp3", name)


def _pdf(name: str, caption: str) -> bytes:
    out = io.BytesIO()
    page = Image.new("RGB", (1240, 1754), (252, 250, 244))
    draw = ImageDraw.Draw(page)
    draw.text((140, 160), caption[:48], fill=(30, 30, 30), font=_font(46))
    draw.text((140, 240), "CONTOH PERAGAAN", fill=(170, 20, 30), font=_font(40))
    for row in range(18):
        draw.line((140, 380 + row * 60, 1100 - (row * 37) % 240, 380 + row * 60), fill=(120, 120, 120), width=3)
    moment = time.gmtime(1_795_000_000)  # a fixed one: the same story makes the same file
    page.save(out, "PDF", resolution=150, creationDate=moment, modDate=moment)
    return out.getvalue()


MAKERS = {
    "jpg": (_photo, "image/jpeg"),
    "png": (_screenshot, "image/png"),
    "mp4": (_video, "video/mp4"),
    "m4a": (_m4a, "audio/mp4"),
    "mp3": (_mp3, "audio/mpeg"),
    "pdf": (_pdf, "application/pdf"),
}

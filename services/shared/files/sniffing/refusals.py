"""Why a file is not kept, in words for the clerk: what it seems to be, what is accepted, and the way out."""

from __future__ import annotations

import puremagic

from services.shared.errors import RuleBroken

ACCEPTED = (
    "Yang diterima: foto (JPEG, PNG, HEIC, WebP, AVIF, TIFF, BMP, GIF, JP2), video (MP4, MOV, 3GP, MKV, WebM, AVI, "
    "WMV, MPEG, TS, OGV), suara (MP3, M4A, OGG, WAV, AAC, AMR, 3GP, WMA, FLAC, CAF, WebM, MKA), PDF, Word (DOCX, DOC), "
    "Excel (XLSX, XLS), PowerPoint (PPTX, PPT), OpenDocument (ODT, ODS, ODP), dan teks (TXT)."
)
OPEN_IT = f"Buka arsipnya dan unggah isinya satu per satu. {ACCEPTED}"
AGAIN = "Mintalah kiriman ulang dari perangkat asalnya, atau cetakan PDF-nya."
AS_PDF = "Buka berkasnya, simpan atau cetak sebagai PDF, lalu unggah PDF itu."
UNLOCK_IT = "Buka dengan sandinya, simpan salinan tanpa sandi (atau PDF), lalu unggah salinan itu."
PRINT_MAIL = "Cetak pesan itu ke PDF dan unggah PDF-nya; lampirannya unggah satu per satu."
SCREENSHOT = "Ambil foto layarnya, atau cetak ke PDF, lalu unggah hasilnya."
MAIL = "pesan e-mail atau halaman web tersimpan: EML, MSG, MHT"
_NAMES = {
    "zip": "arsip ZIP", "rar": "arsip RAR", "7z": "arsip 7-Zip", "gz": "arsip GZIP", "html": "halaman HTML",
    "svg": "gambar SVG", "rtf": "dokumen RTF", "ps": "dokumen PostScript", "lnk": "pintasan Windows",
    "silk": "suara SILK", "jxl": "gambar JPEG XL", "ico": "ikon ICO", "psd": "gambar Photoshop (PSD)",
    "djvu": "dokumen DjVu", "emf": "gambar EMF", "wmf": "gambar WMF", "flv": "video FLV", "swf": "animasi Flash (SWF)",
    "aiff": "suara AIFF", "au": "suara AU", "ac3": "suara AC3", "mid": "musik MIDI", "ra": "rekaman RealMedia",
    "tar": "arsip TAR", "bz2": "arsip BZIP2", "xz": "arsip XZ", "mdb": "basis data Access",
    "ost": "kotak surat Outlook", "pst": "kotak surat Outlook", "sqlite": "basis data SQLite",
    "iso": "citra cakram ISO", "dwg": "gambar AutoCAD (DWG)", "wpd": "dokumen WordPerfect", "class": "program",
}  # fmt: skip
_BEFORE = b"\xef\xbb\xbf \t\r\n"  # what an editor puts before all else
_HINTS = {"halaman HTML": SCREENSHOT, "gambar SVG": SCREENSHOT, "berkas XML": AS_PDF, "dokumen RTF": AS_PDF}
_STARTS = {
    b"PK\x03\x04": "zip", b"PK\x05\x06": "zip", b"Rar!": "rar", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gz", b"{\\rt": "rtf",
    b"%!": "ps", b"L\0\0\0\x01\x14\x02\0": "lnk", b"#!SILK": "silk", b"\xff\x0a": "jxl", b"!BDN": "pst", b"AC1": "dwg",
}  # fmt: skip


class NotAccepted(RuleBroken):
    """A file that we do not keep (415); the message says what to do instead."""

    status = 415


def refusal(head: bytes) -> NotAccepted:
    """Why a file with these first bytes is not kept, and what is."""
    name = _name(head)
    hint = OPEN_IT if name.startswith("arsip") else f"{_HINTS.get(name, '')} {ACCEPTED}".strip()
    return refused(name, hint)


def refused(name: str, hint: str) -> NotAccepted:
    """The refusal of what seems to be ``name``, with what to do instead."""
    message = f"Jenis berkas ini ({name}) tidak diterima. {hint}"
    return NotAccepted("Jenis berkas tidak diterima.", {"file": [message]})


def active(what: str) -> NotAccepted:
    """The refusal of a document that does something by itself when it is opened."""
    message = (
        f"Berkas ini memuat {what}, yang dapat menjalankan perintah saat dibuka, sehingga tidak diterima. "
        f"{AS_PDF} Bila isinya masih perlu disunting, simpan dahulu tanpa bagian itu."
    )
    return NotAccepted("Berkas memuat bagian yang aktif.", {"file": [message]})


def _name(head: bytes) -> str:
    """What a refused file seems to be, in words for the clerk."""
    named = next((name for start, name in _STARTS.items() if head.lstrip(_BEFORE).startswith(start)), "")
    if not named and head.startswith((b"\x7fELF", b"MZ", b"#!", b"\xca\xfe\xba\xbe")):
        return "program"
    named = named or _page(head)
    return _NAMES.get(named) or named or _guessed(head)


def _page(head: bytes) -> str:
    start = head[:512].lstrip(_BEFORE).lower()
    if b"<svg" in start:
        return "svg"
    if start.startswith((b"<!doctype html", b"<html")) or b"<script" in start or b"<html" in start:
        return "html"
    return "berkas XML" if start.startswith(b"<") else ""


def _guessed(head: bytes) -> str:
    try:
        ending = puremagic.from_string(head[:8192]).lstrip(".")
    except (puremagic.PureError, ValueError):
        return "tidak dikenal"
    return _NAMES.get(ending, "tidak dikenal")  # its other guesses are mostly wrong

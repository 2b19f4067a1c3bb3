"""Why a file is not kept, in words for the clerk: what it seems to be, and what is accepted."""

from __future__ import annotations

import puremagic

from services.shared.errors import RuleBroken

_NAMES = {"zip": "arsip ZIP", "rar": "arsip RAR", "7z": "arsip 7-Zip", "html": "halaman HTML", "svg": "gambar SVG"}

ACCEPTED = "Yang diterima: foto, video, suara, PDF, dokumen Word/Excel/PowerPoint/OpenDocument, dan teks."
OPEN_IT = f"Buka arsipnya dan unggah isinya satu per satu. {ACCEPTED}"


class NotAccepted(RuleBroken):
    """A type of file that we do not keep (415); the message says what to do instead."""

    status = 415


def refusal(head: bytes) -> NotAccepted:
    """Why a file with these first bytes is not kept, and what is."""
    name = _name(head)
    return refused(name, OPEN_IT if name.startswith("arsip") else ACCEPTED)


def refused(name: str, hint: str) -> NotAccepted:
    """The refusal of what seems to be ``name``, with what to do instead."""
    message = f"Jenis berkas ini ({name}) tidak diterima. {hint}"
    return NotAccepted("Jenis berkas tidak diterima.", {"file": [message]})


def _name(head: bytes) -> str:
    """What a refused file seems to be, in words for the clerk."""
    if head.startswith(b"PK\x03\x04"):
        return _NAMES["zip"]
    if head.startswith((b"\x7fELF", b"MZ", b"#!", b"\xca\xfe\xba\xbe")):
        return "program"
    start = head[:512].lstrip().lower()
    if b"<svg" in start:
        return _NAMES["svg"]
    if start.startswith((b"<!doctype", b"<html", b"<")):
        return _NAMES["html"]
    try:
        ending = puremagic.from_string(head[:8192]).lstrip(".")
    except (puremagic.PureError, ValueError):
        return "tidak dikenal"
    return _NAMES.get(ending, ending or "tidak dikenal")

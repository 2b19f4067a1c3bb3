"""Plain text as it is written here: UTF-8, what Notepad calls Unicode (UTF-16), and Windows-1252.

What a text *says* is no matter of ours: a batch file, a script, a link to a page are kept as what they are, text, and
leave only as ``.txt`` (``web.names``), so that nothing runs them when they are pressed. Pages are refused: they are
opened by what they say.
"""

from __future__ import annotations

import codecs
import re

# Line ends, tabs, and what terminals and old programs leave in logs: bell, backspace, end of file, escape.
_CONTROLS = frozenset("\t\n\r\f\v\x07\x08\x1a\x1b")
_MARKUP = re.compile(r"<[a-z!?/]")
_PAGES = ("<script", "<html", "<svg", "<!doctype")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*:[^\n]*(?:\n[ \t][^\n]*)*\n?")
_OF_MAIL = re.compile(
    r"^(?:mime-version|received|message-id|return-path|delivered-to|content-(?:type|transfer-encoding)):",
    re.IGNORECASE | re.MULTILINE,
)
_READABLE = 0.7  # of a text of one byte a sign, at least this much is plain ASCII
_HALF = 0.8  # of a UTF-16 text without its mark, at least so many signs are plain ASCII, with a zero before or behind
PDF = b"%PDF-"
_PDF_WITHIN = 1024  # bytes, as every reader of PDF has it


def decoded(data: bytes, *, final: bool = False) -> str | None:
    """The text that these bytes (or the beginning of a file) are; None where they are none."""
    for encoding in _encodings(data):
        # Windows writes, and reads again, five bytes that its own code does not have.
        errors = "replace" if encoding == "cp1252" or _is_torn(data, encoding) else "strict"
        try:
            text = codecs.getincrementaldecoder(encoding)(errors).decode(data, final)
        except UnicodeDecodeError:
            continue
        if all(char >= " " or char in _CONTROLS for char in text) and (encoding != "cp1252" or _reads(data)):
            return text.removeprefix("\ufeff")
    return None


def is_page(text: str) -> bool:
    """Whether a program would take it for a page, a picture or a program of its own, by what stands first."""
    start = text.lstrip()[:256].lower()
    return bool(_MARKUP.match(start)) or start.startswith(("#!", "%!", "{\\rt")) or any(m in start for m in _PAGES)


def is_mail(text: str) -> bool:
    """Whether it begins with the headers of a mail, or of a page that was saved as one."""
    start = text[:8192].replace("\r\n", "\n")
    at = start.find("\n") + 1 if start.startswith("From ") else 0  # of a mailbox: who sent it, and when
    while found := _HEADER.match(start, at):
        at = found.end()
    return bool(_OF_MAIL.search(start[:at]))


def is_pdf(head: bytes) -> bool:
    """A PDF, also behind a byte order mark, blank lines, or the head of a part of a form that was saved with it."""
    at = head.find(PDF, 0, _PDF_WITHIN + len(PDF))
    if at <= 0:
        return at == 0
    before = decoded(head[:at])
    return before is not None and not is_page(before)


def _is_torn(data: bytes, encoding: str) -> bool:
    """Whether it is UTF-8 with a few bytes missing, as programs write that cut an emoji in two."""
    if encoding != "utf-8" or data.isascii():
        return False
    text = data.decode("utf-8", "replace")
    torn = text.count("\ufffd")
    return 0 < torn * 4 <= sum(char > "\x7f" for char in text) - torn


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = data[place::2]
        if zeros.count(0) >= max(_HALF * len(zeros), 1) and 0 not in data[1 - place :: 2]:
            return (encoding,)
    return ("utf-8", "cp1252")


def _reads(data: bytes) -> bool:
    return sum(byte < 0x80 for byte in data) >= _READABLE * len(data)

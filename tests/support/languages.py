"""What of a page is read, and whether it is Indonesian, by the words of the catalogue itself."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser

from babel.messages.pofile import read_po

from services.shared.web.translating import CATALOGUE, ENGLISH

READ = {"aria-label", "alt", "placeholder", "title", "data-busy", "data-text"}
VOID = {"meta", "link", "input", "br", "img", "hr", "source", "path", "rect", "use", "circle", "line"}
UNREAD = {"script", "style", "noscript"}
WORD = re.compile(r"\b[^\W\d_]{2,}\b")  # and no part of a number or code


class Reader(HTMLParser):
    """The words of a page in its own language: what says that it is in Indonesian is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.language, self.words = "", list[str]()
        self._left_out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        known = dict(attrs)
        if tag == "html":
            self.language = known.get("lang") or ""
        elif self._left_out or known.get("lang") == "id" or tag in UNREAD:
            if tag not in VOID:
                self._left_out.append(tag)
            return
        self.words += [value or "" for name, value in attrs if name in READ]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without content."""

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if self._left_out and tag == self._left_out[-1]:
            self._left_out.pop()

    def handle_data(self, data: str) -> None:
        """Text."""
        if not self._left_out:
            self.words.append(data)


@cache
def indonesian() -> frozenset[str]:
    """Words that stand in Indonesian messages, and in no English one."""
    with CATALOGUE.open("rb") as source:
        messages = [message for message in read_po(source, locale=ENGLISH) if message.id]
    own, english = (
        {word.lower() for text in texts for word in WORD.findall(re.sub(r"%\(\w+\)s", "", str(text)))}
        for texts in ((message.id for message in messages), (message.string for message in messages))
    )
    return frozenset(own - english)


def read(page: str) -> Reader:
    """A page as it is read."""
    reader = Reader()
    reader.feed(page)
    return reader


def left_in_indonesian(page: str, *names: str) -> list[str]:
    """The Indonesian words of a page, but for names of the office's own."""
    text = " ".join(read(page).words)
    for name in names:
        text = text.replace(name, "")
    return sorted({word for word in WORD.findall(text) if word.lower() in indonesian()})

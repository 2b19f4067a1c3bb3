"""Makes styles light: of Bootstrap only the rules that a page of ours can use, of ours no comments.

A class is used where its name stands in a template or a script, or begins with what stands there before a blank
(``btn-{{ kind }}``). Rules of elements stay. Nothing has to be listed, and nothing made anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

SERVICES = Path(__file__).parents[2]
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_SPACE = re.compile(r"\s+")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_ATTRIBUTE = re.compile(r"\[([a-z-]+)")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_BEGUN = re.compile(r"([A-Za-z][\w-]*-)(?:\{\{|\{|\$\{|['\"] *[~+])")
_VARIABLE = re.compile(r"(--bs-[\w-]+):[^;}]+;?")
_ASKED = re.compile(r"var\((--bs-[\w-]+)")


def plain(style: str) -> str:
    """A style without comments and needless space; strings are left as they are."""
    return _SPACE.sub(" ", _COMMENT.sub("", style)).strip()


def used(style: str) -> str:
    """A minified style with only the rules whose selectors a page can match, and only the variables that are asked."""
    return _asked_for("".join(_kept(_COMMENT.sub("", style))))


def _kept(style: str) -> list[str]:
    found: list[str] = []
    for head, body in _rules(style):
        if head.startswith(("@media", "@supports")):
            if inner := "".join(_kept(body)):
                found.append(f"{head}{{{inner}}}")
        elif head.startswith("@"):
            found.append(f"{head}{{{body}}}" if body else head)
        elif selectors := [one for one in _selectors(head) if _may_match(one)]:
            found.append(f"{','.join(selectors)}{{{body}}}")
    return found


def _rules(style: str) -> Iterator[tuple[str, str]]:
    """Head and body of each rule at the outermost level; a statement without a body (``@charset``) has an empty one."""
    begin, depth, opened = 0, 0, 0
    for at, sign in enumerate(style):
        if sign == "{":
            depth, opened = depth + 1, opened if depth else at
        elif sign == "}":
            depth -= 1
            if not depth:
                yield style[begin:opened].strip(), style[opened + 1 : at]
                begin = at + 1
        elif sign == ";" and not depth:
            yield style[begin : at + 1].strip(), ""
            begin = at + 1


def _selectors(head: str) -> list[str]:
    """The selectors of a head; a comma within brackets parts none."""
    return re.split(r",(?![^(]*\))", head)


def _may_match(selector: str) -> bool:
    asked = re.sub(r":not\([^)]*\)", "", selector)
    words, begun = _said()
    classes = all(name in words or name.startswith(begun) for name in _CLASS.findall(asked))
    return classes and all(not name.startswith("data-bs") for name in _ATTRIBUTE.findall(asked))


@cache
def _said() -> tuple[frozenset[str], tuple[str, ...]]:
    """All words of templates and scripts, and those that a blank follows."""
    words: set[str] = set()
    begun: set[str] = set()
    for path in _sources():
        text = path.read_text(encoding="utf-8")
        words.update(_WORD.findall(text))
        begun.update(_BEGUN.findall(text))
    return frozenset(words), tuple(begun)


def _sources() -> list[Path]:
    return [*SERVICES.glob("*/templates/**/*.html"), *SERVICES.glob("shared/static/*.js")]


def _asked_for(style: str) -> str:
    """Without the variables that nothing asks for, here or in our own styles; asked again until none is left over."""
    ours = "".join(path.read_text(encoding="utf-8") for path in SERVICES.glob("shared/static/*.css"))
    before = ""
    while before != style:
        before, asked = style, {*_ASKED.findall(style), *_ASKED.findall(ours)}
        style = _VARIABLE.sub(partial(_if_asked, asked), style)
    return style


def _if_asked(asked: set[str], found: re.Match[str]) -> str:
    return found[0] if found[1] in asked else ""

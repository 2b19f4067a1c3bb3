"""Which mark a line has, and where in the running list it stands: every mark prints as it was typed.

A mark that is new, or indented, opens a list within the item above it; one that is known goes back to its list.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

BULLETS = "-–—•▪➢❖✓✗→☐☑◦●○■·"
# A tab is what Word puts behind a mark; before it an o is a ring, the bullet of its second lists.
LINE = re.compile(
    rf"(?P<mark>\(?(?:\d{{1,3}}|[a-z]|[A-Z]|[ivx]{{2,5}}|[IVX]{{2,5}})[.)]|[{BULLETS}]|o(?=\t))[ \t]+(?P<rest>\S.*)"
)
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
_INDENT = 2  # spaces from which a line stands deeper than the one above


@dataclass(frozen=True)
class Mark:
    """A mark as it was typed: its style with where it stands in a count of that style (a letter may be a number)."""

    text: str
    rest: str
    indent: int
    meant: tuple[tuple[str, int], ...]


@dataclass
class _Level:
    style: str
    indent: int
    ordinal: int


@dataclass
class Running:
    """The lists that are open, the outermost first, and how far every style of the letter has counted."""

    levels: list[_Level] = field(default_factory=list)

    def place(self, mark: Mark, gap: bool, counted: dict[str, int]) -> int | None:
        """How deep the item stands; None where it belongs to no list that is open. Notes where the count is."""
        if not self.levels:
            return None
        style, ordinal = self._meaning(mark)
        deeper, known = mark.indent >= self.levels[-1].indent + _INDENT, self._known(style, mark.indent)
        if deeper and ordinal == 1:
            known = None
        elif known is not None and gap and not _is_bullet(style) and ordinal != self.levels[known].ordinal + 1:
            return None
        if known is None and ((gap and not deeper) or (style.strip("().") == "1" and ordinal != 1)):
            return None
        depth = len(self.levels) if known is None else known
        indent = mark.indent if known is None else self.levels[known].indent
        self.levels[depth:] = [_Level(style, indent, ordinal)]
        counted[style] = ordinal
        return depth

    def begin(self, mark: Mark, counted: dict[str, int], said: Collection[str]) -> bool:
        """Whether the mark begins a list: the first of its style, or the next after a list of the letter before."""
        for style, ordinal in mark.meant:
            first = ordinal == 1 and (not style.strip("().").isupper() or _second(style) in said)
            if first or (ordinal > 1 and counted.get(style) == ordinal - 1):
                self.levels = [_Level(style, mark.indent, ordinal)]
                counted[style] = ordinal
                return True
        return False

    def _meaning(self, mark: Mark) -> tuple[str, int]:
        open_ = {level.style: level.ordinal for level in self.levels}
        following = (one for one in mark.meant if open_.get(one[0]) == one[1] - 1)
        same = (one for one in mark.meant if one[0] in open_)
        first = (one for one in mark.meant if one[1] == 1)
        return next(following, None) or next(same, None) or next(first, None) or mark.meant[0]

    def _known(self, style: str, indent: int) -> int | None:
        same = [depth for depth, level in enumerate(self.levels) if level.style == style]
        near = [depth for depth in same if self.levels[depth].indent < indent + _INDENT]
        return near[-1] if near else same[0] if same else None


def mark_of(raw: str) -> Mark | None:
    """The mark of a line, if it has one."""
    found = LINE.fullmatch(raw.strip())
    if not found:
        return None
    indent = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
    return Mark(found["mark"], found["rest"], indent, tuple(_meant(found["mark"])))


def _meant(mark: str) -> list[tuple[str, int]]:
    if _is_bullet(mark):
        return [(mark, 1)]
    name = mark.strip("().")
    if name.isdigit():
        return [(mark.replace(name, "1"), int(name))]
    first, one = ("A", "I") if name.isupper() else ("a", "i")
    letter = [(mark.replace(name, first), ord(name) - ord(first) + 1)] if len(name) == 1 else []
    roman = [(mark.replace(name, one), value)] if (value := _roman(name.lower())) else []
    return letter + roman or [(mark.replace(name, one), 0)]


def _roman(name: str) -> int:
    found = _ROMAN.fullmatch(name)
    ones = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return 10 * len(found[1]) + ones.index(found[2]) if found else 0


def _second(style: str) -> str:
    return style.replace("A", "B").replace("I", "II")


def _is_bullet(style: str) -> bool:
    return style in BULLETS or style == "o"

"""What a check of an archive package found."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.registry.archiving.tags import EDITION, KIND, WHOLE_OF

MOST_PROBLEMS = 1000  # that are kept; a package with more is no better for it
LONGEST = 300  # characters that are shown of what a package says


@dataclass
class Report:
    """What was found. ``problems`` is empty for a package that is whole."""

    root: str
    files: int = 0
    size: int = 0  # bytes of the payload
    info: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    @property
    def edition(self) -> bool:
        """Whether it says to be a copy for a reader, in which files are left out."""
        return self.info.get(KIND) == EDITION

    @property
    def whole_sealed(self) -> str:
        """Of a copy for a reader: by which hash the chain names the whole package."""
        return self.info.get(WHOLE_OF, "")

    def note(self, problem: str) -> None:
        """Something is wrong; said twice it is noted once."""
        if len(self.problems) < MOST_PROBLEMS and problem not in self.problems:
            self.problems.append(problem)


def plain(text: str) -> str:
    """A package's own words as they may be shown on a terminal: control and direction signs are spelt out, and what is
    longer than anybody needs is cut."""
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in shown)

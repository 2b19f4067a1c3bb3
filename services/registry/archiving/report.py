"""What a check of an archive package found."""

from __future__ import annotations

from dataclasses import dataclass, field


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

    def note(self, problem: str) -> None:
        """Something is wrong; said twice it is noted once."""
        if problem not in self.problems:
            self.problems.append(problem)

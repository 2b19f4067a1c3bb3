"""A desk at work in an installation: a case with a letter, from the desk to the archive, by the public API.

The desk of a release is the one in its own code (``tree``): people have the pages of the release that served them.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.installs.scripts import ARCHIVED, PLAYED, SHOWN, TYPED

PATIENCE = 1800  # seconds


@dataclass(frozen=True)
class Desk:
    """``root``: the certificate that the office is trusted by; ``within``: the words of a command that reaches it."""

    address: str
    root: Path
    tree: Path
    within: Callable[..., list[str]] = field(default=lambda *words: [sys.executable, *words])

    def begin(self) -> subprocess.Popen[str]:
        """A case is begun while the test goes on, and one after it, until ``ended``."""
        return self._do(PLAYED)

    def play(self) -> str:
        """A case from the desk to the archive; its number."""
        return self.ended(self.begin())[-1]

    def type(self) -> subprocess.Popen[str]:
        """Somebody begins to type at all four parts, and goes on until ``paused``."""
        return self._do(TYPED)

    def paused(self, begun: subprocess.Popen[str]) -> dict[str, float]:
        """The longest pause of each part since, in seconds, each seen to keep what was typed."""
        said = begun.communicate(timeout=PATIENCE)[0]
        found = re.findall(r"^paused (\w+) ([\d.]+) ([1-9]\d*)$", said, re.M)
        assert len(found) == 4, said
        return {service: float(pause) for service, pause, _ in found}

    def ended(self, begun: subprocess.Popen[str]) -> list[str]:
        """The numbers of the cases that were begun, once the last of them is through."""
        return _words("played", begun)

    def archived(self, case_no: str) -> str:
        """The number under which the case lies in the archive, as the desk reads it."""
        return _words("archived", self._do(ARCHIVED, case_no))[0]

    def page(self, path: str) -> str:
        """A page as whoever has no account is shown it, with its status before it."""
        return self._do(SHOWN, path).communicate(timeout=PATIENCE)[0]

    def _do(self, script: str, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.within("-c", script, self.address, *words), cwd=self.tree, env=self._environ(),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def _environ(self) -> Mapping[str, str]:
        """It knows the gateway's own authority, and nothing of an office."""
        return {"PATH": "/usr/bin:/bin", "SSL_CERT_FILE": str(self.root), "PYTHONDONTWRITEBYTECODE": "1"}


def _words(kind: str, process: subprocess.Popen[str]) -> list[str]:
    said = process.communicate(timeout=PATIENCE)[0]
    found = re.findall(rf"^{kind} (\S+)$", said, re.M)
    assert process.returncode == 0, said
    assert found, said
    return found

"""All looks at once, each with a time limit: what is frozen costs the others nothing, and is itself the finding."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from deploy.doctor.finding import Finding, Look, failure
from deploy.installation import Installation
from services.shared.config.settings import Settings

LIMIT = 7.0  # seconds that a look may take; all begin at once


@dataclass
class Looking:
    """A look under way in a thread of its own, which is left alone when it does not come back."""

    name: str
    look: Look
    frozen: str  # what to do where it does not end
    findings: list[Finding] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def begin(self, installation: Installation, values: dict[str, Settings]) -> None:
        """Start it."""
        threading.Thread(target=self._run, args=(installation, values), daemon=True, name=self.name).start()

    def end(self, until: float) -> list[Finding]:
        """What it found by then (monotonic), and that it did not end, where it did not."""
        if self.done.wait(max(until - time.monotonic(), 0)):
            return self.findings
        return [*self.findings, failure(self.name, f"does not answer within {LIMIT:.0f} s", self.frozen)]

    def _run(self, installation: Installation, values: dict[str, Settings]) -> None:
        try:
            self.findings.extend(self.look(installation, values))
        except (psycopg.Error, SQLAlchemyError) as error:
            advice = "Is PostgreSQL running, and in reach from here? Then the other lines follow."
            self.findings.append(failure(self.name, str(error).strip().splitlines()[0], advice))
        except Exception as error:
            advice = "This look itself failed: tell the developers, with this line."
            self.findings.append(failure(self.name, f"{type(error).__name__}: {str(error)[:200]}", advice))
        finally:
            self.done.set()


def together(
    looks: Sequence[tuple[str, Look, str]], installation: Installation, values: dict[str, Settings]
) -> Iterator[Finding]:
    """The findings of all looks, in their order; takes LIMIT at most."""
    under_way = [Looking(*each) for each in looks]
    until = time.monotonic() + LIMIT
    for each in under_way:
        each.begin(installation, values)
    for each in under_way:
        yield from each.end(until)

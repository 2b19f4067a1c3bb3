"""One request as its sender sees it: from the moment it was due, so that a late server cannot hide its lateness."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import httpx

from benchmarks.harness import percentile

LATE = "client late by (s)"


@dataclass
class Tally:
    """Seconds by kind of request, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    latest: float = 0.0

    async def ask(
        self, client: httpx.AsyncClient, kind: str, due: float, method: str, path: str, **more: object
    ) -> httpx.Response | None:
        """Ask and note; the answer where it was a good one."""
        self.sent += 1
        self.latest = max(self.latest, time.monotonic() - due)
        try:
            answer = await client.request(method, path, **more)  # type: ignore[arg-type]
        except httpx.HTTPError as error:
            self.errors[f"{kind}: {type(error).__name__}"] += 1
            return None
        if not (answer.is_success or answer.is_redirect):
            self.errors[f"{kind}: {answer.status_code}"] += 1
            return None
        self.seconds[kind].append(time.monotonic() - due)
        return answer

    def lines(self) -> list[str]:
        """A table: kind, how many, p50, p95, worst; in milliseconds."""
        found = [f"{'kind':<24}{'number':>8}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}"]
        for kind, values in sorted(self.seconds.items()):
            figures = (percentile(values, 0.5), percentile(values, 0.95), max(values))
            found.append(f"{kind:<24}{len(values):>8}" + "".join(f"{value * 1000:>9.0f}" for value in figures))
        found.append(f"requests {self.sent}, errors {sum(self.errors.values())} {dict(self.errors) or ''}")
        return [*found, f"the client itself began a request at most {self.latest * 1000:.0f} ms late"]

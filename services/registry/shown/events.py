"""The time line of a letter or of an archived case, and how what was told to other services fares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.handoffs.outbox import labelled
from services.registry.verbs import VERBS

DELIVERED = {
    ("letter_registered", "review"): "Nomor surat ke berkas pengaduan",
    ("letter_ready", "intake"): "Surat siap diserahkan ke loket",
    ("case_archived", "intake"): "Kabar pengarsipan ke loket",
    ("case_archived", "review"): "Kabar pengarsipan ke penanganan",
}


def events(story: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The time line, the newest first."""
    return VERBS.time_line(story, "detail")


def deliveries(rows: Iterable[Mapping[str, Any]], *kinds: str) -> list[dict[str, Any]]:
    """The newest message of each kind to each service: how what the registry told the others fares."""
    return labelled(rows, {key: label for key, label in DELIVERED.items() if key[0] in kinds})

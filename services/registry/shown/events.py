"""The time line of a letter or of an archived case, and how what was told to other services fares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.registry.verbs import VERBS
from services.shared.verbs import Line

_PLAIN = Line("", "")
DELIVERED = {
    ("letter_registered", "review"): "Nomor surat ke berkas pengaduan",
    ("letter_ready", "intake"): "Surat siap diserahkan ke loket",
    ("case_archived", "intake"): "Kabar pengarsipan ke loket",
    ("case_archived", "review"): "Kabar pengarsipan ke penanganan",
}


def events(story: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The time line, the newest first."""
    shown = []
    for line in story:
        mark = VERBS.get(line["verb"]) or _PLAIN
        what = {"what": line["note"], "at": line["at"], "who": line["actor_name"]}
        shown.append({**what, "note": line["details"].get("detail", ""), "tone": mark.tone, "icon": mark.icon})
    return shown[::-1]


def deliveries(rows: Iterable[Mapping[str, Any]], *kinds: str) -> list[dict[str, Any]]:
    """The newest message of each kind to each service: how what the registry told the others fares."""
    shown = {
        label: {"label": label, "state": row["state"], "since": row["since"]}
        for row in rows
        if row["kind"] in kinds and (label := DELIVERED.get((row["kind"], row["receiver"])))
    }
    return list(shown.values())

"""The four figures above the statistics, for page and paper, and what may be said of their change."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from services.review.queries.statistics import Figures
from services.review.rules import comparing
from services.review.rules.comparing import FEW, Change
from services.review.rules.statistics import Period, share

WORDS = {
    Change.UP: "naik dari {before}",
    Change.DOWN: "turun dari {before}",
    Change.SAME: "kurang lebih sama dengan {before}",
    Change.FEW: "terlalu sedikit untuk dibandingkan dengan {before}",
}
Shown = dict[str, Any]


def figures(period: Period, found: Figures) -> list[Shown]:
    """The four numbers above, each with how it stands to the period before; never a percentage of few cases."""
    kept = found.counts.get("kept", Counter())
    of = kept["yes"] + kept["no"]
    rate = f"{share(kept['yes'], of)}%" if of >= FEW else f"{kept['yes']} dari {of}" if of else "—"
    return [
        {"value": found.total("received"), "label": "Diterima", "tone": "info", "note": _flow(found, "received")},
        {"value": found.total("ended"), "label": "Selesai", "tone": "ok", "note": _flow(found, "ended")},
        _backlog(period, found),
        {"value": rate, "label": "Selesai tepat waktu", "tone": "mute", "note": _kept(found)},
    ]


def _incomparable(found: Figures) -> str:
    """Why nothing is compared: no month of the period is over, or the office did not count yet before; or nothing."""
    spans = found.spans
    if spans is None or not spans.months:
        return "Bulan ini belum selesai: belum dapat dibandingkan"
    counted = [month for month, of in found.months.items() if of["received"] or of["ended"]]
    return "" if min(counted, default=spans.first) <= spans.before_first else f"Belum ada pembanding: {spans.words}"


def _flow(found: Figures, name: str) -> str:
    spans = found.spans
    if spans is None or (why := _incomparable(found)):
        return why
    now = found.between(name, spans.first, spans.last)
    before = found.between(name, spans.before_first, spans.before_last)
    told = WORDS[comparing.change(now, before)].format(before=f"{before} ({spans.words})")
    if found.running:
        return f"{comparing.span(spans.first, spans.last)}: {now}, {told}"
    return told[0].upper() + told[1:]


def _backlog(period: Period, found: Figures) -> Shown:
    """Open now, or at the end of a period that is over; compared with its beginning."""
    last = found.trend[max(found.trend)][2] if found.trend else 0
    now = sum(found.present.get("open", Counter()).values()) if found.running else last
    before = found.open_before(period.first)
    told = WORDS[comparing.change(now, before)].format(before=f"{before} pada awal periode")
    label = "Masih diproses sekarang" if found.running else "Masih diproses di akhir"
    return {"value": now, "label": label, "tone": "mute", "note": told[0].upper() + told[1:]}


def _in_time(found: Figures, first: date, last: date) -> tuple[int, int]:
    """How many were ended in time, and of how many."""
    kept = found.between("yes", first, last)
    return kept, kept + found.between("no", first, last)


def _kept(found: Figures) -> str:
    spans = found.spans
    if spans is None or (why := _incomparable(found)):
        return why
    now, before = _in_time(found, spans.first, spans.last), _in_time(found, spans.before_first, spans.before_last)
    changed = comparing.change_of_shares(now, before)
    if changed == Change.NONE:
        return f"Belum ada pembanding: {spans.words}"
    if changed == Change.FEW:
        return f"Terlalu sedikit untuk dibandingkan ({before[0]} dari {before[1]}, {spans.words})"
    told = WORDS[changed].format(before=f"{share(*before)}% ({spans.words})")
    return told[0].upper() + told[1:]

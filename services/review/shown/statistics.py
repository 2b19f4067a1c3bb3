"""The statistics as tables in words: what page, CSV, XLSX and the printed report show alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from services.handoffs.endings import BY_LAST_STEP, LABELS
from services.handoffs.outcomes import way_of
from services.review.queries.statistics import Figures
from services.review.rules.deadlines import STEP_LIMITS
from services.review.rules.statistics import Row, Section, percentile
from services.review.shown.charts import STEPS, hours
from services.review.states import STATE_LABELS
from services.shared.calendar.clock import MONTHS
from services.shared.config import naming
from services.shared.config.office import Office

UNITS = {"working": "hari kerja", "calendar": "hari kalender"}


def scopes(office: Office) -> list[tuple[str, str]]:
    """What the figures can be narrowed to, one at a time: ``village=Makasili``, ``class_code=ordinary`` …"""
    return [
        *((f"village={name}", naming.village(name)) for name in office.villages.values()),
        *((f"class_code={code}", f"Klasifikasi {item.label}") for code, item in office.classes.items()),
        *((f"category={code}", f"Jenis {label}") for code, label in office.categories.items()),
    ]


def sections(office: Office, found: Figures) -> list[Section]:
    """All tables of a period, in the order of the report."""
    classes = {code: item.label for code, item in office.classes.items()}
    causes = {step: LABELS[ending] for step, ending in BY_LAST_STEP.items()}
    outcomes = {str(state): label for state, label in STATE_LABELS.items()} | causes | {"open": "Masih diproses"}
    counts = found.counts
    return [
        _trend(found),
        _ranked(naming.say("Menurut {desa}"), naming.village(), counts.get("village"), {}),
        _ranked("Menurut klasifikasi", "Klasifikasi pengaduan", counts.get("class_code"), classes),
        _ranked("Menurut jenis", "Jenis", counts.get("category"), office.categories),
        _ranked("Menurut hasil", "Hasil", counts.get("outcome"), outcomes),
        _ranked("Menurut alur penanganan", "Alur penanganan", counts.get("branch"), _ways(counts.get("branch", {}))),
        _times(office, found),
        _hours(found),
        _ranked(naming.say("Koordinasi dengan pemerintah {desa} (10a)"), naming.village(), counts.get("talked"), {}),
        _ranked("Sedang dipegang anggota tim", "Nama", found.present.get("open_at"), {}),
        _ranked("Langkah yang diselesaikan", "Nama", counts.get("steps_by"), {}),
    ]


def _trend(found: Figures) -> Section:
    rows: list[Row] = [
        [f"{MONTHS[month.month - 1]} {month.year}", received, ended, left]
        for month, (received, ended, left) in found.trend.items()
    ]
    return Section("Perkembangan", ["Bulan", "Diterima", "Selesai", "Belum selesai di akhir bulan"], rows)


def _ranked(title: str, label: str, found: Counter[str] | None, words: Mapping[str, str]) -> Section:
    ordered = (found or Counter()).most_common()
    return Section(title, [label, "Jumlah"], [[words.get(code, code) or "-", n] for code, n in ordered])


def _hours(found: Figures) -> Section:
    shown = hours(found)
    rows: list[Row] = [[row["day"], *(n for n, _ in row["cells"])] for row in shown["rows"] if shown["total"]]
    return Section("Menurut hari dan jam diterima", ["Hari", *(f"{hour:02d}" for hour in shown["hours"])], rows)


def _ways(branches: Iterable[str]) -> dict[str, str]:
    return {branch: way_of(branch) for branch in branches}


def _times(office: Office, found: Figures) -> Section:
    rows: list[Row] = []
    for state in STEPS:
        days = found.days(str(state))
        if not days:
            continue
        limit = office.limit(STEP_LIMITS.get(state, ""))
        allowed = f"{limit.days} {UNITS[limit.unit]}" if limit else "-"
        median, most = percentile(days, 0.5), percentile(days, 0.9)
        rows.append([STATE_LABELS[state], median or 0, most or 0, sum(days.values()), allowed])
    head = ["Langkah", "Median (hari kerja)", "P90 (hari kerja)", "Banyaknya", "Batas"]
    return Section("Lama setiap langkah", head, rows)

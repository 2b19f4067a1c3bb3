"""The villages as tiles, and as a map where the office's folder holds their borders (``villages.geojson``)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from services.review.queries.statistics import Figures
from services.review.shown.charts import shade
from services.shared.config.office import Office

FILE = "villages.geojson"  # beside office.toml
LARGEST = 5_000_000  # bytes
SIDE = 1000  # the longer side of the map
UNKNOWN = f"tidak satu pun wilayah dalam {FILE} bernama atau berkode seperti di office.toml"
Ring = list[tuple[float, float]]


def tiles(office: Office, found: Figures, scope: str) -> list[dict[str, Any]]:
    """Each village with its count and shade, in the office's order; what came from elsewhere last."""
    names = list(office.villages.values())
    counts = [(name, found.villages[name]) for name in names]
    elsewhere = sum(found.villages.values()) - sum(n for _, n in counts)
    most = max((n for _, n in counts), default=0)
    shown = [_tile(name, n, shade(n, most), scope) for name, n in counts]
    return shown + ([{"name": "Di luar wilayah", "n": elsewhere, "shade": 0}] if elsewhere else [])


def _tile(name: str, n: int, tone: int, scope: str) -> dict[str, Any]:
    own = f"village={name}"
    return {"name": name, "n": n, "shade": tone, "scope": own, "current": scope == own}


@dataclass(frozen=True)
class Borders:
    """The outline of each village by name, as a path within ``wide`` × ``high``; ``missing``: why there is none."""

    paths: dict[str, str] = field(default_factory=dict)
    wide: int = 0
    high: int = 0
    missing: str = ""


def borders(office: Office, office_file: Path) -> Borders:
    """The map of the office's folder; read again when the file has changed."""
    path = office_file.resolve().parent / FILE
    try:
        seen = path.stat()
    except OSError:
        return Borders()
    return _read(path, seen.st_mtime_ns, seen.st_size, tuple(office.villages.items()))


@lru_cache(maxsize=4)
def _read(path: Path, _: int, size: int, villages: tuple[tuple[str, str], ...]) -> Borders:
    if size > LARGEST:
        return Borders(missing=f"{FILE} lebih besar daripada {LARGEST // 1_000_000} MB")
    try:
        shapes = _shapes(json.loads(path.read_text(encoding="utf-8-sig"))["features"], dict(villages))
        return _drawn(shapes) if shapes else Borders(missing=UNKNOWN)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return Borders(missing=f"{FILE} bukan GeoJSON yang dapat dibaca")


def _shapes(features: Iterable[Mapping[str, Any]], villages: Mapping[str, str]) -> dict[str, list[Ring]]:
    named = ((_village(one["properties"], villages), one["geometry"]) for one in features)
    return {name: rings for name, geometry in named if name and (rings := list(_rings(geometry)))}


def _village(properties: Mapping[str, Any], villages: Mapping[str, str]) -> str:
    """The office's village that a feature is: by its code (with or without dots), else by its name; or nothing."""
    said = [str(value).strip() for value in properties.values() if isinstance(value, str | int)]
    by_code = (villages[code] for code in (one.replace(".", "") for one in said) if code in villages)
    by_name = (name for one in said for name in villages.values() if one.casefold() == name.casefold())
    return next(by_code, None) or next(by_name, "")


def _rings(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    polygons = {"Polygon": lambda c: [c], "MultiPolygon": lambda c: c}[geometry["type"]](geometry["coordinates"])
    for polygon in polygons:
        for ring in polygon:
            yield [(float(point[0]), float(point[1])) for point in ring]


def _drawn(shapes: Mapping[str, list[Ring]]) -> Borders:
    """Longitude and latitude as plain distances (an area of some kilometres), north above."""
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    if not all(math.isfinite(x) and math.isfinite(y) for x, y in points):
        raise ValueError("not a place")
    west, north = min(x for x, _ in points), max(y for _, y in points)
    narrow = math.cos(math.radians(north))
    wide = max(max(x for x, _ in points) - west, 1e-9) * narrow
    high = max(north - min(y for _, y in points), 1e-9)
    scale = SIDE / max(wide, high)

    def path(ring: Ring) -> str:
        placed = [(round((x - west) * narrow * scale), round((north - y) * scale)) for x, y in ring]
        kept = [point for point, before in zip(placed, [None, *placed], strict=False) if point != before]
        return "M" + "L".join(f"{x} {y}" for x, y in kept) + "Z"

    paths = {name: "".join(map(path, rings)) for name, rings in shapes.items()}
    return Borders(paths, round(wide * scale), round(high * scale))

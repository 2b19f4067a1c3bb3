"""What the twelve stories need beyond ``cases.json``: category, place, partners, words of the Camat and the team."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Story:
    """One story: the case as told in ``cases.json``, and what the script needs to play it."""

    case: dict[str, Any]
    category: str
    place: str
    occurred_on: str
    occurred_time: str
    phone: str
    partners: tuple[tuple[str, str], ...] = ()  # (kind, partner code) in the order of the path
    target: str = ""  # partner code of 12c or 12d
    corrections: tuple[str, ...] = ()
    confidential: bool = False

    @property
    def path(self) -> list[str]:
        """The branch through the procedure, such as ``["8c", "10a", "12b"]``."""
        return str(self.case["cabang"]).replace("+", ">").split(">")


_MORE: dict[str, dict[str, Any]] = {
    "K01": {"category": "noise", "place": "Jaga II, Desa Kumelembuai", "occurred_on": "2026-11-14"},
    "K02": {
        "category": "liquor",
        "place": "Warung dekat lapangan, Desa Kumelembuai Satu",
        "occurred_on": "2026-11-20",
        "partners": (("forkopimcam", "polsek"),),
        "target": "polsek",
    },
    "K03": {
        "category": "land",
        "place": "Kebun Lolombulan, Desa Makasili",
        "occurred_on": "2026-11-02",
        "partners": (("village", "7105152007"),),
        "corrections": ("Tambahkan tanggal musyawarah dan nama para pihak pada alinea kedua.",),
    },
    "K04": {
        "category": "livestock",
        "place": "Kebun Jaga III, Desa Malola",
        "occurred_on": "2026-11-16",
        "partners": (("village", "7105152005"),),
    },
    "K05": {
        "category": "racing",
        "place": "Jalan raya depan sekolah, Desa Kumelembuai Atas",
        "occurred_on": "2026-11-15",
        "partners": (("forkopimcam", "polsek"),),
    },
    "K06": {
        "category": "official",
        "place": "Kantor Desa Kumelembuai Dua",
        "occurred_on": "2026-11-09",
        "partners": (("agency", "inspektorat"),),
        "target": "inspektorat",
    },
    "K07": {
        "category": "theft",
        "place": "Jalan masuk dusun, Desa Lolombulan Makasili",
        "occurred_on": "2026-11-03",
        "partners": (("agency", "dinas_perhubungan"),),
        "target": "dinas_perhubungan",
    },
    "K08": {
        "category": "threat",
        "place": "Jaga I, Desa Malola Satu",
        "occurred_on": "2026-11-18",
        "partners": (("forkopimcam", "polsek"),),
        "target": "polsek",
        "confidential": True,
    },
    "K09": {"category": "environment", "place": "Jembatan, Desa Kumelembuai", "occurred_on": "2026-11-10"},
    "K10": {"category": "other", "place": "Desa Kumelembuai Satu", "occurred_on": "2026-11-12"},
    "K11": {
        "category": "brawl",
        "place": "Perbatasan Desa Makasili",
        "occurred_on": "2026-11-21",
        "partners": (("village", "7105152007"), ("forkopimcam", "polsek")),
        "corrections": ("Sebutkan butir kesepakatan damai.", "Perbaiki ejaan pada alinea penutup."),
    },
    "K12": {"category": "other", "place": "Halaman gereja, Desa Kumelembuai Atas", "occurred_on": "2026-11-22"},
}

STORIES = [
    Story(case=case, occurred_time="20.00", phone=f"0812345678{number:02d}", **_MORE[case["id"]])
    for number, case in enumerate(CASES, 1)
]

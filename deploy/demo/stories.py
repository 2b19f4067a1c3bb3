"""What the stories need beyond ``cases.json``: kind, place, partners, how far each goes, and what is unusual in it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from deploy.demo.mediations import MEDIATIONS, Mediation

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
VILLAGE = (("village", "7105152005"),)
POLICE = (("forkopimcam", "polsek"),)


@dataclass(frozen=True)
class Story:
    """One story: the case as told in ``cases.json``, and what the script needs to play it."""

    case: dict[str, Any]
    category: str
    place: str
    phone: str = ""
    occurred_on: str = ""  # an ISO date, or
    days_before: int = 2  # so many days before the complaint
    occurred_time: str = "20.00"
    partners: tuple[tuple[str, str], ...] = ()  # (kind, partner code) in the order of the path
    target: str = ""  # partner code of 12c or 12d
    corrections: tuple[str, ...] = ()
    confidential: bool = False
    with_letter: bool = False  # 12c or 12d by a letter of the office
    urgent: tuple[str, str] | None = None  # danger and reason, said at the desk
    missing: dict[str, str] | None = None  # items of the check that lack something, and what
    reported: tuple[dict[str, str], ...] = ()  # beyond the one of ``cases.json``
    meeting: str = "invited"  # 8b: "invited", "now" (he is here), "missed" (he did not come)
    way: str = "desk"  # 17
    survey: str = ""  # 18: "", "telephone" or "paper"
    mediation: Mediation | None = None
    conflict: str = ""  # why the Camat may not decide it, as the section head marks it where it waits
    until: str = ""  # the stage at which it waits; empty: its end

    @property
    def path(self) -> list[str]:
        """The branch through the procedure, such as ``["8c", "10a", "12b"]``."""
        return str(self.case["cabang"]).replace("+", ">").split(">")

    @property
    def id(self) -> str:
        """Its name, such as ``K03``."""
        return str(self.case["id"])


def _official(name: str, position: str, act: str) -> dict[str, str]:
    told = "Lima keluarga membandingkan uang yang diterima dengan daftar penerima."
    return {"kind": "official", "name": name, "position": position, "act": act, "statement": told}


_CUT = "Memotong bantuan sebelum dibagikan kepada keluarga penerima"
_THREE = (
    _official("(nama fiktif) Alex P.", "Kepala Jaga", _CUT),
    _official("(nama fiktif) Grace T.", "Kepala Urusan Keuangan", _CUT),
    {"kind": "citizen", "name": "(nama fiktif) Jemmy W.", "address": "Jaga II, Desa Lolombulan Makasili"},
)
_UNCLEAR = {"evidence": "Foto atau video kejadian", "substance": "Waktu kejadian yang jelas"}
_MORE: dict[str, dict[str, Any]] = {
    "K01": {"category": "noise", "place": "Jaga II, Desa Kumelembuai", "occurred_on": "2026-11-14"},
    "K02": {"category": "liquor", "place": "Warung dekat lapangan, Desa Kumelembuai Satu", "occurred_on": "2026-11-20",
            "partners": POLICE, "target": "polsek"},
    "K03": {"category": "land", "place": "Kebun Lolombulan, Desa Makasili", "occurred_on": "2026-11-02",
            "partners": (("village", "7105152007"),),
            "corrections": ("Tambahkan tanggal musyawarah dan nama para pihak pada alinea kedua.",)},
    "K04": {"category": "livestock", "place": "Kebun Jaga III, Desa Malola", "occurred_on": "2026-11-16",
            "partners": VILLAGE},
    "K05": {"category": "racing", "place": "Jalan raya depan sekolah, Desa Kumelembuai Atas",
            "occurred_on": "2026-11-15", "partners": POLICE},
    "K06": {"category": "official", "place": "Kantor Desa Kumelembuai Dua", "occurred_on": "2026-11-09",
            "partners": (("agency", "inspektorat"),), "target": "inspektorat"},
    "K07": {"category": "theft", "place": "Jalan masuk dusun, Desa Lolombulan Makasili", "occurred_on": "2026-11-03",
            "partners": (("agency", "dinas_perhubungan"),), "target": "dinas_perhubungan", "with_letter": True},
    "K08": {"category": "threat", "place": "Jaga I, Desa Malola Satu", "occurred_on": "2026-11-18",
            "partners": POLICE, "target": "polsek", "confidential": True},
    "K09": {"category": "environment", "place": "Jembatan, Desa Kumelembuai", "occurred_on": "2026-11-10",
            "missing": _UNCLEAR},
    "K10": {"category": "other", "place": "Desa Kumelembuai Satu", "occurred_on": "2026-11-12"},
    "K11": {"category": "brawl", "place": "Perbatasan Desa Makasili", "occurred_on": "2026-11-21",
            "partners": (("village", "7105152007"), ("forkopimcam", "polsek")),
            "corrections": ("Sebutkan butir kesepakatan damai.", "Perbaiki ejaan pada alinea penutup.")},
    "K12": {"category": "other", "place": "Halaman gereja, Desa Kumelembuai Atas", "occurred_on": "2026-11-22"},
    "K13": {"category": "threat", "place": "Jaga III, Desa Malola", "days_before": 0, "partners": POLICE,
            "target": "polsek", "urgent": ("weapon", "Laki-laki mabuk membawa parang; satu keluarga terkurung.")},
    "K14": {"category": "land", "place": "Kebun kelapa, Desa Kumelembuai Dua", "days_before": 40},
    "K15": {"category": "livestock", "place": "Jaga I, Desa Kumelembuai", "meeting": "now"},
    "K16": {"category": "land", "place": "Kebun Jaga II, Desa Malola Satu", "meeting": "missed", "partners": VILLAGE},
    "K17": {"category": "official", "place": "Balai Desa Lolombulan Makasili", "days_before": 12,
            "reported": _THREE, "partners": (("agency", "inspektorat"),), "target": "inspektorat"},
    "K18": {"category": "other", "place": "Jaga III, Desa Makasili", "partners": (("village", "7105152007"),),
            "way": "village_head"},
    "K19": {"category": "environment", "place": "Jaga IV, Desa Kumelembuai Satu",
            "partners": (("village", "7105152004"),), "until": "registered"},
    "K20": {"category": "noise", "place": "Jaga I, Desa Kumelembuai Atas", "survey": "paper"},
    "K21": {"category": "threat", "place": "Jembatan dekat sekolah, Desa Malola"},
    "W01": {"category": "other", "place": "Tikungan Jaga I, Desa Malola", "until": "form"},
    "W02": {"category": "noise", "place": "Jalan raya, Desa Kumelembuai", "until": "forwarded"},
    "W03": {"category": "brawl", "place": "Lapangan, Desa Kumelembuai Satu", "days_before": 0, "until": "forwarded",
            "urgent": ("now", "Pemuda dua jaga berkumpul di lapangan, sebagian membawa panah wayer.")},
    "W04": {"category": "environment", "place": "Kebun Jaga II, Desa Makasili", "until": "camat"},
    "W05": {"category": "livestock", "place": "Kebun Jaga IV, Desa Kumelembuai Dua", "until": "report",
            "partners": VILLAGE, "conflict": "Pemohon adalah saudara ipar Camat."},
    "W06": {"category": "noise", "place": "Jaga II, Desa Kumelembuai Atas", "until": "draft", "partners": POLICE},
    "W07": {"category": "land", "place": "Jaga I, Desa Malola Satu", "until": "meeting"},
    "W08": {"category": "theft", "place": "Kebun Jaga III, Desa Lolombulan Makasili", "until": "team"},
    "W09": {"category": "liquor", "place": "Dekat sekolah dasar, Desa Makasili", "until": "letter",
            "partners": POLICE},
    "W10": {"category": "environment", "place": "Jaga V, Desa Kumelembuai", "until": "signed", "partners": VILLAGE},
    "W11": {"category": "livestock", "place": "Jalan desa Jaga I, Desa Malola", "until": "signed",
            "partners": VILLAGE},
}  # fmt: skip


def _story(number: int, case: dict[str, Any]) -> Story:
    story = Story(case, phone=f"0812345678{number:02d}", **_MORE[case["id"]])
    return replace(story, mediation=MEDIATIONS.get(case["id"]))


STORIES = [_story(number, case) for number, case in enumerate(CASES, 1)]

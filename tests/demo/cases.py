"""The cases of the year: kinds of trouble, villages and people are put together by chance, always the same way."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from deploy.demo.mediations import Mediation
from deploy.demo.stories import Story
from deploy.setup import OFFICE_FILE
from services.shared.config import office

STOCK = json.loads((Path(__file__).parent / "kinds.json").read_text(encoding="utf-8"))
COUNTS = (2, 2, 2, 3, 3, 3, 3, 4, 3, 4, 4, 3)  # cases that come in each month
# Some kinds are seen more often than others.
OFTEN = ("noise", "land", "livestock")
UNCOLLECTED = 5  # of the written answers this one, counted from the first, is never collected


@dataclass(frozen=True)
class Begun:
    """A case of the year, and the day on which it comes."""

    day: date
    story: Story


def cases(first: date) -> Iterator[Begun]:
    """All of them in their order, from the day on which the year begins."""
    chance = random.Random("sigap")
    kinds = [kind for kind in STOCK["kinds"] for _ in range(2 if kind["category"] in OFTEN else 1)]
    villages = list(office.load(OFFICE_FILE).villages.items())
    bag: list[dict[str, Any]] = []
    number = written = 0
    for month, count in enumerate(COUNTS):
        for day in sorted(chance.sample(range(28), count)):
            bag = bag or chance.sample(kinds, len(kinds))
            number, kind = number + 1, bag.pop()
            written += "12b" in kind["cabang"]
            stays = "12b" in kind["cabang"] and written == UNCOLLECTED
            begins = first + timedelta(days=month * 30 + day)
            yield Begun(begins, _story(number, kind, chance, *chance.choice(villages), stays=stays))


def _story(number: int, kind: dict[str, Any], chance: random.Random, code: str, village: str, *, stays: bool) -> Story:
    words = {slot: chance.choice(STOCK[slot]) for slot in ("jaga", "kapan", "ulang")}
    woman = bool(number % 2)
    name = f"{chance.choice(STOCK['perempuan' if woman else 'laki'])} {STOCK['marga'][number % len(STOCK['marga'])]}"
    place = f"{words['jaga']}, Desa {village}"
    case = {
        "id": f"Y{number:02d}",
        "nama": name,
        "nik": _nik(number, chance, woman=woman),
        "desa": village,
        "judul": kind["judul"],
        "uraian": kind["uraian"].format(**words | {"jaga": place}),
        "bukti": [] if kind["cabang"].startswith("4") else [kind["bukti"].replace(".", f"_{number}.")],
        "terlapor": _official(village) if kind.get("official") else None,
        "cabang": kind["cabang"],
        "hasil": kind["hasil"],
    }
    return Story(
        case,
        kind["category"],
        place,
        phone=f"08134000{number:04d}",
        days_before=chance.randint(0, 6),
        occurred_time=chance.choice(("20.00", "22.30", "23.00", "06.30", "14.00")),
        partners=_partners(kind, code),
        target=kind["partner"] if kind["cabang"].endswith(("12c", "12d")) else "",
        corrections=("Sebutkan siapa yang hadir pada pertemuan.",) if number % 4 == 0 else (),
        confidential=kind.get("confidential", False),
        with_letter=kind.get("with_letter", False),
        missing={"evidence": "Foto atau nama saksi"} if kind["cabang"].startswith("4") else None,
        way="village_head" if number % 9 == 0 else "desk",
        survey=""
        if number % 5 == 0 or kind["cabang"].startswith("4") or stays
        else "paper"
        if number % 7 == 0
        else "telephone",
        mediation=_mediation(village, kind, kept=bool(number % 3)) if kind.get("mediation") else None,
        until="registered" if stays else "",
    )


def _survey(number: int) -> str:
    """Four of five fill it in, most on their telephone."""
    return ("", "telephone", "telephone", "paper", "telephone")[number % 5]


def _nik(number: int, chance: random.Random, *, woman: bool) -> str:
    """A number with a day of birth, and a last part that is given to nobody."""
    day = chance.randint(1, 28) + (40 if woman else 0)
    return f"710515{day:02d}{chance.randint(1, 12):02d}{chance.randint(55, 99)}98{number % 100:02d}"


def _partners(kind: dict[str, Any], village: str) -> tuple[tuple[str, str], ...]:
    if "10a" in kind["cabang"]:
        return (("village", village),)
    if "10b" in kind["cabang"]:
        return (("forkopimcam", kind["partner"]),)
    return (("agency", kind["partner"]),) if "10c" in kind["cabang"] else ()


def _official(village: str) -> dict[str, str]:
    return {
        "nama": "(nama fiktif) Berty S.",
        "jabatan": "Kepala Urusan",
        "alamat": f"Desa {village}",
        "perbuatan": "Permintaan uang atas layanan surat keterangan",
        "keterangan": "Terjadi di kantor desa, disaksikan satu orang",
    }


def _mediation(village: str, kind: dict[str, Any], *, kept: bool) -> Mediation:
    return Mediation(
        f"Contoh Warga, Desa {village}",
        f"Saksi Contoh, Desa {village}",
        ("Saya hanya ingin masalah ini selesai.", "Saya bersedia memperbaiki.", "Saya melihat kejadiannya."),
        "Mengganti kerugian dan tidak mengulangi perbuatan itu.",
        kind["hasil"],
        kept=kept,
    )

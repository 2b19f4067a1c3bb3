"""Made-up complaints: words as frequent and as rare as in real ones; of the names some are common, most are not."""

from __future__ import annotations

import random
from itertools import accumulate

COMMON = [
    "warga", "malam", "rumah", "tetangga", "jalan", "desa", "keributan", "musik", "keras", "kebun", "patok",
    "batas", "tanah", "ternak", "sapi", "anjing", "lepas", "merusak", "tanaman", "jagung", "pemuda", "mabuk",
    "minuman", "berkelahi", "melempar", "batu", "kaca", "pecah", "motor", "balap", "knalpot", "bising",
    "sekolah", "anak", "lampu", "padam", "gelap", "pencurian", "ayam", "warung", "uang", "surat", "kantor",
    "perangkat", "meminta", "ancaman", "parang", "takut", "sungai", "sampah", "truk", "jembatan", "gereja",
    "ibadah", "halaman", "pagar", "sumur", "air", "pipa", "selokan", "banjir", "pohon", "tumbang", "listrik",
    "kabel", "pasar", "parkir", "pungutan", "pedagang",
]  # fmt: skip
TITLES = (
    "Keributan pesta malam", "Sengketa batas tanah kebun", "Ternak lepas merusak tanaman", "Balap liar di jalan raya",
    "Penjualan minuman keras", "Perkelahian antarpemuda", "Lampu jalan padam", "Pencurian di kebun",
    "Pembuangan sampah di sungai", "Ancaman dengan senjata tajam",
)  # fmt: skip
FIRST = [
    "Yohanis", "Meilany", "Ferdinand", "Oktavina", "Stenly", "Jeane", "Arnold", "Greity", "Deky", "Marthen",
    "Sintia", "Rolly", "Vonny", "Jemmy", "Ferry", "Olga", "Hengky", "Deasy", "Rina", "Wenny", "Novita",
    "Alfrets", "Christian", "Melki", "Sandra", "Fanny", "Youla", "Ronny", "Debby", "Hanny",
]  # fmt: skip
LAST = [
    "Tumbelaka", "Lumintang", "Karundeng", "Rumengan", "Wowor", "Pangemanan", "Sumual", "Tambuwun", "Mamesah",
    "Rondonuwu", "Mandagi", "Kalalo", "Supit", "Tiwa", "Pontoh", "Lasut", "Sondakh", "Wulandari", "Mandey",
    "Lumentut", "Waworuntu", "Sumendap", "Runtuwene", "Kawilarang", "Paendong",
]  # fmt: skip
SYLLABLES = [
    "ba", "ka", "la", "ma", "na", "pa", "ra", "sa", "ta", "wa", "be", "ke", "le", "me", "ne", "pe", "re", "se",
    "te", "we", "bo", "ko", "lo", "mo", "no", "po", "ro", "so", "to", "wo", "bu", "ku", "lu", "mu", "nu",
]  # fmt: skip
RARE_WORDS, RARE_NAMES = 20_000, 20_000


def _invented(count: int, seed: int) -> list[str]:
    dice = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(dice.choices(SYLLABLES, k=dice.choice((3, 4, 5))))] = None
    return list(found)


WORDS = [*COMMON, *_invented(RARE_WORDS, 1)]
_WORD_WEIGHTS = list(accumulate(1 / (place + 8) for place in range(len(WORDS))))  # Zipf: rank n is 1/n as frequent
SURNAMES = [*LAST, *(name.capitalize() for name in _invented(RARE_NAMES, 2))]
_NAME_WEIGHTS = list(accumulate(1 / (place + 5) for place in range(len(SURNAMES))))


def story(dice: random.Random) -> str:
    """Twenty to fifty words."""
    return " ".join(dice.choices(WORDS, cum_weights=_WORD_WEIGHTS, k=dice.randint(20, 50))).capitalize() + "."


def name(dice: random.Random) -> str:
    """A first name and a surname."""
    return f"{dice.choice(FIRST)} {dice.choices(SURNAMES, cum_weights=_NAME_WEIGHTS)[0]}"

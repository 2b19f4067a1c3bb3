"""The arithmetic of the survey (PermenPANRB 14/2017, office-rules.md 2). Exact fractions; rounded once, at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from services.intake.rules.codes import hash_code, normalise
from services.intake.rules.questionnaire import CODES
from services.shared.calendar import clock
from services.shared.config.office import Limit, Office
from services.shared.errors import Missing
from services.shared.phrases import phrase

WEIGHT = Fraction(1, 9)  # exact: 0.11 would make 99.0 of nine times the best answer, and another grade
SCALE = 25  # the scale 1–4 becomes 25–100
GRADES = (
    ("A", Decimal("88.31"), phrase("Sangat baik")),
    ("B", Decimal("76.61"), phrase("Baik")),
    ("C", Decimal("65.00"), phrase("Kurang baik")),
    ("D", Decimal("25.00"), phrase("Tidak baik")),
)
GRADE_LABELS = {letter: label for letter, _, label in GRADES}
STAFF_REFUSED = "Survei hanya boleh diisi oleh pemohon. Anda sedang masuk sebagai petugas."
SMALLEST_GROUP = 5  # below this, tables over the respondents would tell what one person answered
VALIDITY = Limit(days=30, unit="calendar")  # unless the office file has limits.survey


class Gone(Missing):
    """A link that does not work: what an unknown, a used and an expired one get alike."""

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "Tautan survei ini tidak berlaku: sudah dipakai, sudah lewat masa berlakunya, atau ada huruf yang "
                "kurang. Bila Anda baru saja mengirim jawaban, jawaban itu sudah kami terima."
            )
        )


@dataclass(frozen=True)
class Score:
    """One element, or the whole: the mean answer (NRR, three decimals), the index 25–100 and its grade A–D."""

    nrr: Decimal
    index: Decimal
    grade: str

    @property
    def label(self) -> str:
        """The grade in words."""
        return GRADE_LABELS[self.grade]


def half_up(value: Fraction, places: int) -> Decimal:
    """A fraction of zero or more rounded half up to ``places`` decimals, without a binary float on the way."""
    scaled = value * 10**places
    return Decimal((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)).scaleb(-places)


def grade(index: Decimal) -> str:
    """The grade of an index already rounded to two decimals, so that no value falls between two bounds."""
    return next(letter for letter, least, _ in GRADES if index >= least)


def element_scores(sums: Mapping[str, int], respondents: int) -> dict[str, Score]:
    """Each element by code, from the sum of its answers; ``respondents`` is at least 1."""
    return {code: _score(Fraction(sums[code], respondents)) for code in CODES}


def overall(sums: Mapping[str, int], respondents: int) -> Score:
    """The index of the whole (IKM): the nine means weighted 1/9 each, times 25, rounded only then."""
    return _score(sum((Fraction(sums[code], respondents) * WEIGHT for code in CODES), Fraction(0)))


def _score(mean: Fraction) -> Score:
    index = half_up(mean * SCALE, 2)
    return Score(half_up(mean, 3), index, grade(index))


def lowest(sums: Mapping[str, int], count: int = 3) -> list[str]:
    """Codes of the weakest elements, weakest first; equal ones in the questionnaire's order."""
    return sorted(CODES, key=lambda code: sums[code])[:count]


def sample_size(population: int) -> int:
    """How many respondents represent so many applicants (Krejcie and Morgan, 95 %, 5 %)."""
    if population <= 0:
        return 0
    spread = Fraction("3.841") * Fraction(1, 4)
    return int(half_up(spread * population / (Fraction("0.0025") * (population - 1) + spread), 0))


def part_of_day(moment: datetime) -> str:
    """``morning`` before noon on the office's clock, else ``afternoon``: no finer time is kept of an answer."""
    return "morning" if clock.local(moment).hour < 12 else "afternoon"


def validity(office: Office) -> Limit:
    """How long a link may be used after the day of issue: ``limits.survey`` of the office file, or 30 days."""
    return office.limits.get("survey", VALIDITY)


def token_hash(token: str) -> str:
    """What is stored of a link: its SHA-256; a text that is no token gives a hash that no row has."""
    return hash_code(token) if normalise(token) else hashlib.sha256(b"no token").hexdigest()


def link(public_url: str, token: str) -> str:
    """The address that the applicant opens or scans."""
    return f"{public_url.rstrip('/')}/intake/survey/{token}"

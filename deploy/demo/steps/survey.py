"""Step 18: the survey, on the applicant's telephone or on paper."""

from __future__ import annotations

import hashlib

from deploy.demo import pictures
from deploy.demo.client import Json
from deploy.demo.staff import Staff
from deploy.demo.steps.calls import intake_path
from services.shared.calendar import clock

ELEMENTS = ("persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "sarana", "pengaduan")
AGES, SCHOOLS, WORKS = ("30_39", "40_49", "50_59"), ("smp", "sma"), ("farmer", "self_employed", "household")


SUGGESTIONS = (
    "",
    "Mohon ada bangku tambahan di ruang tunggu.",
    "",
    "Petugas ramah dan jelas.",
    "Lebih cepat dari kira.",
)


def survey(staff: Staff, case_no: str, way: str) -> None:
    """The clerk offers it to whoever was served, who fills it in by ``telephone`` or on ``paper``."""
    staff.clerk.wait(intake_path(case_no), lambda seen: seen["state"].startswith("closed"))
    token = str(staff.clerk.post("/intake/api/survey/offers", {"case_no": case_no})["token"])
    marks, who = _filled(case_no)
    said = who | {"suggestion": SUGGESTIONS[hash_of(case_no)[0] % len(SUGGESTIONS)]}
    if way == "telephone":
        staff.citizen.post(f"/intake/api/survey/{token}", {"answers": marks, **said})
    else:
        _typed(staff, token, case_no, marks, said)


def _typed(staff: Staff, token: str, case_no: str, marks: dict[str, int], said: Json) -> None:
    """A colleague who had no part in the case types the sheet in, with its scan."""
    day = {"code": token, "answered_on": clock.today().isoformat(), "part_of_day": "morning"}
    typed = {name: str(value) for name, value in marks.items()} | said | day
    scan = ("lembar.jpg", pictures.survey_sheet(case_no), "image/jpeg")
    staff.other_clerk.send_form("/intake/api/survey/paper", typed, sheet=scan)


def _filled(seed: str) -> tuple[dict[str, int], Json]:
    """Marks and respondent, always the same for a seed."""
    bits = hash_of(seed)
    marks = {element: 4 if bits[place] % 5 > 2 else 3 for place, element in enumerate(ELEMENTS)}
    marks["waktu"] = 2 + bits[10] % 3
    who = {
        "age_group": AGES[bits[11] % 3],
        "gender": ("male", "female")[bits[12] % 2],
        "education": SCHOOLS[bits[13] % 2],
        "occupation": WORKS[bits[14] % 3],
    }
    return marks, who


def hash_of(seed: str) -> bytes:
    """Always the same bytes for a seed."""
    return hashlib.sha256(seed.encode()).digest()

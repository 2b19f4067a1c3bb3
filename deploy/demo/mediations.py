"""The stories that are mediations: who is invited, what each says, what is promised, and whether it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deploy.demo import steps
from deploy.demo.client import Json, Program
from deploy.demo.staff import Staff
from deploy.demo.steps.days import working_day


@dataclass(frozen=True)
class Mediation:
    """One mediation. ``says`` are the words of the invited in their order, the applicant's first."""

    other_side: str
    witnesses: str
    says: tuple[str, ...]
    promise: str
    agreement: str
    kept: bool = True


MEDIATIONS = {
    "K03": Mediation(
        "Yance Contoh, Jaga III Makasili",
        "Meity Contoh, Jaga I Makasili",
        ("Patok saya dipindahkan tiga meter.", "Saya mengira patok itu salah.", "Batas lama di pohon nangka."),
        "Mengembalikan patok ke batas menurut surat tahun 1998.",
        "Batas kebun mengikuti surat tahun 1998.",
    ),
    "K11": Mediation(
        "Kelompok pemuda Jaga IV, diwakili Rio Contoh",
        "Noldy Contoh, kepala jaga",
        ("Kaca rumah kami pecah.", "Kami membalas karena lebih dahulu dilempar.", "Lemparan datang dari dua arah."),
        "Mengganti kaca yang pecah dan tidak berkumpul di perbatasan sesudah pukul 21.00.",
        "Kedua kelompok saling memaafkan dan tidak mengulangi.",
    ),
    "K12": Mediation(
        "Stenly Contoh, Jaga II Kumelembuai Atas",
        "Ruddy Contoh, penjaga gereja",
        ("Kami meminta pembinaan, bukan penahanan.", "Saya menyesal.", "Pot bunga rusak tiga buah."),
        "Mengganti pot bunga dan tidak datang ke halaman gereja dalam keadaan mabuk.",
        "Yang bersangkutan membuat pernyataan tidak mengulangi, disaksikan keluarga.",
        kept=False,
    ),
}  # fmt: skip


def invite_both(staff: Staff, leader: Program, case_no: str, about: Mediation, day: str) -> None:
    """Steps 8b and 10a: both sides, witnesses and officials are invited; the desk gives the papers out."""
    officials = ["village_head", "bhabinkamtibmas", "babinsa"]
    asked = {"other_side": about.other_side, "witnesses": about.witnesses, "officials": officials}
    when = {"date": day, "time": "09.00", "place": "Kantor Kecamatan", "note": "Musyawarah"}
    case = _does(leader, case_no, "call-mediation", **asked, **when)
    steps.give_invitations(staff, case_no, len(case["participants"]), "courier")


def hold(leader: Program, case_no: str, about: Mediation) -> None:
    """Steps 8b and 10a: everyone's words, the promise, the minutes with the agreement."""
    case = leader.get(steps.review_path(case_no))
    people = sorted(case["participants"], key=lambda row: row["position"])
    for number, one in enumerate(people):
        words = about.says[number] if number < len(about.says) else ""
        _does(leader, case_no, "note-participant", participant_id=one["id"], came="yes", words=words)
    other = next(one["id"] for one in people if one["capacity"] == "other_side")
    _does(leader, case_no, "add-promise", participant_id=other, what=about.promise, due_on=working_day(10))
    told = "Kedua pihak bergantian didengar, lalu mencari penyelesaian bersama."
    _does(leader, case_no, "record-mediation", statements=told, result="agreed", agreement=about.agreement)


def follow_up(leader: Program, case_no: str, about: Mediation) -> None:
    """Later: the promise was kept, or not; of a case that has ended the applicant is told that he may complain anew."""
    seen = leader.get(steps.review_path(case_no))
    promise, note = seen["promises"][-1]["id"], "Menurut laporan kepala jaga."
    state = "kept" if about.kept else "broken"
    _does(leader, case_no, "settle-promise", promise_id=promise, state=state, note=note)


def _does(leader: Program, case_no: str, verb: str, **body: Any) -> Json:
    path = steps.review_path(case_no)
    return steps.do(leader, f"{path}/{verb}", leader.get(path), **body)

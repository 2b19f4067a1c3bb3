"""What a person may ask about the own data (UU 27/2022): which there are, who saw them, a copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

from services.intake import papers, queries
from services.intake.queries import lists
from services.intake.queries.hidden import must_know
from services.intake.rules import cases, nik
from services.intake.states import RIGHTS
from services.intake.tables import Complaint
from services.shared.audit.access_log import at as looks_at
from services.shared.errors import RuleBroken
from services.shared.unit_of_work import Work

WHO_SERVES = "Hak atas data pribadi dilayani petugas layanan, Kasi, Camat, administrator dan auditor."
NEITHER = "Tulis 16 angka NIK, atau nomor pengaduan."
NOBODY = "Tidak ada pengaduan dengan nomor atau NIK itu."


def search_person(work: Work, *, asked: str, reason: str) -> list[Complaint]:
    """The complaints of a person, by NIK or by the number of one; the question stands in the trail, the NIK does not.

    Raises:
        Forbidden: neither who answers such questions, nor who knows applicants.
        RuleBroken: neither a NIK nor a number, or nothing was found.
    """
    RIGHTS.check("search_person", work.actor, WHO_SERVES)
    digits = nik.clean(asked)
    if len(digits) == 16 and digits.isascii() and digits.isdigit():
        note = "Pencarian dengan NIK atas permintaan pemilik data"
        work.audit("search_nik", "search", note, story=False, reason=reason)
        found = lists.by_nik_index(work.session, work.service.vault.indices(digits), limit=200)
    elif number := cases.guess_number(asked, cases.local_day(work.now).year):
        note = "Data pribadi dicari atas permintaan pemiliknya"
        work.audit("search_person", number, note, story=False, reason=reason)
        found = lists.one_line(work.session, number)
    else:
        raise RuleBroken.at("asked", NEITHER)
    if not found.items:
        raise RuleBroken.at("asked", NOBODY)
    return found.items


def access_log(work: Work, *, case_no: Sequence[str], **_: str) -> bytes:
    """Who saw a person's data, as a sheet (PDF) that is handed out; raises Forbidden, Missing."""
    RIGHTS.check("access_log", work.actor, "Daftar siapa melihat data dibuat oleh administrator dan auditor.")
    for number in case_no:
        queries.one(work.session, number)
    for number in case_no:
        work.audit("access_log", number, "Daftar siapa melihat data dicetak", story=False)
        work.service.looked(work.actor, number, "access_log", work.now)
    with work.service.staff.transaction() as session:
        looks = looks_at(session, case_no)
    return papers.access_log(work, case_no, looks)


def copy_of_data(work: Work, *, case_no: Sequence[str], reason: str) -> IO[bytes]:
    """A copy of a person's data (ZIP), handed out to that person; raises Forbidden, Missing, Unavailable."""
    RIGHTS.check("copy_of_data", work.actor, "Salinan data pribadi diserahkan oleh petugas layanan, Kasi atau Camat.")
    for number in case_no:
        must_know(queries.one(work.session, number), work.actor, "copy_of_data")
    for number in case_no:
        work.audit("copy_of_data", number, "Salinan data pribadi diserahkan kepada pemohon", reason=reason)
        work.service.looked(work.actor, number, "copy", work.now)
    return papers.copy_of_data(work, case_no)

"""Complaining for another: what must be known of that person, and by what paper one may."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.intake.rules import nik
from services.shared.errors import RuleBroken

PART = "represented."
ROLE = "mandate"  # of the file that shows it
WANTED = "Unggah dahulu surat dasar mewakili: kartu keluarga, akta, keterangan ahli waris, atau surat kuasa."


def number_of(person: Mapping[str, Any]) -> str:
    """The 16 digits of the represented person's NIK, or nothing where it is not known; raises RuleBroken."""
    return nik.check(person["nik"], PART) if person["nik"] else ""


def check_mandate(roles: Iterable[str], *, represents: bool) -> None:
    """Step 5: who complains for another leaves a scan of the paper that lets them; raises RuleBroken."""
    if represents and ROLE not in roles:
        raise RuleBroken.at("items.identity", WANTED)

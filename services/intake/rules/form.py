"""The rules of the complaint form (step 3) that a schema cannot hold: all broken ones are told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.intake.rules import acting, cases, identity, nik, notices
from services.shared.config.office import Office
from services.shared.errors import RuleBroken


@dataclass
class Numbers:
    """The 16 digits of the applicant's and of the represented person's NIK; empty where there is none."""

    applicant: str = ""
    represented: str = ""


def check(data: Mapping[str, Any], office: Office, today: date) -> Numbers:
    """The numbers of a form that keeps all rules; raises RuleBroken with the messages of each field."""
    applicant, form = data["applicant"], data["complaint"]
    found, fields = Numbers(), dict[str, list[str]]()
    with _gather(fields):
        found.applicant = _number(applicant, office.office.region_code)
    with _gather(fields):
        identity.check_paper(applicant)
    with _gather(fields):
        identity.check_born(applicant["birth_date"], today)
    if other := data["represented"]:
        with _gather(fields):
            identity.check_born(other["birth_date"], today, acting.PART)
        with _gather(fields):
            found.represented = acting.number_of(other)
    with _gather(fields):
        cases.check_village(applicant["village"], applicant["village_other"], office.villages)
    with _gather(fields):
        notices.check_notice(applicant["notice_channel"], applicant["phone"], applicant["email"])
    with _gather(fields):
        if form["village"]:
            cases.check_village(form["village"], "", office.villages, "complaint.")
    with _gather(fields):
        cases.check_category(form["category"], office.categories)
    with _gather(fields):
        cases.check_occurred(form["occurred_on"], today)
    if fields:
        raise RuleBroken("Periksa isian yang ditandai.", fields)
    return found


def _number(applicant: Mapping[str, Any], region: str) -> str:
    if applicant["nik_unreadable"]:
        nik.check_unreadable(applicant["nik_note"])
        return ""
    if not applicant["nik"] and applicant["identity_paper"] != identity.KTP:
        return ""
    number = nik.check(applicant["nik"])
    nik.check_note(number, applicant["nik_note"], region)
    return number


@contextmanager
def _gather(fields: dict[str, list[str]]) -> Iterator[None]:
    """Collects the messages of a broken rule, so that the person sees all of them at once."""
    try:
        yield
    except RuleBroken as error:
        fields.update(error.fields)

"""*Data pribadi*: what a person may ask about the own data: who saw them, a copy, a correction (UU 27/2022)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template

from services.handoffs.representing import relations
from services.intake import papers, queries
from services.intake.queries.hidden import must_know
from services.intake.rules.cases import OTHER_VILLAGE
from services.intake.schemas.personal import OF_OTHER, SAME
from services.intake.shown.lines import line
from services.intake.states import RIGHTS
from services.intake.tables import Complaint
from services.intake.verbs.personal import ACCESS_LOG, COPY_OF_DATA, CORRECT_APPLICANT, SEARCH_PERSON
from services.shared.audit.access_log import at as looks_at
from services.shared.calendar import clock
from services.shared.errors import Stale
from services.shared.storage.object_store import CHUNK
from services.shared.web.access import allow, me
from services.shared.web.files import send_made
from services.shared.web.forms import Form, Forms
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages

pages = Blueprint("personal", __name__)


@pages.get("/personal-data")
@allow(*RIGHTS.roles("search_person"))
def show() -> str:
    """Ask by NIK or case number, and say who asks."""
    return _page(Forms())


def _line(row: Complaint) -> dict[str, Any]:
    return line(current_service(), row, me(), clock.now()) | {"handed_in": row.applicant is not None}


def _page(forms: Forms, found: list[Complaint] | None = None) -> str:
    service, person = current_service(), me()
    numbers = [row.case_no for row in found or ()]
    may = {verb.name for verb in (ACCESS_LOG, COPY_OF_DATA, CORRECT_APPLICANT) if RIGHTS.may(verb.name, person)}
    with service.staff.transaction() as session:
        looks = looks_at(session, numbers) if numbers and ACCESS_LOG.name in may else []
    return render_template(
        "personal_data.html",
        forms=forms,
        found=[_line(row) for row in found or ()],
        numbers=numbers,
        looks=[papers.access_line(row) for row in looks],
        may=may,
    )


def _found(found: list[Complaint]) -> str:
    """The person's complaints, and who saw them. Nothing of what was typed comes into an address."""
    asked = Form.posted(SEARCH_PERSON.schema(), SEARCH_PERSON.name)
    return _page(Forms(SEARCH_PERSON.name, asked), found)


def _zip(content: Any) -> Response:
    name = f"data-pribadi-{clock.local(clock.now()):%Y%m%d-%H%M}.zip"
    return send_made(iter(lambda: content.read(CHUNK), b""), name, "application/zip")


@pages.get("/complaints/<case_no>/applicant")
@allow(*RIGHTS.roles("correct_applicant"))
def edit(case_no: str) -> str:
    """The applicant's data as they are; the NIK is not shown, it is only typed where it was wrong."""
    page = _correction(case_no, Forms())
    current_service().looked(me(), case_no, "case", clock.now())
    return page


def _correction(case_no: str, forms: Forms) -> str:
    service = current_service()
    with service.reading() as session:
        complaint = queries.one(session, case_no)
    must_know(complaint, me())
    applicant = complaint.applicant
    if applicant is None:
        raise Stale("Formulir belum diserahkan: perbaiki di formulirnya.")
    form = forms[CORRECT_APPLICANT.name]
    if not forms.refused:
        form.values |= {f"applicant.{name}": getattr(applicant, name) or "" for name in SAME}
        if other := complaint.represented:
            form.values |= {f"represented.{name}": getattr(other, name) or "" for name in OF_OTHER}
    return render_template(
        "applicant.html",
        form=form,
        complaint=complaint,
        choices={
            "villages": [*service.office.villages.items(), (OTHER_VILLAGE, "Di luar kecamatan")],
            "relations": relations(),
        },
    )


add_pages(pages, "/personal-data", _page, (SEARCH_PERSON,), RIGHTS, ways={SEARCH_PERSON.name: _found})
add_pages(
    pages,
    "/personal-data",
    None,
    (ACCESS_LOG, COPY_OF_DATA),
    RIGHTS,
    ways={ACCESS_LOG.name: lambda sheet: send_made(sheet, "siapa-melihat-data.pdf"), COPY_OF_DATA.name: _zip},
)
add_pages(pages, "/complaints/<case_no>", _correction, (CORRECT_APPLICANT,), RIGHTS, then="complaint.show")

"""Complaints: opened (1), listed, read; the verbs of the desk, each answered by the complaint as it is now."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from services.intake.rules.cases import OTHER_VILLAGE
from services.intake.rules.codes import grouped
from services.intake.schemas import answers
from services.intake.schemas.lists import PageSchema
from services.intake.schemas.reasons import NikSchema
from services.intake.shown import lists
from services.intake.shown.complaint import open_case
from services.intake.shown.form import earlier as earlier_of
from services.intake.shown.knowing import READERS
from services.intake.states import RIGHTS
from services.intake.verbs import VERBS
from services.intake.verbs.completeness import COMPLETENESS
from services.intake.verbs.form import FORM
from services.intake.verbs.forwarding import FORWARDING
from services.intake.verbs.handover import HANDOVER
from services.intake.verbs.opening import OPENING
from services.shared.config.office import Office
from services.shared.verbs import Verb
from services.shared.web.access import allow
from services.shared.web.code_lists import add_code_lists
from services.shared.web.service import current_service
from services.shared.web.verbs import Answer, add_api, asks

api = Blueprint("intake", __name__, description="Front desk: complaints and their verbs (steps 1 to 5, 17, 18)")
Json = dict[str, Any]


@api.get("/complaints")
@api.arguments(PageSchema, location="query")
@api.response(200, answers.ListAnswer)
@allow(*READERS)
def complaint_list(asked: Json) -> Json:
    """Complaints, newest first; with ``due`` and without words the most urgent first."""
    return lists.page_of_cases(**asked)


@api.post("/complaints/search")
@api.arguments(PageSchema)
@api.response(200, answers.ListAnswer)
@asks
@allow(*READERS)
def complaint_search(asked: Json) -> Json:
    """The same by POST: a name that is looked for stands in no address."""
    return lists.page_of_cases(**asked)


@api.get("/complaints/<case_no>")
@api.response(200, answers.ComplaintAnswer)
@allow(*READERS)
def complaint(case_no: str) -> Json:
    """A complaint with everything about it, and the verbs that the signed-in person may do now."""
    return open_case(case_no).data


@api.post("/earlier-complaints")
@api.arguments(NikSchema)
@api.response(200, answers.EarlierAnswer)
@asks
@allow(*RIGHTS.openers("use_data"))
def earlier(data: Json) -> Json:
    """Earlier complaints of a NIK (a POST, so that the number stands in no address)."""
    return {"items": earlier_of(data["nik"])}


def _villages(office: Office) -> list[tuple[str, str]]:
    return [*office.villages.items(), (OTHER_VILLAGE, "Di luar kecamatan")]


def _classes(office: Office) -> list[tuple[str, str]]:
    return [(code, known.label) for code, known in office.classes.items()]


def _now(case_no: str) -> Json:
    return open_case(case_no).data


def _forwarded(done: Any, case_no: str) -> Json:
    """Step 5: the receipt tells the tracking code this once."""
    code, answer = done[1], _now(case_no)
    receipts = [file["id"] for file in answer["documents"] if file["role"] == "receipt"]
    link = f"{current_service().settings.public_url}/intake/track/{code}"
    return answer | {
        "receipt": {
            "tracking_code": grouped(code) if code else None,
            "tracking_url": link if code else None,
            "document": receipts[-1] if receipts else None,
        }
    }


add_code_lists(
    api,
    READERS,
    {
        "villages": ("Villages of the office; 'other' is one outside it, with its name.", _villages),
        "categories": ("Kinds of complaints.", lambda office: office.categories.items()),
        "classes": ("Classes of complaints, by which limits are set.", _classes),
        "checklist": ("What is checked in step 4.", lambda office: office.checklist.items()),
    },
)
ALSO = (
    "withdraw", "stop_withdrawal", "confirm_withdrawal", "see_nik", "mark_urgent", "new_code", "note_lapor",
    "give_invitation", "cancel_opening", "move_paper",
)  # fmt: skip
OPENED = {
    "open": Answer(answers.ComplaintAnswer, lambda opened: _now(opened.case_no), 201),
    "record_visit": Answer(answers.VisitAnswer, lambda entry: entry, 201),
}
TOLD = {
    "forward": Answer(answers.ForwardedAnswer, _forwarded),
    "new_code": Answer(answers.ForwardedAnswer, _forwarded),
    "see_nik": Answer(answers.NikAnswer, lambda number, **_: {"nik": number}),
}
_HANDING = tuple(row for row in HANDOVER if isinstance(row, Verb))
_FORM = tuple(row for row in FORM if isinstance(row, Verb))
CASE = (*_FORM, *FORWARDING, *COMPLETENESS, *_HANDING, *(VERBS[name] for name in ALSO))
add_api(api, "", _now, OPENING, RIGHTS, None, ways=OPENED)
add_api(api, "/complaints/<case_no>", _now, CASE, RIGHTS, answers.ComplaintAnswer, ways=TOLD)

"""The page of a case, and one POST route per verb (see ``verbs.py``)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import EXCLUDE, ValidationError
from werkzeug.datastructures import MultiDict

from services.review import rules, steps
from services.review.opening import Opened, open_case
from services.review.pages import sections, words
from services.review.tables import Case
from services.review.uploads import take_upload
from services.review.verbs import READERS, VERBS, Verb, perform, staff_names, team_names
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import ROLE_LABELS, Role
from services.shared.web.access import allow, me
from services.shared.web.errors import flatten
from services.shared.web.forms import Form, flat_values, nest
from services.shared.web.service import current_service


def add_to(pages: Blueprint) -> None:
    """Add the page of a case and the routes of its verbs to the blueprint."""
    pages.get("/cases/<case_no>")(case_page)
    for verb in VERBS.values():
        pages.post(f"/cases/<case_no>/{verb.path}", endpoint=verb.name)(_route(verb))


@allow(*READERS)
def case_page(case_no: str) -> str:
    """Everything about a case on one page."""
    return _render(open_case(case_no), {})


def _route(verb: Verb) -> Any:
    @allow(*verb.roles)
    def act(case_no: str) -> ResponseReturnValue:
        case, form = submit_verb(verb, case_no)
        if case is None:
            return _render(open_case(case_no), {verb.name: form}), form.status
        flash(verb.done, "success")
        return redirect(url_for("pages.case_page", case_no=case_no) if _still_mine(case) else url_for("pages.my_work"))

    return act


def _still_mine(case: Case) -> bool:
    return not rules.barred(case, me().username, me().name)


def submit_verb(verb: Verb, case_no: str) -> tuple[Case | None, Form]:
    """Load the posted form and do the verb. Field names carry the verb (``decline.reason``): one page, many forms."""
    prefix = f"{verb.name}."
    posted = MultiDict((name.removeprefix(prefix), value) for name, value in request.form.items(multi=True))
    form = Form(values={f"{prefix}{name}": value for name, value in flat_values(posted).items()})
    schema = verb.schema()
    try:
        _attach(verb, case_no)
        return perform(verb, case_no, schema.load(nest(posted, schema), unknown=EXCLUDE)), form
    except ValidationError as error:
        found = flatten(error.normalized_messages())
    except RuleBroken as error:
        found = error.fields or {"": [error.message]}
    form.errors = {f"{prefix}{name}" if name else "": messages for name, messages in found.items()}
    return None, form


def _attach(verb: Verb, case_no: str) -> None:
    """Files that came with the form are stored first: if the form has an error, they are there already."""
    given = [file for name in request.files if name.startswith(f"{verb.name}.") for file in request.files.getlist(name)]
    for file in given:
        if verb.attach and file.filename:
            take_upload(case_no, verb.attach, file.filename, file.stream)


def _render(opened: Opened, forms: dict[str, Form]) -> str:
    service, now = current_service(), clock.now()
    case, data = opened.case, opened.data
    active = next(iter(forms.values()), Form())
    leaders = me().is_any(Role.SECTION_HEAD, Role.CAMAT)
    namesakes = _namesakes(case) if leaders else {}
    year = case.deadline.year
    return render_template(
        "case.html",
        c=data,
        form=active,
        forms={name: forms.get(name, Form()) for name in VERBS},
        opened=next(iter(forms), ""),
        labels=sections.LABELS,
        stages=steps.stages(case, opened.records),
        holder=words.holder(case, opened.records),
        tone=words.tone(case.state),
        choices=words.choices(service.office) | _people(data["verbs"]),
        defaults=words.defaults(case, opened.records, service.office, service.calendar, now),
        parts=sections.build(opened, service.office),
        rules=rules,
        namesakes=list(namesakes),
        lookalikes=list(namesakes.values()),
        stood_in=", ".join(ROLE_LABELS[Role(role)] for role in case.stood_in),
        escalated_to=ROLE_LABELS[Role(case.escalated_to)] if case.escalated_to else "",
        no_leave=0 if case.ended_at or service.calendar.has_leave(year) else year,
    )


def _people(verbs: list[str]) -> dict[str, Any]:
    """The colleagues that a form offers; only asked for where such a form is shown."""
    team = list(team_names()["team"].items()) if "dispose_to_team" in verbs else []
    staff = list(staff_names()["staff"].items()) if "mark_conflict" in verbs else []
    return {"team": team, "staff": staff}


def _namesakes(case: Case) -> dict[str, str]:
    """Staff who bear the reported official's name and whom nobody has cleared or marked yet."""
    if not case.official_key:
        return {}
    staff = staff_names()["staff"].items()
    alike = {name: full for name, full in staff if rules.name_key(full) == case.official_key}
    return {name: full for name, full in alike.items() if name not in (*case.conflicted, *case.cleared)}

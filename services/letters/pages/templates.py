"""The administrator's pages for the office's wording of letters: list, editor with preview, versions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from services.letters import wording
from services.letters.actions.templates import sample, template_texts
from services.letters.pages.preview import Drawn, preview
from services.letters.queries.templates import template_of, templates_of
from services.letters.schemas.given import TemplateSchema
from services.letters.shown.editor import choices, content_fields
from services.letters.states import RIGHTS
from services.letters.verbs import TEMPLATES, VERBS
from services.shared.errors import Missing, RuleBroken
from services.shared.web.access import allow, me
from services.shared.web.forms import Forms
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages, asks

templates = Blueprint("templates", __name__)
READERS, WRITERS = RIGHTS.roles("see_templates"), RIGHTS.roles("save_template")


@templates.get("/templates")
@allow(*READERS)
def index() -> str:
    """Every kind of letter, and the version of its wording that is used now."""
    service = current_service()
    with service.reading() as session:
        newest = {row.kind: row for row in reversed(templates_of(session))}
    kinds = [(kind, label, newest.get(kind)) for kind, label in service.office.letter_kinds.items()]
    return render_template("templates.html", kinds=kinds)


@templates.get("/templates/<kind>")
@allow(*READERS)
def show(kind: str) -> str:
    """The wording of one kind; ``?no=`` opens an older version to be used again."""
    return _page(kind, Forms())


@templates.post("/templates/<kind>/preview")
@asks
@allow(*WRITERS)
def draw(kind: str) -> ResponseReturnValue:
    """A sample letter by the unsaved wording."""
    return preview(TemplateSchema(), _drawn)


def _drawn(fields: dict[str, Any], page: int) -> Drawn:
    facts = wording.VARIANTS[request.form.get("variant", default=0, type=int) % len(wording.VARIANTS)]
    if wrong := wording.faults(fields):
        raise RuleBroken(str(wrong[0]))
    return sample(current_service(), wording.written(fields, facts), page)


def _page(kind: str, forms: Forms) -> str:
    service = current_service()
    if kind not in service.office.letter_kinds:
        raise Missing("Jenis surat ini tidak ada di office.toml.")
    with service.reading() as session:
        versions = templates_of(session, kind)
        opened = template_of(session, kind, request.args.get("no", type=int)) if versions else None
        codes = choices(session, service.office)
    return render_template(
        "template.html",
        kind=kind,
        label=service.office.letter_kinds[kind],
        save=VERBS["save_template"],
        forms=forms,
        defaults=content_fields(template_texts(service, opened, kind)),
        choices=codes,
        versions=versions,
        opened=opened,
        newest=versions[0].no if versions else 0,
        names=wording.SAMPLE,
        may_save=me().is_any(*WRITERS),
    )


add_pages(templates, "/templates/<kind>", _page, TEMPLATES, RIGHTS)

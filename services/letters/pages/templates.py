"""The administrator's pages for the office's wording of letters: list, editor with preview, versions."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.letters import queries, views, wording
from services.letters.actions.templates import sample, save_template, template_texts
from services.letters.content import LABELS, SENSITIVITIES, URGENCIES
from services.letters.schemas import TemplateSchema
from services.shared.errors import Missing, RuleBroken
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.forms import Form, submit, submit_here
from services.shared.web.service import current_service

templates = Blueprint("templates", __name__)


@templates.get("/templates")
@allow(Role.ADMIN, Role.AUDITOR)
def index() -> str:
    """Every kind of letter, and the version of its wording that is used now."""
    service = current_service()
    with service.reading() as session:
        newest = {row.kind: row for row in reversed(queries.templates(session))}
    kinds = [(kind, label, newest.get(kind)) for kind, label in service.office.letter_kinds.items()]
    return render_template("templates.html", kinds=kinds)


@templates.get("/templates/<kind>")
@allow(Role.ADMIN, Role.AUDITOR)
def show(kind: str) -> str:
    """The wording of one kind; ``?no=`` opens an older version to be used again."""
    return _page(kind, None)


@templates.post("/templates/<kind>")
@allow(Role.ADMIN)
def save(kind: str) -> ResponseReturnValue:
    """Keep a new version; a broken one is refused with line and reason."""
    result, form, status = submit_here(TemplateSchema(), lambda data: _save(kind, data))
    if result is None:
        return _page(kind, form), status
    flash(f"Templat disimpan sebagai versi {result.no}. Surat yang diminta mulai sekarang memakainya.", "success")
    return redirect(url_for(".show", kind=kind))


@templates.post("/templates/<kind>/preview")
@allow(Role.ADMIN)
def preview(kind: str) -> str:
    """A sample letter by the unsaved wording, as a picture."""
    wanted = request.form.get("page", default=1, type=int)
    result, form = submit(TemplateSchema(), lambda data: _drawn(data["content"], wanted))
    picture = b64encode(result[0]).decode("ascii") if result else ""
    page, pages = result[1:] if result else (wanted, 0)
    again = url_for(".preview", kind=kind)
    return render_template("preview.html", picture=picture, page=page, pages=pages, errors=form.errors, again=again)


def _save(kind: str, data: dict[str, Any]) -> Any:
    with current_service().work(me()) as work:
        return save_template(work, kind, data["version"], data["content"], data["note"])


def _drawn(fields: dict[str, Any], page: int) -> tuple[bytes, int, int]:
    facts = wording.VARIANTS[request.form.get("variant", default=0, type=int) % len(wording.VARIANTS)]
    if wrong := wording.faults(fields):
        raise RuleBroken(str(wrong[0]))
    return sample(current_service(), wording.written(fields, facts), page)


def _page(kind: str, refused: Form | None) -> str:
    service = current_service()
    if kind not in service.office.letter_kinds:
        raise Missing("Jenis surat ini tidak ada di office.toml.")
    with service.reading() as session:
        versions = queries.templates(session, kind)
        opened = queries.template(session, kind, request.args.get("no", type=int)) if versions else None
    newest = versions[0].no if versions else 0
    texts = views.form_values(template_texts(service, opened, kind))
    values = {**(refused.values if refused else texts), "version": newest}
    return render_template(
        "template.html",
        kind=kind,
        label=service.office.letter_kinds[kind],
        editor=Form(values, refused.errors if refused else {}),
        form=refused or Form(),
        versions=versions,
        opened=opened,
        newest=newest,
        names=wording.SAMPLE,
        may_save=me().is_any(Role.ADMIN),
        labels={f"content.{name}": label for name, label in LABELS.items()},
        choices={
            "classification": [(c.code, f"{c.code} – {c.label}") for c in service.office.classifications],
            "sensitivity": list(SENSITIVITIES.items()),
            "urgency": list(URGENCIES.items()),
        },
    )

"""*Jejak audit*: the auditor searches the trail of one service, or that of the accounts, and takes it away as CSV."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import EXCLUDE, Schema, ValidationError, post_load

from services.shared.audit import search, trail
from services.shared.audit.search import Asked
from services.shared.calendar import clock
from services.shared.data.database import Database
from services.shared.errors import RuleBroken
from services.shared.fields import LocalDate
from services.shared.rights.people import SYSTEM, Role
from services.shared.rights.rights import Rights
from services.shared.staff import trail as accounts
from services.shared.staff.administration import OPERATOR
from services.shared.web import sheets
from services.shared.web.access import allow, me
from services.shared.web.errors import flatten
from services.shared.web.forms import Form, flat_values, nest, optional_text
from services.shared.web.rights_page import SERVICES
from services.shared.web.service import current_service, staff_directory

STAFF = "staff"
LABELS = {
    "actor": "Pelaku",
    "verb": "Tindakan",
    "subject": "Nomor perkara",
    "from": "Dari tanggal",
    "to": "Sampai tanggal",
}
COLUMNS = ("Urutan", "Waktu (WITA)", "Pelaku", "Nama", "Alamat jaringan", "Tindakan", "Perihal", "Keterangan",
           "Rincian", "Korelasi", "Verba")  # fmt: skip
EVERYWHERE = {
    trail.ERASE: "Memusnahkan data", "replay": "Mengirim ulang pesan", "send_again": "Mengirim lagi pemberitahuan",
    "test_channel": "Mencoba saluran", "export_trail": "Mengunduh jejak audit",
}  # fmt: skip
TOOK = "took_"  # a message that another service sent; the rest of the verb is its kind


class AskedSchema(Schema):
    """What is looked for; everything is optional."""

    actor = optional_text(80)
    verb = optional_text(80)
    subject = optional_text(80)
    first = LocalDate(load_default=None, allow_none=True, data_key="from")
    last = LocalDate(load_default=None, allow_none=True, data_key="to")

    @post_load
    def _asked(self, data: dict[str, Any], **_: Any) -> Asked:
        if data["first"] and data["last"] and data["first"] > data["last"]:
            raise ValidationError({"to": ["Tanggal akhir mendahului tanggal awal."]})
        return Asked(**data)


def blueprint(rights: Rights) -> Blueprint:
    """The routes of one service; the trail of the accounts is reached from each."""
    pages = Blueprint("trail", __name__)

    @pages.get("/trail")
    @allow(Role.AUDITOR)
    def own() -> ResponseReturnValue:
        return _page(current_service().name, rights)

    @pages.get("/trail/staff")
    @allow(Role.AUDITOR)
    def staff() -> ResponseReturnValue:
        return _page(STAFF, rights)

    @pages.get("/trail.csv")
    @allow(Role.AUDITOR)
    def own_file() -> Response:
        return _file(current_service().name, rights)

    @pages.get("/trail/staff.csv")
    @allow(Role.AUDITOR)
    def staff_file() -> Response:
        return _file(STAFF, rights)

    return pages


def word(verb: str, chain: str, rights: Rights) -> str:
    """What a verb of a trail is called on the screen."""
    known = accounts.WORDS if chain == STAFF else rights.labels | rights.trail | EVERYWHERE
    if verb.startswith(TOOK):
        return f"Menerima kiriman: {verb.removeprefix(TOOK).replace('_', ' ')}"
    return known.get(verb, verb.replace("_", " "))


def _database(chain: str) -> Database:
    return current_service().staff if chain == STAFF else current_service().database


def _load() -> Asked:
    asked: Asked = AskedSchema().load(nest(request.args, AskedSchema()), unknown=EXCLUDE)
    return asked


def _page(chain: str, rights: Rights) -> ResponseReturnValue:
    form = Form(flat_values(request.args))
    found = search.Page([], None)
    with _database(chain).transaction() as session:
        known = search.verbs(session)
        try:
            found = search.page(session, _load(), request.args.get("after"))
        except ValidationError as error:
            form.errors = flatten(error.normalized_messages())
        except RuleBroken as error:
            form.errors = error.fields
    words = sorted(((verb, word(verb, chain, rights)) for verb in known), key=lambda pair: pair[1])
    address: dict[str, Any] = {name: value for name, value in request.args.items() if value and name != "after"}
    view = ".staff" if chain == STAFF else ".own"
    shown = render_template(
        "trail.html",
        form=form,
        labels=LABELS,
        chain=chain,
        services=SERVICES,
        people=_people(),
        verbs=words,
        lines=[line | {"word": word(line["verb"], chain, rights), "facts": _facts(line)} for line in found.lines],
        narrowed=bool(set(address) & set(LABELS)),
        whole=url_for(view),
        first=url_for(view, **address) if request.args.get("after") else None,
        more=url_for(view, **address, after=found.after) if found.after else None,
        file=url_for(f"{view}_file", **address),
    )
    return make_response(shown, form.status)


def _file(chain: str, rights: Rights) -> Response:
    """Everything that matches, streamed; that it was taken is a line of the same trail.

    Raises:
        RuleBroken: a filter that is none.
    """
    service, person = current_service(), me()
    try:
        asked = _load()
    except ValidationError as error:
        raise RuleBroken("Periksa saringannya.", flatten(error.normalized_messages())) from None
    with service.work(person) as work:
        given = {name: str(value) for name, value in vars(asked).items() if value}
        work.audit("export_trail", f"trail:{chain}", "Jejak audit diunduh (CSV)", story=False, asked=given)
    rows = (_row(line, chain, rights) for line in search.lines(_database(chain), asked))
    response = Response(sheets.as_csv(rows, COLUMNS), content_type=sheets.CSV)
    name = f"jejak-audit-{chain}-{clock.local(clock.now()):%Y%m%d-%H%M}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _row(line: dict[str, Any], chain: str, rights: Rights) -> list[sheets.Cell]:
    at = clock.local(line["at"]).replace(tzinfo=None)
    return [
        line["position"], at, line["actor"], line["actor_name"], line["address"], word(line["verb"], chain, rights),
        line["subject"], line["note"], json.dumps(line["details"], ensure_ascii=False) if line["details"] else "",
        line["correlation_id"], line["verb"],
    ]  # fmt: skip


def _facts(line: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, _short(value)) for name, value in line["details"].items() if value not in ("", None, [], {})]


def _short(value: Any, most: int = 200) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= most else f"{text[:most]} …"


def _people() -> Iterable[tuple[str, str]]:
    known = [(row.username, f"{row.name} ({row.username})") for row in staff_directory().accounts.all()]
    return [*known, (SYSTEM.username, SYSTEM.name), (OPERATOR.username, OPERATOR.name)]

"""*Jejak audit*: the auditor searches the trail of one service, or that of the accounts, and takes it away as CSV."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema, ValidationError, post_load

from services.shared.audit import search, trail
from services.shared.audit.search import Asked
from services.shared.calendar import clock
from services.shared.config import zone
from services.shared.data.database import Database
from services.shared.errors import RuleBroken
from services.shared.fields import day, text
from services.shared.rights import barring
from services.shared.rights.people import SYSTEM, Role
from services.shared.rights.rights import Right, Rights
from services.shared.staff.administration import OPERATOR
from services.shared.staff.appointing_verbs import APPOINTMENTS
from services.shared.staff.verbs import ACCOUNTS
from services.shared.verbs import Line, Verbs
from services.shared.web import delimited
from services.shared.web.access import allow, me
from services.shared.web.account_verbs import OWN_ACCOUNT
from services.shared.web.files import send_made
from services.shared.web.forms import address_of, filters, typed
from services.shared.web.rights_page import SERVICES
from services.shared.web.service import current_service, staff_directory, tables_of_verbs
from services.shared.web.sign_in_verbs import SIGNING_IN

STAFF = "staff"
COLUMNS = ("Urutan", "Waktu", "Pengguna", "Nama", "Alamat jaringan", "Tindakan", "Perihal", "Keterangan",
           "Rincian", "Korelasi", "Verba")  # fmt: skip
TOOK = "took_"  # a message that another service sent; the rest of the verb is its kind
_AUDITOR = frozenset({Role.AUDITOR})
RIGHTS = Rights((Right("see_trail", _AUDITOR), Right("export_trail", _AUDITOR)))
TRAIL = Verbs(
    RIGHTS,
    (
        Line("see_trail", "Membaca jejak audit"),
        Line("export_trail", "Mengunduh jejak audit"),
        Line(trail.ERASE, "Memusnahkan data"),
    ),
    "Jejak audit",
)
Words = Mapping[str, str]

pages = Blueprint("trail", __name__)


any_text = partial(text, most=80, optional=True, must=None, width=4)
_day = partial(day, optional=True, must=None, width=4, hint="", attributes={"placeholder": "hh/bb/tttt"})


class AskedSchema(Schema):
    """What is looked for; everything is optional."""

    subject = any_text("Nomor perkara", attributes={"autocomplete": "off"})
    actor = any_text("Pengguna", ask="select", options="people", blank="Semua")
    verb = any_text("Tindakan", ask="select", options="verbs", blank="Semua")
    first = _day("Dari tanggal", key="from")
    last = _day("Sampai tanggal", key="to")

    @post_load
    def _asked(self, data: dict[str, Any], **_: Any) -> Asked:
        if data["first"] and data["last"] and data["first"] > data["last"]:
            raise ValidationError({"to": ["Tanggal akhir mendahului tanggal awal."]})
        return Asked(**data)


@pages.get("/trail")
@allow(*RIGHTS.roles("see_trail"))
def own() -> ResponseReturnValue:
    """The trail of this service."""
    return _page(current_service().name)


@pages.get("/trail/staff")
@allow(*RIGHTS.roles("see_trail"))
def staff() -> ResponseReturnValue:
    """The trail of the accounts, reached from each service."""
    return _page(STAFF)


@pages.get("/trail.csv")
@allow(*RIGHTS.roles("export_trail"))
def own_file() -> Response:
    """The trail of this service as a file."""
    return _file(current_service().name)


@pages.get("/trail/staff.csv")
@allow(*RIGHTS.roles("export_trail"))
def staff_file() -> Response:
    """The trail of the accounts as a file."""
    return _file(STAFF)


def words_of(chain: str) -> Words:
    """What the verbs of a trail are called."""
    tables = (SIGNING_IN, OWN_ACCOUNT, ACCOUNTS, APPOINTMENTS, TRAIL) if chain == STAFF else tables_of_verbs()
    return {line.name: line.label for table in reversed(tables) for line in table}  # the service's own words count


def word(verb: str, words: Words) -> str:
    """What a verb of a trail is called on the screen."""
    if verb.startswith(TOOK):
        return f"Menerima kiriman: {verb.removeprefix(TOOK).replace('_', ' ')}"
    return words.get(verb, verb.replace("_", " "))


def database_of(chain: str) -> Database:
    """Where a trail lies."""
    return current_service().staff if chain == STAFF else current_service().database


def reader_of(chain: str) -> barring.Reader | None:
    """For whom a trail is read; that of the accounts speaks of no case."""
    return None if chain == STAFF else current_service().reader


def _page(chain: str) -> ResponseReturnValue:
    words = words_of(chain)
    asked, form = filters(AskedSchema())
    found = search.Page([], None)
    with database_of(chain).transaction() as session:
        barring.read_as(session, reader_of(chain))
        known = search.verbs(session)
        try:
            found = search.page(session, asked, request.args.get("after")) if asked else found
        except RuleBroken as error:
            form.errors = error.fields
    verbs = sorted(((verb, word(verb, words)) for verb in known), key=lambda pair: pair[1])
    address: dict[str, Any] = address_of(AskedSchema())
    view = ".staff" if chain == STAFF else ".own"
    shown = render_template(
        "trail.html",
        form=form,
        asked=AskedSchema(),
        chain=chain,
        services=SERVICES,
        choices={"people": people(), "verbs": verbs},
        lines=[line | {"word": word(line["verb"], words), "facts": facts_of(line)} for line in found.lines],
        narrowed=bool(address),
        whole=url_for(view),
        first=url_for(view, **address) if request.args.get("after") else None,
        more=url_for(view, **address, after=found.after) if found.after else None,
        file=url_for(f"{view}_file", **address),
    )
    return make_response(shown, form.status)


def _file(chain: str) -> Response:
    """Everything that matches, streamed; that it was taken is a line of the same trail.

    Raises:
        ValidationError: a filter that is none.
    """
    asked = typed(AskedSchema(), request.args)
    with current_service().work(me()) as work:
        given = {name: str(value) for name, value in vars(asked).items() if value}
        work.audit("export_trail", f"trail:{chain}", "Jejak audit diunduh (CSV)", story=False, asked=given)
    words = words_of(chain)
    rows = (_row(line, words) for line in search.lines(database_of(chain), asked, reader=reader_of(chain)))
    name = f"jejak-audit-{chain}-{clock.local(clock.now()):%Y%m%d-%H%M}.csv"
    return send_made(delimited.as_csv(rows, _columns()), name, delimited.CSV)


def _columns() -> list[str]:
    return [f"{name} ({zone.name()})" if name == "Waktu" else name for name in COLUMNS]


def _row(line: dict[str, Any], words: Words) -> list[delimited.Cell]:
    at = clock.local(line["at"]).replace(tzinfo=None)
    return [
        line["position"], at, line["actor"], line["actor_name"], line["address"], word(line["verb"], words),
        line["subject"], line["note"], json.dumps(line["details"], ensure_ascii=False) if line["details"] else "",
        line["correlation_id"], line["verb"],
    ]  # fmt: skip


def facts_of(line: dict[str, Any]) -> list[tuple[str, str]]:
    """The details of a line that say something."""
    return [(name, _short(value)) for name, value in line["details"].items() if value not in ("", None, [], {})]


def _short(value: Any, most: int = 200) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= most else f"{text[:most]} …"


def people() -> Iterable[tuple[str, str]]:
    """Everybody who may stand in a trail, for a filter."""
    known = [(username, f"{name} ({username})") for username, name in staff_directory().everybody()]
    return [*known, (SYSTEM.username, SYSTEM.name), (OPERATOR.username, OPERATOR.name)]

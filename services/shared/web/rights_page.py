"""*Hak akses*: the rights of one service as a page, made from the very data that routes and actions ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template

from services.shared.rights.moves import Move
from services.shared.rights.people import CITIZEN, ROLE_LABELS, STAFF, Role
from services.shared.rights.rights import MovesOf, Reach, Right, Rights
from services.shared.verbs import Verb, Verbs
from services.shared.web.access import staff_only
from services.shared.web.service import current_service, tables_of_verbs

SERVICES = (("intake", "Loket"), ("review", "Penanganan"), ("letters", "Surat"), ("registry", "Registrasi dan arsip"))
ROLES = tuple(role for role in Role if role in STAFF)

pages = Blueprint("rights", __name__)


@dataclass(frozen=True)
class Entry:
    """One line of the page: a verb, in which states, and per role a word (empty: may not)."""

    verb: str
    cells: tuple[str, ...]
    step: str = ""
    states: tuple[str, ...] = ()
    system: bool = False
    public: bool = False


@dataclass(frozen=True)
class Part:
    """One table of the page."""

    title: str
    entries: tuple[Entry, ...]
    moves: bool = False

    @property
    def public(self) -> bool:
        """Whether citizens may do something in it."""
        return any(entry.public for entry in self.entries)


@pages.get("/rights")
@staff_only
def show() -> str:
    """Who may what here, for everybody on the staff to read."""
    tables = tables_of_verbs()
    return render_template(
        "rights.html",
        services=SERVICES,
        own=current_service().name,
        roles=[ROLE_LABELS[role] for role in ROLES],
        citizen=CITIZEN.name,
        stand_ins=any(table.rights.stand_ins for table in tables),
        parts=[part for table in tables for part in _parts(table) if part.entries],
    )


def _parts(table: Verbs) -> Iterator[Part]:
    rights, names = table.rights, tuple(dict.fromkeys(row.verb for row in table.rights.rows))
    if table.heading:
        yield Part(table.heading, tuple(_held(table, names)))
        return
    done = {name for name in names if isinstance(table.get(name), Verb)}
    yield Part("Melihat dan membaca", tuple(_held(table, [name for name in names if name not in done])))
    for part in rights.moves:
        yield Part(f"Tindakan pada {part.thing.lower()}", tuple(_moved(part, table)), moves=True)
    yield Part("Tindakan lain", tuple(_held(table, [name for name in names if name in done])))


def _held(table: Verbs, names: Iterable[str]) -> Iterator[Entry]:
    """What moves nothing."""
    for name in names:
        rows = [row for row in table.rights.rows if row.verb == name]
        public = table.rights.is_public(name)
        cells = tuple(_how_far(role, rows) for role in ROLES)
        yield from (Entry(words, cells, public=public) for words in table.words_of(name))


def _how_far(role: Role, rows: Iterable[Right]) -> str:
    held = [row for row in rows if role in row.roles]
    if not held:
        return ""
    limits = ["tugasnya sendiri"] if all(row.reach == Reach.ASSIGNED for row in held) else []
    if not any(row.confidential for row in held):
        limits.append("bila tidak dirahasiakan")
    return ", ".join(limits).capitalize() or "Ya"


def _moved(part: MovesOf, table: Verbs) -> Iterator[Entry]:
    for name in dict.fromkeys(move.verb for move in part.moves):
        rows = [move for move in part.moves if move.verb == name]
        steps = ", ".join(sorted({move.step for move in rows} - {"-"}))
        states = tuple(dict.fromkeys(part.states.get(move.source, str(move.source)) for move in rows))
        cells = tuple(_cell(role, rows, table.rights) for role in ROLES)
        system = any(Role.SYSTEM in move.roles for move in rows)
        yield from (Entry(words, cells, steps, states, system) for words in table.words_of(name))


def _cell(role: Role, rows: Iterable[Move], rights: Rights) -> str:
    own = frozenset[Role]().union(*(move.roles for move in rows))
    if role in own:
        return "Tugasnya sendiri" if role in rights.assigned else "Ya"
    return "Sebagai pengganti" if role in {rights.stand_ins.get(other) for other in own} else ""

"""*Siapa boleh apa*: the rights of one service as a page, made from the very data that the actions ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, render_template

from services.shared.rights.moves import Move
from services.shared.rights.people import ROLE_LABELS, Role
from services.shared.rights.rights import MovesOf, Reach, Right, Rights
from services.shared.web.access import staff_only
from services.shared.web.service import current_service

SERVICES = (("intake", "Loket"), ("review", "Penanganan"), ("letters", "Surat"), ("registry", "Registrasi dan arsip"))
ROLES = tuple(role for role in Role if role != Role.SYSTEM)


@dataclass(frozen=True)
class Line:
    """One row of the page: a verb, in which states, and per role a word (empty: may not)."""

    verb: str
    step: str
    states: tuple[str, ...]
    cells: tuple[str, ...]
    system: bool = False


def blueprint(rights: Rights) -> Blueprint:
    """The page of one service."""
    pages = Blueprint("rights", __name__)

    @pages.get("/rights")
    @staff_only
    def show() -> str:
        """Who may what here, for everybody on the staff to read."""
        return render_template(
            "rights.html",
            services=SERVICES,
            own=current_service().name,
            roles=[ROLE_LABELS[role] for role in ROLES],
            seeing=[_seen(verb, rights) for verb in dict.fromkeys(row.verb for row in rights.rows)],
            parts=[(part.thing, list(_moved(part, rights))) for part in rights.moves],
        )

    return pages


def _seen(verb: str, rights: Rights) -> Line:
    rows = [row for row in rights.rows if row.verb == verb]
    return Line(rights.label(verb), "", (), tuple(_how_far(role, rows) for role in ROLES))


def _how_far(role: Role, rows: Iterable[Right]) -> str:
    held = [row for row in rows if role in row.roles]
    if not held:
        return ""
    limits = ["tugasnya sendiri"] if all(row.reach == Reach.ASSIGNED for row in held) else []
    if not any(row.confidential for row in held):
        limits.append("bila tidak dirahasiakan")
    return ", ".join(limits).capitalize() or "Ya"


def _moved(part: MovesOf, rights: Rights) -> Iterable[Line]:
    for verb in dict.fromkeys(move.verb for move in part.moves):
        rows = [move for move in part.moves if move.verb == verb]
        steps = ", ".join(sorted({move.step for move in rows} - {"-"}))
        states = tuple(dict.fromkeys(part.states.get(move.source, str(move.source)) for move in rows))
        cells = tuple(_cell(role, rows, rights) for role in ROLES)
        yield Line(rights.label(verb), steps, states, cells, any(Role.SYSTEM in move.roles for move in rows))


def _cell(role: Role, rows: Iterable[Move], rights: Rights) -> str:
    if not any(role in move.roles for move in rows):
        return ""
    return "Tugasnya sendiri" if role in rights.assigned else "Ya"

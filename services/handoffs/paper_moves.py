"""Where the paper of a running case lies: said once, by whoever hands it on or takes it, and known at the desk and in
review. The newest word holds. From the end of the case on the registry keeps it (16e)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marshmallow import Schema, fields, validate
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from services.handoffs.contract import Body, Contract
from services.handoffs.outbox import post
from services.shared.fields import Versioned, choice, text
from services.shared.rights.people import ROLE_LABELS, Role
from services.shared.unit_of_work import Work
from services.shared.verbs import Ask

ELSEWHERE = "elsewhere"
_ROLES = (Role.CLERK, Role.SECTION_HEAD, Role.CAMAT, Role.TEAM, Role.REGISTRAR)
HOLDERS = {str(role): ROLE_LABELS[role] for role in _ROLES} | {ELSEWHERE: "Di luar kantor"}
FIELDS = ("paper_holder", "paper_who", "paper_place", "paper_moved_at", "paper_moved_by")
ASK = Ask(
    "Catat",
    "Berkas kertas berpindah…",
    "Satu baris untuk satu perpindahan: yang menyerahkan atau yang menerima mencatatnya, tidak keduanya.",
    kind="outline-primary",
    at="paper",
)
LABEL, SAID = "Mencatat perpindahan berkas kertas", "Tercatat di mana berkas kertasnya."


class MovePaperSchema(Versioned):
    """Who has the paper from now on."""

    holder = choice("Berkas kertas sekarang ada pada", HOLDERS, width=6)
    who = text("Nama yang memegang", 100, optional=True, hint="Bila ada beberapa orang, misalnya anggota tim", width=6)
    place = text("Letaknya", 150, optional=True, hint="Misalnya: map hijau, lemari loket")


class PaperMovedV1(Body):
    """The paper of a case changed hands."""

    holder = fields.String(required=True, validate=validate.OneOf([*HOLDERS]))
    who = fields.String(required=True)
    place = fields.String(required=True)
    moved_at = fields.AwareDateTime(required=True)
    moved_by = fields.String(required=True)


class Held:
    """Columns of a row that says where the paper of its case is; ``paper_holder`` is empty until somebody said it."""

    paper_holder: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    paper_who: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    paper_place: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    paper_moved_at: Mapped[datetime | None] = mapped_column(default=None)
    paper_moved_by: Mapped[str] = mapped_column(default="", server_default=sql("''"))


PAPER_MOVED = {
    "intake": Contract("paper_moved", 1, "intake", "review", PaperMovedV1),
    "review": Contract("paper_moved", 1, "review", "intake", PaperMovedV1),
}
CONTRACTS = tuple(PAPER_MOVED.values())


def is_there(row: Held, holder: str, who: str, place: str) -> bool:
    """Whether just this was said before: it is asked from nobody twice."""
    return (row.paper_holder, row.paper_who, row.paper_place) == (holder, who, place)


def move(work: Work, row: Held, holder: str, who: str, place: str) -> str:
    """Keep where it is now; returns the words of its line."""
    row.paper_holder, row.paper_who, row.paper_place = holder, who, place
    row.paper_moved_at, row.paper_moved_by = work.now, work.actor.name
    return f"Berkas kertas ada pada {lies_with(row)}"


def tell(work: Work, case_no: str, row: Held) -> None:
    """Tell the other service, where anything was ever said."""
    if row.paper_moved_at is not None:
        body = {name.removeprefix("paper_"): getattr(row, name) for name in FIELDS}
        post(work, PAPER_MOVED[work.service.name], case_no, body)


def take(row: Held, body: Mapping[str, Any]) -> None:
    """What the other service was told, unless something newer was said here. Its line stands in the other's trail."""
    if row.paper_moved_at is None or row.paper_moved_at < body["moved_at"]:
        for name in FIELDS:
            setattr(row, name, body[name.removeprefix("paper_")])


def lies_with(row: Held) -> str:
    """Where it is, in words; until somebody says otherwise it is at the desk, which received it (4)."""
    held = HOLDERS.get(row.paper_holder or str(Role.CLERK), "")
    return ", ".join(filter(None, (held, row.paper_who, row.paper_place)))


def shown(row: Held) -> dict[str, Any]:
    """The same for pages and programs."""
    return {"lies_with": lies_with(row), "moved_at": row.paper_moved_at, "moved_by": row.paper_moved_by}


class PaperAnswer(Schema):
    """Where the paper of a running case is."""

    lies_with = fields.String()
    moved_at = fields.AwareDateTime(allow_none=True)
    moved_by = fields.String()

"""The page of one letter: the five parts of step 16 as a checklist, with the next one as the main button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from services.registry import actions
from services.registry.pages.context import letter_page
from services.registry.rights import RIGHTS
from services.registry.scanning import scanned
from services.registry.schemas import CopiesSchema, Versioned
from services.registry.tables import Letter
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work
from services.shared.web.access import allow, me
from services.shared.web.forms import submit_here
from services.shared.web.limits import takes_files
from services.shared.web.service import current_service

letter = Blueprint("letter", __name__)
READERS = RIGHTS.roles("see_letter")
DESK = (Role.REGISTRAR, Role.CLERK)
Act = Callable[[dict[str, Any]], Letter]


@letter.get("/letters/<uuid:letter_id>")
@allow(*READERS)
def show(letter_id: UUID) -> str:
    """The letter before and after, its five parts, copies, verdict and time line."""
    return letter_page(letter_id)


@letter.post("/letters/<uuid:letter_id>/record-register")
@allow(*DESK)
def record_register(letter_id: UUID) -> ResponseReturnValue:
    """Step 16a."""
    return _do(letter_id, Versioned(), lambda data: _work(actions.record_register, letter_id, data), _recorded)


@letter.post("/letters/<uuid:letter_id>/assign-number")
@allow(*DESK)
def assign_number(letter_id: UUID) -> ResponseReturnValue:
    """Step 16b."""
    return _do(letter_id, Versioned(), lambda data: _work(actions.assign_number, letter_id, data), _numbered)


@letter.post("/letters/<uuid:letter_id>/stamp")
@allow(*DESK)
def stamp(letter_id: UUID) -> ResponseReturnValue:
    """Step 16c."""
    act: Act = lambda data: actions.stamp(current_service(), me(), letter_id, data["version"])  # noqa: E731
    return _do(letter_id, Versioned(), act, lambda _: "Nomor, tanggal, dan segel sudah dibubuhkan.")


@letter.post("/letters/<uuid:letter_id>/stamp-on-paper")
@takes_files
@allow(*DESK)
def stamp_on_paper(letter_id: UUID) -> ResponseReturnValue:
    """Step 16c for a letter that was signed on paper: the scan of the numbered and stamped letter."""

    def act(data: dict[str, Any]) -> Letter:
        return actions.stamp_on_paper(current_service(), me(), letter_id, data["version"], scanned("scan"))

    return _do(letter_id, Versioned(), act, lambda _: "Hasil pindai surat bernomor dan berstempel disimpan.")


@letter.post("/letters/<uuid:letter_id>/copy")
@allow(*DESK)
def copy(letter_id: UUID) -> ResponseReturnValue:
    """Step 16d."""
    return _do(letter_id, CopiesSchema(), lambda data: _copy(letter_id, data), lambda _: "Salinan sudah dibuat.")


@letter.post("/letters/<uuid:letter_id>/archive-copy")
@allow(*DESK)
def archive_copy(letter_id: UUID) -> ResponseReturnValue:
    """Step 16e."""
    return _do(letter_id, Versioned(), lambda data: _work(actions.archive_copy, letter_id, data), _ready)


def _do(letter_id: UUID, schema: Schema, act: Act, words: Callable[[Letter], str]) -> ResponseReturnValue:
    """Act on the form; a refusal is shown on the letter's own page, with everything that was typed."""
    result, form, status = submit_here(schema, act)
    if result is None:
        return letter_page(letter_id, form), status
    flash(words(result), "success")
    return redirect(url_for(".show", letter_id=letter_id))


def _work(action: Callable[[Work, UUID, int | None], Letter], letter_id: UUID, data: dict[str, Any]) -> Letter:
    with current_service().work(me()) as work:
        return action(work, letter_id, data["version"])


def _copy(letter_id: UUID, data: dict[str, Any]) -> Letter:
    with current_service().work(me()) as work:
        return actions.make_copies(work, letter_id, data["version"], data["copies"])


def _recorded(letter: Letter) -> str:
    return "Surat tercatat di buku register pelayanan."


def _numbered(letter: Letter) -> str:
    return f"Surat diberi nomor {letter.number}."


def _ready(letter: Letter) -> str:
    if letter.to_applicant:
        return "Salinan arsip tersimpan. Loket sudah diberi tahu bahwa surat siap diserahkan."
    return "Salinan arsip tersimpan. Surat siap dikirim."

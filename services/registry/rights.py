"""Who may what in the registry: the moves of ``states.py``, and what moves nothing. Their words: ``verbs``."""

from __future__ import annotations

from services.registry.states import (
    CASE_MOVES,
    CASE_STATE_LABELS,
    DESTRUCTION_LABELS,
    DESTRUCTION_MOVES,
    MOVES,
    STATE_LABELS,
)
from services.shared.rights.people import Role
from services.shared.rights.rights import MovesOf, Right, Rights

_REGISTRAR = frozenset({Role.REGISTRAR})
_HEADS = frozenset({Role.SECTION_HEAD, Role.CAMAT})
_LEADERS = _HEADS | {Role.CLERK}
_OVERSEERS = frozenset({Role.AUDITOR, Role.ADMIN})
_AGENDA = (
    "book_letter", "record_outside", "reserve_numbers", "use_number", "cancel_number", "correct_line", "import_block",
    "add_classification", "answer_request",
)  # fmt: skip

RIGHTS = Rights(
    rows=(
        Right("check_letter_file", frozenset(), public=True),
        Right("see_letter", _REGISTRAR | _LEADERS | _OVERSEERS),
        Right("read_letter", _LEADERS),
        Right("read_letter", _REGISTRAR | _OVERSEERS, confidential=False),
        Right("see_archive", _REGISTRAR | _OVERSEERS | _HEADS),
        Right("download_package", _REGISTRAR | _HEADS | {Role.AUDITOR}),
        Right("see_whole_package", _HEADS),  # for a reason; all others get an edition made for them
        Right("correct_entry", _REGISTRAR),
        Right("see_agenda", _REGISTRAR | _LEADERS | _OVERSEERS),
        *(Right(verb, _REGISTRAR) for verb in _AGENDA),
        *(Right(verb, _REGISTRAR) for verb in ("place_paper", "lend_paper", "return_paper")),
        Right("export_case", _REGISTRAR | _HEADS),
        Right("acknowledge", _REGISTRAR | {Role.ADMIN}),
        Right("see_retention", _REGISTRAR | _OVERSEERS | _HEADS),
    ),
    moves=(
        MovesOf("Surat", MOVES, STATE_LABELS),
        MovesOf("Pengaduan dalam arsip", CASE_MOVES, CASE_STATE_LABELS),
        MovesOf("Daftar pemusnahan", DESTRUCTION_MOVES, DESTRUCTION_LABELS),
    ),
)

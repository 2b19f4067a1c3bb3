"""Who may what at the front desk: the moves of ``states.py``, and what moves nothing. Their words: ``verbs``."""

from __future__ import annotations

from services.intake.states import MOVES, STATE_LABELS
from services.shared.rights.people import Role
from services.shared.rights.rights import MovesOf, Right, Rights

_CLERK = frozenset({Role.CLERK})
_KNOWS = frozenset({Role.CLERK, Role.SECTION_HEAD, Role.CAMAT})
_READERS = _KNOWS | {Role.REGISTRAR, Role.AUDITOR}
_HEADS = frozenset({Role.SECTION_HEAD, Role.CAMAT})

RIGHTS = Rights(
    rows=(
        Right("open", _CLERK),
        Right("record_visit", _CLERK),
        Right("see", _READERS),
        Right("know_applicant", _KNOWS),
        Right("know_applicant", _READERS - _KNOWS, confidential=False),
        Right("search", _READERS),
        Right("search_nik", _KNOWS),
        Right("export", _READERS),
        Right("see_nik", _KNOWS),
        Right("see_book", _KNOWS | {Role.AUDITOR, Role.ADMIN}),
        Right("add_file", _CLERK),
        Right("use_data", _CLERK),
        Right("start_anew", _CLERK),
        Right("judge_likeness", _CLERK),
        Right("search_person", _KNOWS | {Role.ADMIN, Role.AUDITOR}),
        Right("access_log", frozenset({Role.ADMIN, Role.AUDITOR})),
        Right("copy_of_data", _KNOWS),
        Right("correct_applicant", _CLERK),
        Right("tell_applicant", _CLERK),
        Right("send_again", _CLERK),
        Right("change_channel", _CLERK),
        Right("offer_survey", _CLERK),
        Right("survey_here", frozenset(Role) - {Role.SYSTEM}),
        Right("answer_survey", frozenset(), public=True),
        Right("see_survey", _HEADS | {Role.ADMIN, Role.AUDITOR}),
        Right("publish_survey", _HEADS),
    ),
    moves=(MovesOf("Pengaduan", MOVES, STATE_LABELS),),
)

"""The verb of the operations page: a message that its receiver refused is sent again."""

from __future__ import annotations

import uuid

from marshmallow import Schema

from services.handoffs import outbox
from services.shared.errors import Stale
from services.shared.rights.people import Role
from services.shared.rights.rights import Right, Rights
from services.shared.unit_of_work import Work
from services.shared.verbs import Ask, Line, Verb, Verbs


def replay(work: Work, message_id: uuid.UUID) -> None:
    """Send a dead message again; raises Stale where it is not dead (any more)."""
    if not outbox.replay(work.session, message_id):
        raise Stale("Pesan ini tidak sedang ditolak; mungkin sudah dikirim ulang.")
    work.audit("replay", str(message_id), "Pesan yang ditolak dikirim ulang", story=False)


REPLAY = Verb(
    "replay",
    "Mengirim ulang pesan",
    schema=Schema,
    action=replay,
    path="/replay/<uuid:message_id>",
    said="Pesan akan dikirim ulang dengan nomor yang sama.",
    ask=Ask("Kirim ulang", kind="outline-primary"),
)
RIGHTS = Rights(
    (Right("see_operations", frozenset({Role.ADMIN, Role.AUDITOR})), Right("replay", frozenset({Role.ADMIN})))
)
OPERATIONS = Verbs(RIGHTS, (Line("see_operations", "Melihat operasi"), REPLAY), "Operasi")

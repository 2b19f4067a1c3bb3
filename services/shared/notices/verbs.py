"""The verbs of the notices: one's own bell and daily summary, and the channels for those who run the office."""

from __future__ import annotations

from functools import partial

from marshmallow import Schema

from services.shared.notices import actions
from services.shared.rights.people import STAFF, Role
from services.shared.rights.rights import Right, Rights
from services.shared.verbs import Ask, Line, Verb, Verbs

_Own = partial(Verb, schema=Schema, alone=True)
_ONE = "/<uuid:notice_id>"
READ = _Own(
    "read_notice",
    "Menandai pemberitahuan sudah dibaca",
    action=actions.read_notice,
    path=f"{_ONE}/read",
    ask=Ask("Sudah dibaca"),
)
OWN = (
    _Own("open_notice", "Membuka pemberitahuan", action=actions.read_notice, path=f"{_ONE}/open", ask=Ask("Buka")),
    READ,
    _Own(
        "unread_notice",
        "Menandai pemberitahuan belum dibaca",
        action=actions.unread_notice,
        path=f"{_ONE}/unread",
        ask=Ask("Belum dibaca"),
    ),
    _Own(
        "read_all_notices",
        "Menandai semua pemberitahuan sudah dibaca",
        action=actions.read_all_notices,
        path="/read-all",
        said="{} pemberitahuan ditandai sudah dibaca.".format,
        ask=Ask("Tandai semua sudah dibaca"),
    ),
)
SUMMARY = (
    _Own(
        "choose_summary",
        "Memilih ringkasan harian",
        schema=actions.SummarySchema,
        action=actions.choose_summary,
        path="/contact",
        said="Pilihan ringkasan harian disimpan.",
        ask=Ask("Simpan pilihan"),
    ),
)
TEST = Verb(
    "test_channel",
    "Mencoba saluran",
    schema=actions.TestMessageSchema,
    action=actions.test_channel,
    path="/channels/test",
    said="Pesan uji menunggu dikirim. Hasilnya tampak di bawah dalam beberapa detik.",
    ask=Ask("Kirim pesan uji", busy="Mengirim…"),
)
ADMINISTRATORS = (
    Verb(
        "send_again",
        "Mengirim lagi pemberitahuan",
        schema=Schema,
        action=actions.send_again,
        path=f"{_ONE}/send-again",
        said="Pemberitahuan dikirim lagi dalam beberapa detik.",
        ask=Ask("Kirim lagi"),
    ),
    TEST,
)
RIGHTS = Rights(
    (
        *(Right(row.name, STAFF) for row in (*OWN, *SUMMARY)),
        Right("see_channels", frozenset({Role.ADMIN, Role.AUDITOR})),
        *(Right(row.name, frozenset({Role.ADMIN})) for row in ADMINISTRATORS),
    )
)
NOTICES = Verbs(
    RIGHTS,
    (*OWN, *SUMMARY, Line("see_channels", "Melihat saluran pemberitahuan"), *ADMINISTRATORS),
    "Pemberitahuan",
)

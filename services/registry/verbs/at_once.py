"""Steps 16a to 16c in one press: book, number and seal. The three verbs of their own stay for programs."""

from __future__ import annotations

from services.registry.actions import at_once
from services.registry.states import State
from services.registry.tables import Letter
from services.shared.verbs import Ask, Verb


def _said(letter: Letter) -> str:
    if letter.state == State.NUMBERED:
        return f"Surat tercatat di buku register dan bernomor {letter.number}. Tulis nomornya dan bubuhkan stempel."
    return f"Surat tercatat di buku register, bernomor {letter.number}, dan bersegel."


AT_ONCE = (
    Verb(
        "register_at_once",
        "Mencatat, memberi nomor, dan membubuhkan segel",
        "stamp",
        "ok",
        right="record_register",
        action=at_once.register_at_once,
        alone=True,
        said=_said,
        ask=Ask(
            "Catat, beri nomor, dan bubuhkan segel",
            note="Surat dicatat di buku register, mendapat nomor berikutnya dengan tanggal hari ini, dan diperiksa "
            "tanda tangannya; lalu nomor, tanggal, dan segel dibubuhkan. Setelah itu surat tidak dapat diubah lagi.",
            busy="Mencatat, memberi nomor, dan membubuhkan segel…",
        ),
    ),
)
# The same where the number was booked and printed before the signature; and where all of it is on paper.
CONFIRM = Ask(
    "Catat, sahkan nomor, dan bubuhkan segel",
    note="Surat dicatat di buku register, nomor %(n)s yang tercetak disahkan, dan tanda tangannya diperiksa; lalu "
    "segel dibubuhkan.",
    busy="Mencatat dan membubuhkan segel…",
)
CHECK = Ask(
    "Catat, sahkan nomor, dan periksa",
    note="Surat dicatat di buku register, nomor %(n)s yang tercetak disahkan, dan tanda tangan BSrE diperiksa. Segel "
    "kantor tidak berlaku: tanda tangan BSrE mengunci surat ini.",
    busy="Mencatat dan memeriksa…",
)
ON_PAPER = Ask(
    "Catat dan beri nomor",
    note="Surat dicatat di buku register dan mendapat nomor berikutnya. Sesudah itu nomor ditulis pada surat kertas, "
    "stempel dibubuhkan, dan hasilnya dipindai.",
    busy="Mencatat dan memberi nomor…",
)

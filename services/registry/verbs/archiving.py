"""Step 16e: the archive takes its copy of the letter; the whole case follows when it has ended (``archive.py``)."""

from __future__ import annotations

from services.registry.actions import archiving
from services.registry.tables import Letter
from services.shared.verbs import Ask, Verb


def _ready(letter: Letter) -> str:
    if letter.to_applicant:
        return "Salinan arsip tersimpan. Loket sudah diberi tahu bahwa surat siap diserahkan."
    return "Salinan arsip tersimpan. Surat siap dikirim."


ARCHIVING = (
    Verb(
        "archive_copy",
        "Mengarsipkan salinan",
        "archive",
        "ok",
        action=archiving.archive_copy,
        said=_ready,
        ask=Ask(
            "Simpan di arsip",
            "Simpan salinan arsip",
            "Surat bersegel disalin ke arsip dan kode hashnya diperiksa. Setelah itu surat siap diserahkan.",
        ),
    ),
)

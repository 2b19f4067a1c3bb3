"""What the applicant is told, and how."""

from __future__ import annotations

from services.shared.verbs import Line

NOTICES = (
    Line("tell_applicant", "Memberi tahu pemohon"),
    Line("change_channel", "Mengubah saluran pemberitahuan"),
)

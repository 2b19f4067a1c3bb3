"""What the reference to LAPOR!/SP4N takes."""

from __future__ import annotations

from typing import Any

from services.shared.fields import Text, Versioned, text


def lapor_number(**asked: Any) -> Text:
    """The number of the same complaint there, or nothing."""
    return text("Nomor LAPOR!/SP4N", 40, optional=True, hint="Bila pengaduan yang sama sudah ada di sana", **asked)


class LaporSchema(Versioned):
    """Under which number the same complaint stands at LAPOR!; empty takes the reference away."""

    lapor_no = lapor_number(width=6)

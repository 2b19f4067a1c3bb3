"""The page of one kept file: what it is, what its metadata say, its condition, and who has had it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template

from services.shared.files import kinds, shown
from services.shared.files.table import KeptFile


def page(back: tuple[str, str], line: dict[str, Any], file: KeptFile, log: Sequence[Any], *, knows: bool) -> str:
    """``back``: whose file it is, and where that stands; ``line``: the file as lists show it; ``log``: its custody.

    What its metadata tell may name people: it is said only to who ``knows`` them.
    """
    return render_template(
        "kept_file.html",
        back=back,
        file=line,
        kind=kinds.ALLOWED.get(file.content_type, "Berkas"),
        facts=shown.facts(file.facts or {}) if knows else [],
        hidden=bool(file.facts) and not knows,
        declared=file.declared_type,
        events=shown.events(log),
    )

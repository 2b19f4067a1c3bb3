"""Lines of the agenda as pages, programs and exports show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.registry.queries.agenda import AgendaRow
from services.registry.rules.agenda import HELD, SOURCES, Held, Source
from services.registry.schemas.agenda import LineSchema
from services.shared.config.office import Office

TONES = {Held.RESERVED: "warn", Held.USED: "ok", Held.CANCELLED: "bad"}
_OF_ENTRY = ("security", "retention", "signer_title", "note", "entered_on", "entered_by")


def line(row: AgendaRow) -> dict[str, Any]:
    """A number, with what its valid line says; of a letter of Sigap what the letter says itself."""
    shown = {name: getattr(row.line, name) for name in LineSchema().fields if hasattr(row.line, name)}
    shown |= {name: getattr(row.entry, name) for name in _OF_ENTRY}
    return shown | {
        "version": row.line.position,
        "subject": row.subject,
        "recipient": row.recipient,
        "sha256": (row.letter and row.letter.sealed_sha256) or "",
        "file_name": row.file_name,
    }


def for_page(office: Office, row: AgendaRow, codes: Mapping[str, str]) -> dict[str, Any]:
    """The same with words and colours for codes."""
    return line(row) | {
        "state_label": HELD[Held(row.line.state)],
        "tone": TONES[Held(row.line.state)],
        "source_label": SOURCES[Source(row.line.source)],
        "classification_label": f"{row.line.classification} {codes.get(row.line.classification, '')}".strip(),
        "security_label": row.security,
        "retention_label": row.retention(office),
        "remarks": row.why,
    }

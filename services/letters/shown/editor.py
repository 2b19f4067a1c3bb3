"""What the editors of a letter and of its wording propose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from services.letters.queries.classifications import classifications
from services.shared.config.office import Office


def content_fields(content: Mapping[str, Any]) -> dict[str, str]:
    """A content as the fields of the form, by their names in it."""
    return {
        f"content.{name}": "\n".join(value) if isinstance(value, list) else value for name, value in content.items()
    }


def choices(session: Session, office: Office) -> dict[str, list[tuple[str, str]]]:
    """The lists that the fields name."""
    codes = classifications(session, office)
    return {"classification": [(code, f"{code} – {label}") for code, label in codes.items()]}

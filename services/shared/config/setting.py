"""One setting as data: what it does, and which processes need it. ``sigap settings`` makes the guide's table of it."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from pydantic.fields import FieldInfo

from services.shared.config.processes import KINDS, PROCESSES, SERVICES

INTAKE, LETTERS, REGISTRY = ("intake",), ("letters",), ("registry",)
HTTP = r"^https?://"


def setting(
    default: Any = ..., *, what: str, by: tuple[str, ...] = SERVICES, kinds: tuple[str, ...] = KINDS, **limits: Any
) -> Any:
    """A field of a settings class; ``what`` is shown in the guide.

    ``by`` and ``kinds`` name the services, and of them the kinds of process, that are given it. Without a default a
    process does not start without it. ``limits`` are pydantic's own.
    """
    return Field(default, description=what, json_schema_extra={"by": list(by), "kinds": list(kinds)}, **limits)


def needed_by(field: FieldInfo) -> tuple[str, ...]:
    """Whose processes need a setting: services, sign-in, beat."""
    return _told(field, "by")


def kinds_of(field: FieldInfo) -> tuple[str, ...]:
    """Of which kinds the processes are that need it."""
    return _told(field, "kinds")


def is_given(field: FieldInfo, process: str) -> bool:
    """Whether one of PROCESSES needs a setting."""
    owner, kind = PROCESSES[process]
    return owner in needed_by(field) and kind in kinds_of(field)


def _told(field: FieldInfo, what: str) -> tuple[str, ...]:
    assert isinstance(field.json_schema_extra, dict)
    found = field.json_schema_extra[what]
    assert isinstance(found, list)
    return tuple(str(name) for name in found)

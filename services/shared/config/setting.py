"""One setting as data: what it does, and which processes need it. ``sigap settings`` makes the guide's table of it."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from pydantic.fields import FieldInfo

INTAKE, LETTERS, REGISTRY = ("intake",), ("letters",), ("registry",)
SERVICES = ("intake", "review", "letters", "registry")  # each as its web process and its workers
EVERY = (*SERVICES, "beat")
HTTP = r"^https?://"


def setting(default: Any = ..., *, what: str, by: tuple[str, ...] = SERVICES, **limits: Any) -> Any:
    """A field of a settings class; ``what`` is shown in the guide, ``by`` names the processes that are given it.

    Without a default a process does not start without it. ``limits`` are pydantic's own.
    """
    return Field(default, description=what, json_schema_extra={"by": list(by)}, **limits)


def needed_by(field: FieldInfo) -> tuple[str, ...]:
    """The processes that need a setting."""
    assert isinstance(field.json_schema_extra, dict)
    found = field.json_schema_extra["by"]
    assert isinstance(found, list)
    return tuple(str(name) for name in found)

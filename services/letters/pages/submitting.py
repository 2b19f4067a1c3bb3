"""A form of the letter's page: a conflict, too, is shown on the page, with everything that was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import Schema

from services.shared.errors import Conflict, RuleBroken
from services.shared.web.forms import Form, submit


def act(schema: Schema, act: Callable[[dict[str, Any]], Any]) -> tuple[Any, Form, int]:
    """Submit a form; returns (result or None, the form with its messages, status)."""
    conflict: list[Conflict] = []

    def guarded(data: dict[str, Any]) -> Any:
        try:
            return act(data)
        except Conflict as error:
            conflict.append(error)
            raise RuleBroken(error.message) from None

    result, form = submit(schema, guarded)
    return result, form, conflict[0].status if conflict else form.status

"""What schemathesis makes of a service's OpenAPI document: calls of every operation, right and wrong ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, checks
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [checks.not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def each_operation(app: Flask, service: str, examples: int, start: int, ask: Callable[[Case], None]) -> None:
    """Give ``ask`` so many generated calls of each operation, the same ones for the same ``start``."""
    document = schemathesis.openapi.from_wsgi(f"/{service}/api/openapi.json", app)
    once = settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for result in document.get_all_operations():
        operation = result.ok()
        right, wrong = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)
        seed(start)(once(given(st.one_of(right, right, wrong))(_one(ask))))()


def wrong_with(case: Case, answer: Any) -> str:
    """Where an answer is not as the document says, or a server's error; empty for a good one."""
    try:
        case.validate_response(answer, checks=CHECKS)
    except FailureGroup as found:
        return "\n".join(map(str, found.exceptions))
    return ""


def _one(ask: Callable[[Case], None]) -> Callable[[Case], None]:
    """A function of its own for each operation: hypothesis keeps its settings on it."""

    def once(case: Case) -> None:
        ask(case)

    return once

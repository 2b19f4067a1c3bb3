"""Traces for an OpenTelemetry collector (OTLP/HTTP). Off, and nothing of its library loaded, unless an address is set.

A trace begins with a request or with what a sweep sends again; its context travels in the header ``traceparent`` of the
handoffs' tasks, so that page, handoff, the receiver's task and the acknowledgement are one trace. No span holds an
address with its ids, a value of a statement, or an exception's text: those are people's data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from services.shared.observability import correlation

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Tracer

PATH = "/v1/traces"  # OTLP/HTTP's own, below the collector's address
PATIENCE = 5.0  # seconds for one batch; a thread of its own waits, no request does
LONGEST = 2000  # characters of a statement
Attributes = Mapping[str, str | int]
Note = Callable[[str, str | int], object]
_tracer: Tracer | None = None


def begin(service: str, process: str, endpoint: str) -> None:
    """Send the spans of this process to a collector; ``process`` is web or worker. Forked children begin themselves.

    A collector that is away or slow costs nothing but spans: they wait in a bounded queue, and the newest push out the
    oldest. An exit does not wait for it either. The library's own ``OTEL_…`` variables (sampling, headers, delay) hold.
    """
    global _tracer  # noqa: PLW0603 -- one exporter a process, as with the log
    if not endpoint or _tracer is not None:
        return
    _tracer = _exporting(service, process, endpoint).get_tracer("sigap")
    _watch_statements(_tracer)


def _exporting(service: str, process: str, endpoint: str) -> TracerProvider:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    about = Resource.create({"service.namespace": "sigap", "service.name": service, "sigap.process": process})
    provider = TracerProvider(resource=about, shutdown_on_exit=False)
    exporter = OTLPSpanExporter(endpoint.rstrip("/") + PATH, timeout=PATIENCE)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider


def request(method: str, route: str) -> AbstractContextManager[Note]:
    """The span of a request, by its route's template. What a browser says of traces is not believed."""
    return _span(f"{method} {route}", "SERVER", {"http.request.method": method, "http.route": route}, "")


def task(name: str, queue: str, parent: str | None) -> AbstractContextManager[Note]:
    """The span of a task; ticks have none, as they have no log line: a few come each second."""
    if queue.endswith(".ticks"):
        return nullcontext(_unheard)
    return _span(name, "CONSUMER", {"messaging.destination.name": queue}, parent or "")


def publishing(name: str, queue: str, messages: int) -> AbstractContextManager[Note]:
    """The span of a task's way to the broker, within that of the request or task that it comes from."""
    facts: Attributes = {"messaging.destination.name": queue, "messaging.batch.message_count": messages}
    return _span(f"publish {name}", "PRODUCER", facts, None)


def headers() -> dict[str, str]:
    """What a task's headers need, so that the receiver's span joins the present trace."""
    found: dict[str, str] = {}
    if _tracer is not None:
        _propagator().inject(found)
    return found


@contextmanager
def _span(name: str, kind: str, attributes: Attributes, parent: str | None) -> Iterator[Note]:
    """``parent``: None for the present span, "" for none, or a ``traceparent``."""
    if _tracer is None:
        yield _unheard
        return
    from opentelemetry.context import Context
    from opentelemetry.trace import SpanKind, Status, StatusCode

    context = None if parent is None else _propagator().extract({"traceparent": parent}, Context())
    with _tracer.start_as_current_span(
        name,
        context,
        SpanKind[kind],
        {"sigap.correlation_id": correlation.current(), **attributes},
        record_exception=False,  # its text may hold what somebody typed
        set_status_on_exception=False,
    ) as span:
        try:
            yield span.set_attribute
        except Exception as error:
            span.set_attribute("error.type", type(error).__name__)
            span.set_status(Status(StatusCode.ERROR))
            raise


def _unheard(name: str, value: str | int) -> None:
    """Where nothing is traced."""


def _propagator() -> Any:
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    return TraceContextTextMapPropagator()


def _watch_statements(tracer: Tracer) -> None:
    """A span for each statement within a span, with its text, whose values are placeholders."""
    from opentelemetry.trace import SpanKind, Status, StatusCode, get_current_span

    @event.listens_for(Engine, "before_cursor_execute")
    def _before(_: Any, __: Any, statement: str, ___: Any, context: Any, ____: bool) -> None:
        if context is None or not get_current_span().is_recording():
            return
        facts = {"db.system.name": "postgresql", "db.query.text": statement[:LONGEST]}
        context.sigap_span = tracer.start_span(_verb(statement), kind=SpanKind.CLIENT, attributes=facts)

    @event.listens_for(Engine, "after_cursor_execute")
    def _after(_: Any, __: Any, ___: str, ____: Any, context: Any, _____: bool) -> None:
        if span := getattr(context, "sigap_span", None):
            span.end()

    @event.listens_for(Engine, "handle_error")
    def _failed(trouble: ExceptionContext) -> None:
        if span := getattr(trouble.execution_context, "sigap_span", None):
            span.set_attribute("error.type", type(trouble.original_exception).__name__)
            span.set_status(Status(StatusCode.ERROR))
            span.end()


def _verb(statement: str) -> str:
    return (statement.split(None, 1) or [""])[0].upper()[:20]

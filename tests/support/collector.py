"""A collector of traces on loopback: takes OTLP/HTTP as the protocol says, keeps what came, and can hang."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


@dataclass(frozen=True)
class Span:
    """One span as it came. ``trace``, ``id`` and ``parent`` are hexadecimal; no parent: empty."""

    service: str
    name: str
    trace: str
    id: str
    parent: str
    facts: dict[str, Any]


class Collector:
    """The WSGI application; ``bytes`` is all that came, to be searched."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.paths: set[str] = set()
        self.bytes = b""
        self._open = threading.Event()
        self._open.set()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        self._open.wait()
        self.bytes += body
        self.paths.add(environ["PATH_INFO"])
        for group in ExportTraceServiceRequest.FromString(body).resource_spans:
            service = _facts(group.resource.attributes)["service.name"]
            self.spans += [_span(service, span) for scope in group.scope_spans for span in scope.spans]
        start_response("200 OK", [("Content-Type", "application/x-protobuf")])
        return [b""]

    def marked(self, correlation_id: str) -> list[Span]:
        """The spans that bear a correlation id."""
        return [span for span in self.spans if span.facts.get("sigap.correlation_id") == correlation_id]

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Take connections and bodies, and answer nothing until the block ends."""
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()


def _span(service: str, span: Any) -> Span:
    ids = (span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex())
    return Span(service, span.name, *ids, _facts(span.attributes))


def _facts(attributes: Any) -> dict[str, Any]:
    return {item.key: getattr(item.value, item.value.WhichOneof("value")) for item in attributes}

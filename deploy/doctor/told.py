"""The findings for Prometheus, by a file that node_exporter reads or by a Pushgateway: whatever is found rings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Gauge, push_to_gateway, write_to_textfile

from deploy.doctor.finding import Finding, Level
from deploy.errors import Told
from services.shared.calendar import clock

JOB = "sigap-doctor"
PATIENCE = 10.0  # seconds


def tell(place: str, findings: Iterable[Finding], office: str = "") -> None:
    """Tell them whole or not at all, in the place of those before; ``place`` is a file or a Pushgateway's address.

    ``office``: the slug of one of several offices on a machine, whose files the collector reads all.
    Raises Told, OSError.
    """
    made = _figures(findings, office)
    if not place.startswith(("http://", "https://")):
        write_to_textfile(place, made)
        return
    try:
        push_to_gateway(place, JOB, made, {"instance": office or "sigap"}, PATIENCE)
    except OSError as error:
        raise Told(f"{place} did not take the findings: {getattr(error, 'reason', error)}.") from error


def _figures(findings: Iterable[Finding], office: str) -> CollectorRegistry:
    """A subject that is well is told with 0, so that its alert falls silent."""
    registry = CollectorRegistry()
    of, named = (["office"], [office]) if office else ([], [])
    found = Gauge("sigap_doctor_findings", "What `sigap doctor` found", ["subject", "level", *of], registry=registry)
    run = Gauge("sigap_doctor_run_timestamp", "When `sigap doctor` looked last", of, registry=registry)
    seen = list(findings)
    counts = Counter((one.subject, one.level) for one in seen)
    for subject in {one.subject for one in seen}:
        for level in (Level.WARNING, Level.FAILURE):
            found.labels(subject, level.value, *named).set(counts[subject, level])
    (run.labels(office) if office else run).set(clock.now().timestamp())
    return registry

"""The findings as a file that node_exporter reads, so that whatever the doctor finds rings by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from deploy.doctor.finding import Finding, Level
from services.shared.calendar import clock


def write(file: Path, findings: Iterable[Finding]) -> None:
    """Write them whole or not at all; a subject that is well is told with 0, so that its alert falls silent."""
    registry = CollectorRegistry()
    found = Gauge("sigap_doctor_findings", "What `sigap doctor` found", ["subject", "level"], registry=registry)
    run = Gauge("sigap_doctor_run_timestamp", "When `sigap doctor` looked last", registry=registry)
    seen = list(findings)
    counts = Counter((one.subject, one.level) for one in seen)
    for subject in {one.subject for one in seen}:
        for level in (Level.WARNING, Level.FAILURE):
            found.labels(subject, level.value).set(counts[subject, level])
    run.set(clock.now().timestamp())
    write_to_textfile(str(file), registry)

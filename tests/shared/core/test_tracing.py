"""Traces are off, and what makes and sends them is not loaded, unless a collector's address is set.

(``redis`` looks at the metrics of the same library by itself, wherever it is installed; we use none of those.)
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from deploy.setup import settings_of
from services.shared.config.settings import SettingsError

PROCESS = """
import sys
from services.intake.app import create_app
create_app()
import services.intake.worker
from celery.signals import worker_process_init
worker_process_init.send(None)  # what a forked child of the worker hears first
ours = ("opentelemetry.sdk.trace", "opentelemetry.exporter", "opentelemetry.proto", "google.protobuf")
print(sorted(name for name in sys.modules if name.startswith(ours))[:3])
"""


@pytest.mark.parametrize(("address", "loaded"), [("", False), ("http://127.0.0.1:9", True)])
def test_the_library_is_loaded_only_where_there_is_a_collector(
    processes: dict[str, dict[str, str]], address: str, loaded: bool
) -> None:
    env = os.environ | processes["intake"] | {"SIGAP_OTLP_ENDPOINT": address}
    done = subprocess.run([sys.executable, "-c", PROCESS], env=env, capture_output=True, text=True, check=True)
    assert (done.stdout != "[]\n") == loaded, done.stderr[-2000:]


def test_a_wrong_address_is_told(processes: dict[str, dict[str, str]]) -> None:
    with pytest.raises(SettingsError, match="SIGAP_OTLP_ENDPOINT"):
        settings_of(processes["intake"] | {"SIGAP_OTLP_ENDPOINT": "collector:4318"})

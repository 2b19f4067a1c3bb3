"""Every benchmark runs, in miniature: a change that breaks one is seen before somebody wants to measure."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys

import pytest

from benchmarks.__main__ import NAMES
from deploy.local.run import ROOT

SMALL = {
    "BENCH_ROUNDS": "1", "BENCH_SINGLE": "2", "BENCH_BACKLOG": "5", "BENCH_MEMORY": "5", "BENCH_LETTERS": "2",
    "BENCH_SECONDS": "0.5", "BENCH_IDLE": "1", "BENCH_CASES": "20,40", "BENCH_REQUESTS": "2", "BENCH_WHOLE_CASES": "1",
    "BENCH_REGISTER_ROWS": "200", "BENCH_REGISTER_REQUESTS": "2", "BENCH_SIZES": "20,40", "BENCH_UPLOAD": "1000000",
    "BENCH_FILM": "2000000", "LOAD_SECONDS": "3", "LOAD_STAFF": "2", "LOAD_VISITORS": "3", "LOAD_STAFF_PAUSE": "1",
    "LOAD_VISITOR_PAUSE": "1", "LOAD_CASES": "2", "LOAD_CROWD": "3", "WEIGHT_IDLE": "1", "WEIGHT_CASES": "1",
}  # fmt: skip
RUN = "import importlib, sys; print(importlib.import_module(f'benchmarks.{sys.argv[1]}.run').run())"


@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_loaded(name: str) -> None:
    assert callable(importlib.import_module(f"benchmarks.{name}.run").run)


@pytest.mark.slow
@pytest.mark.turns(len(NAMES))
@pytest.mark.parametrize("name", NAMES)
def test_it_runs_in_miniature(name: str) -> None:
    env = {key: value for key, value in os.environ.items() if not key.startswith("SIGAP_")}
    done = subprocess.run(
        [sys.executable, "-c", RUN, name], env=env | SMALL, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert f"bench='{name}'" in done.stdout

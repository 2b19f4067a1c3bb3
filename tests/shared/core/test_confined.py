"""A child with limits: what it may take, and what becomes of one that takes more or dies."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from services.shared import confined
from services.shared.errors import Unavailable

ROOT = Path(__file__).parents[3]


def double(value: int) -> dict[str, int]:
    return {"value": 2 * value}


def swell() -> int:
    return len(bytearray(900 * 1024 * 1024))


def spin() -> None:
    while True:
        pass


def rest(seconds: float) -> None:
    time.sleep(seconds)


def die() -> None:
    os._exit(1)


def recurse(depth: int) -> int:
    return recurse(depth + 1)


def write(path: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write("x" * 100)


def test_a_result_comes_back() -> None:
    assert confined.run(double, 21) == {"value": 42}


def within_a_worker() -> None:
    assert confined.run(double, 21) == {"value": 42}
    assert multiprocessing.current_process().daemon, "what was changed for it is as it was"


def test_a_celery_workers_child_may_have_children_too() -> None:
    """Its pool is billiard's: a daemon, with a key that multiprocessing cannot send."""
    program = (
        "import billiard; from tests.shared.core.test_confined import within_a_worker; "
        "child = billiard.get_context('fork').Process(target=within_a_worker, daemon=True); "
        "child.start(); child.join(60); raise SystemExit(child.exitcode)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_celery_workers_path_has_lost_the_product_when_it_works() -> None:
    """It is there only while the application is loaded."""
    program = (
        "import sys; sys.path.insert(0, '.'); from services.shared import confined; import operator; "
        "sys.path[:] = [path for path in sys.path if path not in ('', '.')]; "
        "raise SystemExit(confined.run(operator.add, 20, 22) != 42)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_where_no_child_can_be_had_the_file_is_not_blamed(monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        "import sys, operator; from services.shared import confined; from services.shared.errors import Unavailable\n"
        "sys.executable = '/bin/false'\n"
        "try: confined.run(operator.add, 1, 1)\n"
        "except Unavailable: raise SystemExit(0)\n"
        "raise SystemExit(1)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_too_much_memory_time_or_death_is_said_and_the_caller_lives() -> None:
    for function, args in ((swell, ()), (die, ()), (recurse, (0,))):
        with pytest.raises(confined.TooMuch):
            confined.run(function, *args)
    for function, args in ((spin, ()), (rest, (60.0,))):
        start = time.monotonic()
        with pytest.raises(confined.TooMuch):
            confined.run(function, *args, seconds=1.0)
        assert time.monotonic() - start < 5
    assert confined.run(double, 1) == {"value": 2}


def test_a_child_writes_no_files(tmp_path: object) -> None:
    with pytest.raises(confined.TooMuch):
        confined.run(write, f"{tmp_path}/x")


def test_more_than_a_few_wait_for_their_turn() -> None:
    def long() -> None:
        with pytest.raises(confined.TooMuch):
            confined.run(rest, 60.0, seconds=2.0)

    threads = [threading.Thread(target=long) for _ in range(confined.AT_ONCE)]
    [thread.start() for thread in threads]
    refused = 0
    end = time.monotonic() + 1.0
    while time.monotonic() < end and not refused:
        try:
            confined.run(double, 1, patience=0.2)
        except Unavailable:
            refused += 1
    [thread.join() for thread in threads]
    assert refused == 1
    assert confined.run(double, 4) == {"value": 8}

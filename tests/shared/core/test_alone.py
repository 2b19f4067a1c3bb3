"""The worker's pool without a child (``jobs/alone.py``): a task that takes too long ends, and at last its process."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest
from billiard.exceptions import SoftTimeLimitExceeded

from deploy.processes import worker
from services.shared.jobs.alone import TaskPool, within

HANGS = """
import ctypes
from services.shared.jobs.alone import within
with within(0.1, 0.3):
    while True:
        try:
            ctypes.PyDLL(None).sleep(30)  # no signal's handler runs, and the interpreter's lock is held
        except BaseException:
            pass
"""


def test_the_gentle_limit_is_raised_within_the_task() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(SoftTimeLimitExceeded), within(0.05, 60):
        time.sleep(10)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) == before


def test_at_the_hard_limit_the_process_ends_whatever_it_hangs_in() -> None:
    begun = time.monotonic()
    ended = subprocess.run([sys.executable, "-c", HANGS], capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 1
    assert time.monotonic() - begun < 25
    assert "Timeout" in ended.stderr, "what it was at stands in the log"
    assert 'File "<string>"' in ended.stderr


def test_the_pool_takes_a_tasks_limits_or_its_own_and_answers_what_came() -> None:
    pool, answers = TaskPool(limit=1, app=None, soft_timeout=0.05, timeout=60, initargs=(None, "test")), []
    pool.apply_async(lambda word: word * 2, ("a",), callback=answers.append)
    assert answers == ["aa"]
    with pytest.raises(SoftTimeLimitExceeded):
        pool.apply_async(time.sleep, (10,), callback=answers.append)
    pool.apply_async(time.sleep, (0.1,), callback=answers.append, soft_timeout=5)
    assert answers == ["aa", None]


def test_only_several_tasks_at_a_time_need_children() -> None:
    assert "--pool" not in worker("intake")
    assert " --pool processes --concurrency 3 " in " ".join(worker("intake", 3))

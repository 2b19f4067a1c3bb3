"""The one clock of the timed work: ticks for the four services. It knows no job; what is due stands in each database.

It goes by elapsed time and keeps nothing: a machine whose clock is set back or forward ticks on, also after a restart.
Celery's own beat goes by the wall clock and remembers its last run: set back, it stands still until that hour.
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from celery import Celery
from kombu.exceptions import OperationalError

from services.shared.config import settings
from services.shared.config.processes import SERVICES
from services.shared.jobs import sending
from services.shared.jobs.worker import BEAT, Tick, make_app, ticks
from services.shared.observability import logs

log = logging.getLogger(__name__)


def run(app: Celery, wanted: Sequence[Tick], stop: threading.Event, sign: Path) -> None:
    """Send each tick as often as it says until ``stop``; what the broker did not take is not sent later.

    ``sign``: the file that says when it last ticked, on the machine's own elapsed time, for the health check.
    """
    due = dict.fromkeys(wanted, time.monotonic())
    while not stop.is_set():
        for tick in wanted:
            if due[tick] <= time.monotonic():
                due[tick] = time.monotonic() + tick.every
                _send(app, tick)
        sign.write_text(str(time.monotonic()))
        stop.wait(max(0.0, min(due.values()) - time.monotonic()))


def _send(app: Celery, tick: Tick) -> None:
    try:
        sending.send(app, tick.task, tick.queue, expires=tick.expires)
    except OperationalError as error:
        log.warning("the broker did not take the tick %s: %s", tick.task, error)


def main() -> int:
    """The process, with the file of its sign as its argument; ends in good order at SIGTERM and SIGINT."""
    values = settings.load_as(settings.BeatSettings)
    logs.configure(BEAT)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    wanted = [tick for name in SERVICES for tick in ticks(name)]
    run(make_app(BEAT, values, web=True), wanted, stop, Path(sys.argv[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""``python -m services.shared.web.serving APP --bind …``: one web process, gunicorn's worker without its arbiter.

The arbiter is a second process for each web process, for what is done elsewhere already: who has ended is started again
by whoever runs it (`make run`, systemd, containers), and who hangs ends itself (``server.py``).
"""

from __future__ import annotations

import os
import sys
import threading
import time

from gunicorn.app.wsgiapp import WSGIApplication
from gunicorn.glogging import Logger
from gunicorn.sock import create_sockets

AFTER = 1.0  # seconds in which threads that have nothing to do any more end


class _Alone(WSGIApplication):
    """gunicorn's own words of the command line; what they ask for is done in this process."""

    def run(self) -> None:
        """Listen, then load the application, then serve until SIGTERM: who asks meanwhile waits."""
        log = self.cfg.logger_class(self.cfg)
        self.cfg.worker_class.check_config(self.cfg, log)
        sockets = create_sockets(self.cfg, log)
        worker = self.cfg.worker_class(0, os.getppid(), sockets, self, self.cfg.timeout, self.cfg, log)
        worker.pid = os.getpid()
        worker.notify()
        worker.init_process()
        _cut_off(log)


def _cut_off(log: Logger) -> None:
    """End what did not end within its grace, as the arbiter would: the interpreter waits for a thread for ever."""
    others = [one for one in threading.enumerate() if one is not threading.current_thread() and not one.daemon]
    until = time.monotonic() + AFTER
    for one in others:
        one.join(max(until - time.monotonic(), 0))
    if under_way := sum(one.is_alive() for one in others):
        log.warning("requests that did not end in time were cut off: %d", under_way)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(0)


def main() -> int:
    """The command; 0 after SIGTERM."""
    _Alone("%(prog)s APP", prog="serving").run()
    return 0


if __name__ == "__main__":
    sys.exit(main())

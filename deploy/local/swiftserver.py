"""The object store: loads Swift once, forks its front (the proxy), and serves the three storage servers itself.

``python -m deploy.local.swiftserver HOME``; the files in HOME/etc are written by ``swiftconf``. One import instead of
four saves about four seconds of computing at every start; the three that only the front asks share one process, as they
share one disk. What is put is signed, hashed and cut up by the front, on a core of its own. Both end together.
"""

from __future__ import annotations

import configparser
import gc
import importlib
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from deploy.local import swiftkey
from deploy.local.children import tie
from deploy.local.ports import LOOPBACK
from deploy.local.swiftconf import DEVICE, KINDS, STORAGE

MODULES = {"account": "swift.account", "container": "swift.container", "object": "swift.obj", "proxy": "swift.proxy"}


def main(home: Path) -> NoReturn:
    """Run until SIGTERM (exit code 0) or until a part ends by itself (1)."""
    for package in MODULES.values():
        importlib.import_module(f"{package}.server")
    conf = {kind: home / "etc" / f"{kind}.conf" for kind in KINDS}
    for kind in STORAGE:
        _write_ring(home / "etc" / f"{kind}.ring.gz", _option(conf[kind], "DEFAULT", "bind_port"))
    swiftkey.present(_option(conf["object"], "filter:key", "key"))
    from swift.common.utils import eventlet_monkey_patch

    # Each server would do it for itself, and looks at every object for it: a page that is touched is a page copied.
    eventlet_monkey_patch()
    gc.freeze()  # nor does the collector touch what is shared
    front = _fork(conf["proxy"])
    signal.signal(signal.SIGTERM, lambda *_: _finish(front, 0))
    signal.signal(signal.SIGCHLD, lambda *_: _look(front))
    _serve({kind: conf[kind] for kind in STORAGE})
    _finish(front, 1)


def _option(path: Path, section: str, name: str) -> str:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(path)
    return parser[section][name]


def _write_ring(path: Path, port: str) -> None:
    """Swift's table of which disk holds what: one disk, at the port of this start."""
    from swift.common.ring.builder import RingBuilder

    builder = RingBuilder(part_power=6, replicas=1, min_part_hours=0)
    builder.add_dev({"region": 1, "zone": 1, "ip": LOOPBACK, "port": int(port), "device": DEVICE, "weight": 1.0})
    builder.rebalance()
    builder.get_ring().save(str(path))


def _fork(conf: Path) -> int:
    """The front, in a process that ends with this one; its pid."""
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    tie(signal.SIGKILL, parent)
    _serve({"proxy": conf})
    sys.exit(1)


def _serve(confs: dict[str, Path]) -> None:
    """Several of Swift's servers in this process; returns when one of them ends."""
    import eventlet
    from swift.common import wsgi

    eventlet.hubs.use_hub(wsgi.get_hub())
    _choose_once(eventlet.hubs)
    ended = eventlet.Event()
    for kind, conf in confs.items():
        eventlet.spawn(_one, kind, conf).link(ended.send)
    server = ended.wait()
    try:
        server.wait()
    finally:
        print(f"one of {', '.join(confs)} ended by itself", file=sys.stderr, flush=True)


def _choose_once(hubs: Any) -> None:
    """Each server would choose its thread's loop anew, and with the old one the others' sockets be lost."""
    choose = hubs.use_hub
    hubs.use_hub = lambda *wanted: None if hasattr(hubs._threadlocal, "hub") else choose(*wanted)


def _one(kind: str, conf: Path) -> None:
    from swift.common import wsgi

    wanted: dict[str, Any] = {"verbose": True}  # to standard output, which is our log
    if kind == "object":
        wanted["global_conf_callback"] = importlib.import_module("swift.obj.server").global_conf_callback
    settings, log, given, strategy = wsgi.check_config(str(conf), f"{kind}-server", **wanted)
    wsgi.run_server(settings, log, strategy.no_fork_sock(), global_conf=given)


def _look(front: int) -> None:
    """A child has ended: the front, or what a library had started for a moment."""
    if os.waitpid(front, os.WNOHANG)[0]:
        print("the proxy ended by itself", file=sys.stderr, flush=True)
        _finish(front, 1)


def _finish(front: int, code: int) -> NoReturn:
    """End the front, and this. Killed, not asked: Swift's object server leaves no half object, whenever it ends."""
    with suppress(ProcessLookupError):
        os.kill(front, signal.SIGKILL)
    os._exit(code)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""The process of the object store: loads Swift once, then forks its four servers, which end together.

``python -m deploy.local.swiftserver HOME``; the files in HOME/etc are written by ``swiftconf``. One import instead of
four saves about four seconds of computing at every start.
"""

from __future__ import annotations

import configparser
import gc
import importlib
import os
import signal
import sys
from pathlib import Path

from deploy.local import swiftkey
from deploy.local.children import tie
from deploy.local.ports import LOOPBACK
from deploy.local.swiftconf import DEVICE, KINDS, STORAGE

MODULES = {"account": "swift.account", "container": "swift.container", "object": "swift.obj", "proxy": "swift.proxy"}


def main(home: Path) -> int:
    """Run until SIGTERM (0) or until one of the servers ends by itself (1)."""
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
    children = {_fork(kind, conf[kind]): kind for kind in KINDS}
    signal.signal(signal.SIGTERM, lambda *_: _finish(list(children), 0))
    pid, status = os.wait()
    print(f"the {children.pop(pid)} server ended by itself (status {status})", file=sys.stderr, flush=True)
    return _finish(list(children), 1)


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


def _fork(kind: str, conf: Path) -> int:
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    tie(signal.SIGKILL, parent)
    sys.argv = [f"swift-{kind}-server", str(conf), "-v"]
    sys.exit(importlib.import_module(f"{MODULES[kind]}.server").main())


def _finish(children: list[int], code: int) -> int:
    """End the servers. Killed, not asked: Swift's object server leaves no half object behind, whenever it ends."""
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

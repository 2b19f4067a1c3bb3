"""The embedded object store as a service of its own, for machines without an S3 store (``sigap process store``).

One for all offices of the machine, each with a room and keys of its own. The keys are written beside its data, a file
for each office, as the set-up wants them.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from deploy.local import addresses
from deploy.local.errors import ServerError
from deploy.local.folder import RunFolder
from deploy.local.objectstore import ObjectStore
from services.shared.storage import private_file

LOOK = 2.0  # seconds between two looks whether it lives


def run(path: Path, port: int, offices: Sequence[str]) -> int:
    """Serve until SIGTERM or SIGINT (0), or until it ends by itself (1): then whoever started us starts us again."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    folder = RunFolder(path)
    try:
        folder.open()
        store = ObjectStore(folder, offices, port)
        store.start()
        store.wait_ready(60)
    except ServerError as error:
        print(f"sigap: {error}", file=sys.stderr)
        return 1
    _write_keys(store, offices)
    print(f"The object store serves at {store.endpoint}, offices: {' '.join(['sigap', *offices])}", flush=True)
    while store.alive() and not stop.wait(LOOK):
        pass
    code = 0 if stop.is_set() else 1
    store.stop()
    folder.close()
    return code


def _write_keys(store: ObjectStore, offices: Sequence[str]) -> None:
    for slug in ("", *offices):
        values = {addresses.STORE: store.endpoint} | addresses.keys_of(store, slug)
        text = "".join(f"{name}={value}\n" for name, value in values.items())
        private_file.write(store.folder.sub("keys") / (slug or "sigap"), text)

"""One embedded server as the process of a container: ``server.py postgres /data``. No registry has to be in reach."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from deploy.local.folder import RunFolder
from deploy.local.objectstore import ObjectStore
from deploy.local.postgres import Postgres
from deploy.local.valkey import Valkey

KINDS = {"postgres": Postgres, "redis": Valkey, "store": ObjectStore}


def main(kind: str, path: Path) -> None:
    """Serve until SIGTERM; the file ``ready`` says that it serves."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGINT])
    (path / "ready").unlink(missing_ok=True)
    folder = RunFolder(path / "run")
    folder.open()
    offices = [slug] if kind == "store" and (slug := os.environ.get("SIGAP_OFFICE_SLUG")) else []
    server = KINDS[kind](folder, *([offices] if offices else []))
    server.start()
    server.wait_ready(600)
    (path / "ready").touch()
    signal.sigwait([signal.SIGTERM, signal.SIGINT])
    server.stop()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

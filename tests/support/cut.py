"""An office of real processes whose machine loses its power; on the same folder it is switched on again."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy import settings_files
from deploy.local import procfs
from deploy.local.caddy import Gateway
from deploy.local.servers import Servers
from deploy.setup import prepare
from tests.faults.chaos.processes import Process, running_office


@contextmanager
def office_in(run: Path) -> Iterator[tuple[str, dict[str, Process]]]:
    """An office at one address, with settings as an installation has them; at the end its machine loses power."""
    with Servers(run, environ={}) as servers:
        port = servers.folder.port("gateway")
        env = servers.env() | {"SIGAP_PUBLIC_URL": f"http://127.0.0.1:{port}", "SIGAP_DEMO": "1"}
        envs = prepare(env)
        settings_files.write(run / "settings", envs | {settings_files.ADMIN: env})
        with running_office(envs, run / "logs", "") as (processes, addresses):
            gateway = Gateway(servers.folder, port, {name: int(url.split(":")[-1]) for name, url in addresses.items()})
            gateway.start()
            try:
                gateway.wait_ready()
                yield gateway.address, processes
            finally:  # the frozen ones too: they would wait for ever to hear of it
                procfs.end([pid for process in processes.values() for pid in process.family()], signal.SIGKILL)
                for server in (gateway, servers.postgres, servers.valkey, servers.store):
                    server.kill()

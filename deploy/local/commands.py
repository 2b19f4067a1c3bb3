"""Every process of the product as ``make run`` starts it: command and environment."""

from __future__ import annotations

import os
from dataclasses import dataclass

from deploy.local.caddy import Gateway
from deploy.local.folder import RunFolder
from deploy.local.ports import LOOPBACK
from deploy.processes import beat, checker, web, worker
from services.shared.config.processes import SIGN_IN

SERVICES = ("intake", "review", "letters", "registry")

# When the machine is busy, above all while everything starts, pages come before background work.
BEHIND_PAGES = 10


@dataclass(frozen=True)
class Program:
    """One process: its name, its command and its whole environment.

    ``nice``: how far it stands back; ``forked``: from the process that has loaded the product (``preloaded.py``).
    """

    name: str
    command: list[str]
    env: dict[str, str]
    nice: int = 0
    forked: bool = False


def programs(
    folder: RunFolder, gateway: Gateway, ports: dict[str, int], envs: dict[str, dict[str, str]]
) -> list[Program]:
    """Everything that runs besides the servers; ``envs`` is what ``deploy.setup.prepare`` returned."""
    found = [Program("gateway", gateway.command(), gateway.env())]
    entrance = web(SIGN_IN, f"{LOOPBACK}:{ports[SIGN_IN]}")
    found.append(Program(SIGN_IN, entrance, base_env() | envs[SIGN_IN], forked=True))
    for service in SERVICES:
        found += [
            Program(service, web(service, f"{LOOPBACK}:{ports[service]}"), base_env() | envs[service], forked=True),
            _behind(f"{service}-worker", worker(service), envs),
        ]
    return [*found, _behind("registry-checks", checker(), envs), _behind("beat", beat(folder.path / "ticked"), envs)]


def _behind(name: str, command: list[str], envs: dict[str, dict[str, str]]) -> Program:
    return Program(name, command, base_env() | envs[name], BEHIND_PAGES, forked=True)


def base_env() -> dict[str, str]:
    """The runner's environment for its children: without the superuser's address, and past any proxy on loopback."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("SIGAP_ADMIN_")}
    known = [env[name] for name in ("NO_PROXY", "no_proxy") if env.get(name)]
    no_proxy = ",".join([*known, LOOPBACK, "localhost"])
    return env | {"NO_PROXY": no_proxy, "no_proxy": no_proxy, "PYTHONUNBUFFERED": "1"}

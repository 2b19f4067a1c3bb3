"""The configuration files of a one-machine Swift: a proxy with the S3 interface and three storage servers.

What stands in them is in ``swift/*.conf``; here the places, ports and secrets of one installation are put in.
"""

from __future__ import annotations

import os
import pwd
import secrets
from dataclasses import dataclass
from pathlib import Path

from deploy.local.ports import LOOPBACK
from services.shared.storage import private_file

STORAGE = ("account", "container", "object")
KINDS = (*STORAGE, "proxy")
DEVICE = "d1"
FILES = Path(__file__).parent / "swift"
RIGHTS = Path(__file__).parents[1] / "rights"
REGION = "us-east-1"


@dataclass(frozen=True)
class Layout:
    """Where the files lie and which ports the four servers use."""

    home: Path
    ports: dict[str, int]

    def conf(self, kind: str) -> Path:
        """The configuration file of one server."""
        return self.home / "etc" / f"{kind}.conf"


@dataclass(frozen=True)
class Credentials:
    """Access keys (``account:user``) with their secrets, and the key among Swift's own servers."""

    users: dict[str, str]
    inner: str
    offices: tuple[str, ...] = ()  # slugs of those beside the first


def write(layout: Layout, credentials: Credentials) -> None:
    """Write all files, readable by the owner only."""
    etc = layout.home / "etc"
    for folder in (etc, layout.home / "srv" / DEVICE):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (etc / "swift.conf").exists():
        private_file.write(
            etc / "swift.conf", _filled("names", prefix=secrets.token_hex(8), suffix=secrets.token_hex(8))
        )
    common = _of_all(layout, credentials)
    for kind in KINDS:
        name = "storage" if kind in STORAGE else kind
        values = common | {"kind": kind, "port": layout.ports[kind]}
        private_file.write(layout.conf(kind), _filled("common", **values) + _filled(name, **values))


def _of_all(layout: Layout, credentials: Credentials) -> dict[str, object]:
    """What the files of all four servers are filled with."""
    accounts = (f"user_{name.replace(':', '_')} = {secret} .admin" for name, secret in credentials.users.items())
    common = {"host": LOOPBACK, "user": pwd.getpwuid(os.geteuid()).pw_name, "home": layout.home}
    ours = {"inner": credentials.inner, "accounts": "\n".join(accounts), "rights": RIGHTS, "region": REGION}
    return common | ours | {"offices": " ".join(credentials.offices)}


def _filled(name: str, **values: object) -> str:
    return (FILES / f"{name}.conf").read_text().format(**values)

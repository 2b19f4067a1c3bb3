"""The configuration files of a one-machine Swift: a proxy with the S3 interface and three storage servers."""

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
RIGHTS = Path(__file__).parents[1] / "rights"
REGION = "us-east-1"

# Order as in Swift's own sample. guard: before s3api; copy, slo, dlo, versioned_writes: what s3api builds upon.
PIPELINE = (
    "catch_errors gatekeeper healthcheck cache guard listing_formats bulk s3api tempauth copy slo dlo "
    "versioned_writes symlink proxy-server"
)


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


def write(layout: Layout, credentials: Credentials) -> None:
    """Write all files, readable by the owner only. The hash of names is drawn once: objects are found by it."""
    etc = layout.home / "etc"
    for folder in (etc, layout.home / "srv" / DEVICE):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (etc / "swift.conf").exists():
        private_file.write(etc / "swift.conf", _names())
    for kind in STORAGE:
        private_file.write(layout.conf(kind), _common(layout, kind) + _storage(kind, credentials.inner))
    private_file.write(layout.conf("proxy"), _common(layout, "proxy") + _proxy(credentials.users))


def _names() -> str:
    prefix, suffix = secrets.token_hex(8), secrets.token_hex(8)
    return (
        f"[swift-hash]\nswift_hash_path_prefix = {prefix}\nswift_hash_path_suffix = {suffix}\n"
        "[storage-policy:0]\nname = default\ndefault = yes\n"
    )


def _common(layout: Layout, kind: str) -> str:
    """log_address: no such socket, so nothing of ours reaches the machine's system log; output goes to our own log."""
    return f"""\
[DEFAULT]
bind_ip = {LOOPBACK}
bind_port = {layout.ports[kind]}
bind_timeout = 5
user = {pwd.getpwuid(os.geteuid()).pw_name}
swift_dir = {layout.home / "etc"}
devices = {layout.home / "srv"}
mount_check = false
workers = 0
log_level = WARNING
log_address = /nonexistent
"""


def _storage(kind: str, inner: str) -> str:
    """Long patience: on two busy cores the default times make Swift give up on itself.

    mb_per_sync: a film goes to the disk while it comes, not at its end when somebody waits for the answer.
    """
    return f"""\
conn_timeout = 10
node_timeout = 60
container_update_timeout = 10
[pipeline:main]
pipeline = key {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
mb_per_sync = 16
[filter:key]
paste.filter_factory = deploy.local.swiftkey:filter_factory
key = {inner}
"""


def _proxy(users: dict[str, str]) -> str:
    accounts = "".join(f"user_{name.replace(':', '_')} = {secret} .admin\n" for name, secret in users.items())
    plain = ("catch_errors", "gatekeeper", "healthcheck", "listing_formats", "bulk", "copy", "dlo", "symlink")
    return f"""\
expose_info = false
[pipeline:main]
pipeline = {PIPELINE}
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
conn_timeout = 10
node_timeout = 60
# With one node, putting it aside after errors would put everything aside.
error_suppression_limit = 1000000
[filter:cache]
paste.filter_factory = deploy.local.swiftcache:filter_factory
[filter:guard]
paste.filter_factory = deploy.local.swiftguard:filter_factory
rights = {RIGHTS}
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
location = {REGION}
max_upload_part_num = 10000
[filter:slo]
use = egg:swift#slo
max_manifest_segments = 10000
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
[filter:tempauth]
use = egg:swift#tempauth
{accounts}""" + "".join(f"[filter:{name}]\nuse = egg:swift#{name}\n" for name in plain)

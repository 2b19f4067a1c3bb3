"""The embedded object store: OpenStack Swift with its S3 interface, on one folder."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from deploy.local import swiftconf
from deploy.local.children import SPARING
from deploy.local.errors import ServerError
from deploy.local.folder import RunFolder
from deploy.local.ports import LOOPBACK
from deploy.local.server import Server
from deploy.local.storeprobe import Probe, Refused

ROOT = Path(__file__).parents[2]
ACCESS_KEY = "sigap:app"
USERS = ("intake", "review", "letters", "registry", "registry-checks")  # deploy/rights/store-*.json
PROBE_KEY = "probe:ready"  # an account of its own: the probe's bucket is never seen among ours


class ObjectStore(Server):
    """The object store. It checks signatures and hashes, keeps metadata and versions; it cannot lock objects."""

    name = "objectstore"
    title = "Swift (the object store)"

    def __init__(self, folder: RunFolder, offices: Sequence[str] = (), port: int | None = None) -> None:
        """``offices``: slugs of further offices; each has a room of buckets and keys of its own (Swift's account).

        ``port``: where it serves; without one, at a free port.
        """
        super().__init__(folder)
        ports = {kind: folder.port(f"swift-{kind}") for kind in swiftconf.KINDS} | ({"proxy": port} if port else {})
        self.port = ports["proxy"]
        self.access_key = ACCESS_KEY
        self.secret_key = folder.secret("s3")
        self._layout = swiftconf.Layout(folder.path / "objects", ports)
        # One account for an office, so all see the same buckets; what each may do there, deploy/rights says.
        self.service_keys = self.keys_of("")
        self._credentials = swiftconf.Credentials(self._users(offices), folder.secret("swift-inner"), tuple(offices))

    def _users(self, offices: Sequence[str]) -> dict[str, str]:
        """Every access key with its secret."""
        users = {PROBE_KEY: self.folder.secret("s3-probe")}
        for slug in ("", *offices):
            users |= dict([self.key_of(slug), *self.keys_of(slug).values()])
        return users

    def key_of(self, slug: str) -> tuple[str, str]:
        """The set-up's access key of an office, and its secret."""
        return f"{slug or 'sigap'}:app", self.folder.secret(f"s3-of-{slug}" if slug else "s3")

    def keys_of(self, slug: str) -> dict[str, tuple[str, str]]:
        """One of USERS → its access key in an office, and its secret."""
        of = f"{slug}-" if slug else ""
        return {name: (f"{slug or 'sigap'}:{name}", self.folder.secret(f"s3-{of}{name}")) for name in USERS}

    @property
    def endpoint(self) -> str:
        """Address of the S3 interface; the region is us-east-1."""
        return f"http://{LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Write the configuration and start the four servers."""
        home = self.folder.sub("objects")
        swiftconf.write(self._layout, self._credentials)
        self._check_attributes(home)
        env = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "ignore"}
        env |= SPARING
        known = os.environ.get("PYTHONPATH")
        env["PYTHONPATH"] = os.pathsep.join([str(ROOT), *([known] if known else [])])
        self._launch([sys.executable, "-m", "deploy.local.swiftserver", home], env=env, cwd=ROOT)

    def _check_attributes(self, home: Path) -> None:
        """Swift keeps an object's metadata in extended attributes; some file systems have none."""
        try:
            os.setxattr(home, "user.sigap", b"1")
        except OSError as error:
            if error.errno not in (errno.ENOTSUP, errno.EPERM):
                raise
            raise ServerError(
                f"{self.title} needs extended attributes, which the file system of {home} does not have; "
                "choose a run folder on a local disk (SIGAP_RUN_DIR) or give another store (SIGAP_S3_ENDPOINT)."
            ) from error

    def _answers(self) -> bool:
        """A put of one byte goes through: the proxy alone is up long before the servers behind it."""
        secret = self._credentials.users[PROBE_KEY]
        try:
            return Probe(f"{LOOPBACK}:{self.port}", swiftconf.REGION, PROBE_KEY, secret).passes()
        except Refused as error:
            raise ServerError(f"{self.title} refuses the password kept in {self.folder.path}.") from error

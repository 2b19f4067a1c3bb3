"""The embedded object store: OpenStack Swift with its S3 interface, on one folder."""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error

from deploy.local import swiftconf
from deploy.local.errors import ServerError
from deploy.local.folder import RunFolder
from deploy.local.ports import LOOPBACK
from deploy.local.server import Server

ROOT = Path(__file__).parents[2]
ACCESS_KEY = "sigap:app"
SERVICES = ("intake", "review", "letters", "registry")
PROBE_KEY = "probe:ready"  # an account of its own: the probe's bucket is never seen among ours


class ObjectStore(Server):
    """The object store. It checks signatures and hashes, keeps metadata and versions; it cannot lock objects."""

    name = "objectstore"
    title = "Swift (the object store)"

    def __init__(self, folder: RunFolder) -> None:
        super().__init__(folder)
        ports = {kind: folder.port(f"swift-{kind}") for kind in swiftconf.KINDS}
        self.port = ports["proxy"]
        self.access_key = ACCESS_KEY
        self.secret_key = folder.secret("s3")
        self._layout = swiftconf.Layout(folder.path / "objects", ports)
        # One account, so all see the same buckets; what each may do there, deploy/rights says.
        self.service_keys = {name: (f"sigap:{name}", folder.secret(f"s3-{name}")) for name in SERVICES}
        users = {ACCESS_KEY: self.secret_key, PROBE_KEY: folder.secret("s3-probe"), **dict(self.service_keys.values())}
        self._credentials = swiftconf.Credentials(users, folder.secret("swift-inner"))

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
        client = self._probe()
        try:
            if not client.bucket_exists("ready"):
                client.make_bucket("ready")
            client.put_object("ready", "ready", io.BytesIO(b"1"), 1)
        except S3Error as error:
            if error.code in ("SignatureDoesNotMatch", "InvalidAccessKeyId"):
                raise ServerError(f"{self.title} refuses the password kept in {self.folder.path}.") from error
            return False
        except (MinioException, urllib3.exceptions.HTTPError):
            return False
        return True

    def _probe(self) -> Minio:
        return Minio(
            f"{LOOPBACK}:{self.port}",
            access_key=PROBE_KEY,
            secret_key=self._credentials.users[PROBE_KEY],
            secure=False,
            region=swiftconf.REGION,
            http_client=urllib3.PoolManager(retries=False, timeout=5),
        )

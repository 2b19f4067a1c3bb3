"""The containers of an installation by ``compose.yaml``, as this machine can run it (``derived.py``)."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from deploy.local import ports
from tests.containers.derived import ROOT, SERVER_PORTS, STORE_USERS, USER, WEBS, derived
from tests.containers.engine import ENOUGH, docker, wait_for


@dataclass
class Stack:
    """The containers of one test, in a folder of their own: the servers' data, and what the guide has people make.

    ``tree``: the release whose files are used; ``own``: what was edited in ``.env``; ``servers``: the image of what
    stands for PostgreSQL, Redis, MinIO and Caddy, which no release replaces.
    """

    folder: Path
    image: str
    tree: Path = ROOT
    own: dict[str, str] = field(default_factory=dict)
    servers: str = ""
    ports: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.servers = self.servers or self.image
        if not self.ports:
            for name in ("postgres", "redis", "store", "http", "https", *WEBS):
                self.ports[name] = ports.pick(set(self.ports.values()))
            self.folder.mkdir(exist_ok=True)
            for name in ("new-secrets.sh", "example.env"):
                shutil.copy(self.containers / name, self.folder)
            subprocess.run([self.folder / "new-secrets.sh"], check=True, capture_output=True)
            for server in SERVER_PORTS:
                self._server_folder(server)
        self.file.write_text(yaml.safe_dump(derived(self)))

    def released(self, image: str, tree: Path = ROOT) -> Stack:
        """The same stack as another release has it."""
        return replace(self, image=image, tree=tree)

    def edited(self, **own: str) -> Stack:
        """The same stack after an edit of ``.env``."""
        return replace(self, own=self.own | own)

    @property
    def slug(self) -> str:
        """The short name of an office that has one."""
        return self.own.get("SIGAP_OFFICE_SLUG", "")

    @property
    def containers(self) -> Path:
        """The folder that the guide is followed in."""
        return self.tree / "deploy" / "containers"

    @property
    def file(self) -> Path:
        """The derived compose file."""
        return self.folder / "compose.yaml"

    @property
    def address(self) -> str:
        """What people type into the browser."""
        return f"https://localhost:{self.ports['https']}"

    def compose(self, *words: str, check: bool = True, given: str = "") -> str:
        """Run docker-compose, with ``given`` typed; its output."""
        done = subprocess.run(
            [*self._client, *words], env=self._environ(), input=given,
            capture_output=True, text=True, check=False, timeout=ENOUGH,
        )  # fmt: skip
        assert not check or done.returncode == 0, f"{words}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
        return done.stdout

    def type(self, line: str, given: str = "", check: bool = True) -> str:
        """A line of the guide, `docker compose …`; a terminal there is none.

        docker-compose 1.29 links what it runs once to the service's own container, which the host's network
        (derived.py) refuses: that one rests meanwhile.
        """
        words = shlex.split(line)
        assert words[:2] == ["docker", "compose"], line
        terminal = ["-T"] if words[2] == "run" else []
        rests = words[2:5] == ["run", "--rm", "backup"]
        if rests:
            self.compose("stop", "backup")
        said = self.compose(words[2], *terminal, *words[3:], given=given, check=check)
        if rests:
            self.compose("start", "backup")
        return said

    def upgrade(self) -> None:
        """``upgrade.sh``, with what stands here for `docker compose`."""
        env = self._environ() | {"COMPOSE": " ".join(self._client)}
        script = self.containers / "upgrade.sh"
        done = subprocess.run([script], env=env, capture_output=True, text=True, check=False, timeout=ENOUGH)
        assert done.returncode == 0, f"{done.stdout[-2000:]}{done.stderr[-4000:]}"

    def inspect(self, service: str) -> dict[str, Any]:
        """What docker knows about a service's container."""
        number = self.compose("ps", "-q", "-a", service).strip()
        found = json.loads(docker("inspect", number))
        return dict(found[0])

    def root_certificate(self) -> Path:
        """The proxy's own root certificate."""
        target, place = self.folder / "root.crt", "/data/caddy/pki/authorities/local"
        number = self.inspect("proxy")["Id"]
        wait_for(lambda: "root.crt" in docker("exec", number, "ls", place))
        docker("cp", f"{number}:{place}/root.crt", str(target))
        return target

    @property
    def _client(self) -> list[str]:
        place = ["-f", str(self.file), "--project-directory", str(self.containers)]
        return ["docker-compose", "-p", "sigaptest", *place]

    def _server_folder(self, server: str) -> None:
        run = self.folder / server / "run"
        run.mkdir(parents=True)
        found = self.folder / "secrets"
        secrets = {{"redis": "valkey", "store": "s3"}.get(server, server): (found / server).read_text()}
        if server == "store":
            of = f"{self.slug}-" if self.slug else ""
            secrets |= {f"s3-{of}{user}": (found / f"store-{user}").read_text() for user in STORE_USERS}
            secrets |= {f"s3-of-{self.slug}": secrets["s3"]} if self.slug else {}
        (run / "ports.json").write_text(json.dumps(dict.fromkeys(SERVER_PORTS[server], self.ports[server])))
        (run / "secrets.json").write_text(json.dumps(secrets))
        (run / "sigap-run-folder").touch()
        subprocess.run(["chown", "-R", f"{USER}:{USER}", str(self.folder / server)], check=True)

    def _environ(self) -> dict[str, str]:
        """``example.env`` as it was copied, and what was edited in it."""
        lines = (line for line in (self.folder / "example.env").read_text().splitlines() if re.match("SIGAP_", line))
        servers = {
            "SIGAP_ADMIN_DATABASE_URL": f"postgresql+psycopg://sigap_admin@127.0.0.1:{self.ports['postgres']}/sigap",
            "SIGAP_BROKER_URL": f"redis://127.0.0.1:{self.ports['redis']}/0",
            "SIGAP_S3_ENDPOINT": f"http://127.0.0.1:{self.ports['store']}",
            "SIGAP_S3_ACCESS_KEY": f"{self.slug or 'sigap'}:app",
        }
        edited = {"SIGAP_IMAGE": self.image, "SIGAP_HOST": f"localhost:{self.ports['https']}", "SIGAP_DEMO": "1"}
        return os.environ | dict(line.split("=", 1) for line in lines) | servers | edited | self.own

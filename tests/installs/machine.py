"""A Debian 12 of its own, from debootstrap, booted by systemd in a folder: no network but its own loopback.

Needs root, Debian's ``debootstrap`` and ``systemd-container``, and a way to Debian's packages and the Python registry.
What debootstrap made is kept in ~/.cache/sigap-ci, as the containers' base is (.ci/containers).
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deploy.local import procfs
from tests.installs import release

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sigap-ci"
NEEDED = ("debootstrap", "systemd-nspawn", "nsenter")
PACKAGES = "systemd,systemd-sysv,dbus,ca-certificates,adduser,procps"
CERTIFICATES = "etc/ssl/certs/ca-certificates.crt"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
ASIDE = "#!/bin/sh\nexit 101\n"  # no server is started while packages are unpacked
ENOUGH = 1800  # seconds: a bound for what hangs, on a machine that does much else beside


def missing() -> str:
    """Why there can be no such machine here; empty where there can."""
    if os.geteuid():
        return "root"
    return ", ".join(name for name in NEEDED if shutil.which(name) is None)


@dataclass
class Machine:
    """One machine; ``root`` is its disk."""

    root: Path
    supervisor: subprocess.Popen[bytes] | None = None
    init: int = 0

    def bootstrap(self) -> None:
        """Debian from its packages, with this machine's certificates: behind a proxy registries are trusted by them."""
        base = CACHE / "bookworm-systemd.tar"
        if base.exists():
            self.root.mkdir()
            subprocess.run(["tar", "--numeric-owner", "-xpf", base, "-C", self.root], check=True)
            return
        command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", "bookworm", str(self.root)]
        subprocess.run(command, check=True, capture_output=True, timeout=ENOUGH)
        shutil.copy(f"/{CERTIFICATES}", self.root / CERTIFICATES)
        CACHE.mkdir(parents=True, exist_ok=True)
        made = base.with_suffix(f".{os.getpid()}")
        subprocess.run(["tar", "--numeric-owner", "-cf", made, "-C", self.root, "."], check=True)
        made.replace(base)

    def copied(self, to: Path) -> Machine:
        """Another machine with the same disk, switched off."""
        subprocess.run(["cp", "-a", "--reflink=auto", self.root, to], check=True)
        return Machine(to)

    def take(self, folder: str, commit: str = "") -> None:
        """A copy of the project's folder on its disk, as it is here or as a commit has it."""
        release.take(self.root / folder.lstrip("/"), commit)

    def prepare(self, command: str) -> None:
        """A command with this machine's network, before it boots: what needs the registries."""
        aside = self.root / "usr/sbin/policy-rc.d"
        aside.write_text(ASIDE)
        aside.chmod(0o755)
        given = [f"--setenv={name}={os.environ[name]}" for name in ("PIP_INDEX_URL",) if name in os.environ]
        given.append(f"--setenv=PIP_CERT=/{CERTIFICATES}")
        words = ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--pipe", *given, "-D", str(self.root)]
        done = subprocess.run(
            [*words, "sh", "-c", command], capture_output=True, text=True, check=False, timeout=ENOUGH
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        aside.unlink()

    def boot(self) -> None:
        """Switch it on."""
        words = ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--boot", "--private-network", "-D"]
        log = (self.root.parent / f"{self.root.name}.log").open("wb")
        self.supervisor = subprocess.Popen(
            [*words, str(self.root)], stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
        end = time.monotonic() + ENOUGH
        while not (self.init and self.run("systemctl is-system-running", code=None).strip() in {"running", "degraded"}):
            assert time.monotonic() < end, "the machine does not come up"
            assert self.supervisor.poll() is None, Path(log.name).read_text(errors="replace")[-2000:]
            self.init = self.init or self._init()
            time.sleep(0.5)

    def run(self, command: str, code: int | None = 0, given: str = "") -> str:
        """A command of its root, with ``given`` typed; what it says. ``code`` None: however it ends."""
        words = [*self._within("--all"), "env", "-i", f"PATH={PATH}", "HOME=/root", "sh", "-c", command]
        done = subprocess.run(
            words, input=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=ENOUGH
        )
        assert code in {None, done.returncode}, f"{command}: {done.returncode} {done.stdout[-6000:]}"
        return done.stdout

    def wait(self, ready: Callable[[], bool]) -> None:
        """Until it is so; what cannot be asked yet counts as no."""
        end = time.monotonic() + ENOUGH
        while not _yes(ready):
            assert time.monotonic() < end, "it did not come to it"
            time.sleep(1)

    def beside(self, *words: str) -> list[str]:
        """The words of a command of the project here that reaches that machine's addresses, as a desk would."""
        return [*self._within("--net"), sys.executable, *words]

    def cut(self) -> None:
        """Its power is cut."""
        if self.supervisor:
            if self.init:
                procfs.send([self.init], signal.SIGKILL)  # with it go all its processes
            self.supervisor.kill()
            self.supervisor.wait(60)
        self.supervisor, self.init = None, 0

    def _within(self, *spaces: str) -> list[str]:
        return ["nsenter", "--target", str(self.init), *spaces, "--"]

    def _init(self) -> int:
        """The process that is the machine's first: the supervisor's child that became systemd."""
        assert self.supervisor
        children = Path(f"/proc/{self.supervisor.pid}/task/{self.supervisor.pid}/children").read_text().split()
        return next((int(pid) for pid in children if _name(pid) == "systemd"), 0)


def _yes(ready: Callable[[], bool]) -> bool:
    try:
        return ready()
    except AssertionError:
        return False


def _name(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""

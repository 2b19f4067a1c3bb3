"""What install.sh makes of the project's files for an office with a slug: units and a site of its own, no other's."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sysconfig
from pathlib import Path

import pytest

SERVICES = ("INTAKE", "REVIEW", "LETTERS", "REGISTRY")
SYSTEMD = Path(__file__).parents[2] / "deploy" / "systemd"
UNITS = sorted(file for file in SYSTEMD.glob("sigap-*") if not re.match("sigap-(gateway|store)", file.name))


def function(name: str, *arguments: Path, slug: str = "amurang") -> str:
    """One function of install.sh, alone."""
    script = f'set -eu; eval "$(sed -n "/^{name}() {{/,/^}}/p" "$0")"; slug={slug}; {name} "$@"'
    done = subprocess.run(
        ["bash", "-c", script, SYSTEMD / "install.sh", *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_of_another_office_names_nothing_of_the_first(unit: Path) -> None:
    made = function("unit_of", unit)
    foreign = re.findall(r"(?:/var/lib|/etc|/var/backups)/sigap(?!-amurang)[\w./-]*", made)
    foreign += re.findall(r"^(?:User|Group|StateDirectory)=sigap(?!-amurang).*$", made, re.M)
    foreign += re.findall(r"\bsigap-(?!amurang)\w+", made)
    assert foreign == []
    assert function("unit_of", unit, slug="") == unit.read_text()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="Debian's systemd is not installed")
def test_systemd_accepts_them(tmp_path: Path) -> None:
    for unit in UNITS:
        text = function("unit_of", unit).replace("/opt/sigap/venv/bin/sigap", "/bin/true")
        (tmp_path / unit.name.replace("sigap-", "sigap-amurang-", 1)).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", *sorted(tmp_path.iterdir())], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_one_gateway_has_a_site_for_each_office(tmp_path: Path) -> None:
    containers = SYSTEMD.parent / "containers"
    text = (containers / "Caddyfile").read_text().split("import office.caddy")[0]
    for number, office in enumerate(("sigap", "sigap-amurang", "sigap-tareran")):
        (tmp_path / office).mkdir()
        ports = {name: f"127.0.0.1:{8001 + number * 4 + at}" for at, name in enumerate(SERVICES)}
        lines = [f"SIGAP_HOST={office}.example.go.id", "SIGAP_TLS=internal"]
        lines += [f"SIGAP_{name}={address}" for name, address in ports.items()]
        (tmp_path / office / "gateway.env").write_text("".join(f"{line}\n" for line in lines))
        site = function("site_of", containers / "office.caddy", tmp_path / office / "gateway.env")
        assert set(re.findall(r"127\.0\.0\.1:\d+", site)) == set(ports.values())
        text += site
    (tmp_path / "Caddyfile").write_text(text)
    caddy = Path(sysconfig.get_path("scripts")) / "caddy"
    done = subprocess.run(
        [caddy, "adapt", "--config", tmp_path / "Caddyfile", "--adapter", "caddyfile"],
        capture_output=True, text=True, check=False, env={"SIGAP_PAGES": "/pages", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for office in ("sigap", "sigap-amurang", "sigap-tareran"):
        assert f'"{office}.example.go.id"' in done.stdout


def test_the_next_pages_are_started_when_those_before_answer(tmp_path: Path) -> None:
    """All at once, the desk was away for a minute; `systemctl restart` returns before a process is loaded."""
    (tmp_path / "ports").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(60)
        (tmp_path / "ports" / "intake").write_text(f"SIGAP_BIND=127.0.0.1:{listening.getsockname()[1]}\n")
        script = f'set -euo pipefail; eval "$(sed -n "/^answers() {{/,/^}}/p" "$0")"; etc={tmp_path}; answers intake'
        asking = subprocess.Popen(["bash", "-c", script, SYSTEMD / "install.sh"])
        first, _ = listening.accept()
        first.close()  # one that is going
        then, _ = listening.accept()  # it listens already, and is being loaded
        with then.makefile("rb") as asked:
            said = list(iter(asked.readline, b"\r\n"))
        assert said[0].startswith(b"GET /intake/healthz ")
        assert asking.poll() is None
        then.sendall(b"HTTP/1.0 503 Service Unavailable\r\n\r\n")
        then.close()
        assert asking.wait(60) == 0

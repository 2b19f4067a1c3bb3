"""The image and ``compose.yaml``, really run: a case through all 18 steps over the proxy, workers killed meanwhile.

Needs a docker daemon and an image of its own (``.ci/containers`` prepares both and sets CONTAINERS=required).
"""

from __future__ import annotations

import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from deploy.demo.staff import Staff
from tests.containers.derived import ROOT, SERVICES
from tests.containers.engine import ENOUGH, docker, wait_for
from tests.containers.stack import Stack

IMAGE = os.environ.get("SIGAP_TEST_IMAGE", "")
pytestmark = pytest.mark.skipif(not IMAGE, reason="no container engine here: `.ci/containers` runs these tests")
KILLED = ("review-worker", "registry-worker")


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Everything up, in the order of the file, and taken down with its volumes."""
    stack = Stack(tmp_path_factory.mktemp("containers") / "stack", IMAGE)
    try:
        stack.compose("up", "-d")
        yield stack
    except BaseException:
        print(stack.compose("logs", "--tail", "40", check=False))
        raise
    finally:
        stack.compose("down", "-v", "-t", "5", check=False)


@pytest.fixture(scope="module")
def trusted(stack: Stack) -> Path:
    """The tests speak TLS with it and check the name."""
    return stack.root_certificate()


def test_one_case_goes_through_all_steps_while_workers_are_killed(
    stack: Stack, trusted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    demo = subprocess.Popen(
        [sys.executable, "-m", "deploy.demo", "--url", stack.address, "--only", "K03"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    clerk = Staff(stack.address).clerk
    wait_for(lambda: clerk.get("/intake/api/complaints")["items"])
    for name in KILLED:
        os.kill(stack.inspect(name)["State"]["Pid"], signal.SIGKILL)
    said, _ = demo.communicate(timeout=ENOUGH)
    assert demo.returncode == 0, said
    case_no = said.split()[1]
    clerk.wait(f"/intake/api/complaints/{case_no}", lambda case: case["archive_no"])
    for name in KILLED:
        assert stack.inspect(name)["RestartCount"] == 1, name


def test_the_processes_have_few_rights(stack: Stack) -> None:
    secrets = [file.read_text() for file in (stack.folder / "secrets").iterdir()]
    assert len(secrets) == 9
    for name in (*SERVICES, "sign-in", *(f"{service}-worker" for service in SERVICES), "beat"):
        found = stack.inspect(name)
        assert found["Config"]["User"] == "10001:10001"
        assert found["HostConfig"]["ReadonlyRootfs"]
        assert found["HostConfig"]["CapDrop"] == ["ALL"]
        assert not [value for value in found["Config"]["Env"] if any(secret in value for secret in secrets)]
    number = stack.inspect("intake")["Id"]
    seen = docker("exec", number, "sh", "-c", "ls /office /settings; touch /opt/x 2>&1 || true")
    assert "sigap_secret_key" in seen
    assert "application.json" not in seen
    assert "Read-only file system" in seen


def test_health_checks_tell_the_truth(stack: Stack) -> None:
    for name in ("intake", "review", "letters", "registry", "sign-in", "postgres", "redis", "store"):
        assert stack.inspect(name)["State"]["Health"]["Status"] == "healthy", name
    for service in SERVICES:
        docker("exec", stack.inspect(f"{service}-worker")["Id"], "python", "-m", "deploy.health", "worker", service)
    docker("exec", stack.inspect("beat")["Id"], "python", "-m", "deploy.health", "beat")
    nobody = ["exec", "-e", "SIGAP_BIND=127.0.0.1:9", stack.inspect("beat")["Id"]]  # nothing listens there
    wrong = subprocess.run(
        ["docker", *nobody, "python", "-m", "deploy.health", "web", "intake"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert wrong.returncode == 1


def test_the_proxy_hides_what_is_not_for_people(stack: Stack, trusted: Path) -> None:
    context = ssl.create_default_context(cafile=str(trusted))
    with httpx.Client(base_url=stack.address, verify=context) as client:
        assert client.get("/intake/metrics").status_code == 404
        assert client.get("/intake/masuk").status_code == 200
        assert "max-age" in client.get("/intake/masuk").headers["Strict-Transport-Security"]
        assert "Server" not in client.get("/intake/masuk").headers

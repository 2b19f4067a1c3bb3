"""The files of containers, Kubernetes and systemd hold together; each by the linter of its own kind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy import broker, setup
from services.handoffs.contract import SERVICES

DEPLOY = Path(__file__).parents[2] / "deploy"
SCRIPTS = Path(sysconfig.get_path("scripts"))
WITHOUT_SCHEMA = ("keda.sh/", "kustomize.config.k8s.io/")


def output(*command: str | Path, cwd: Path = DEPLOY, **env: str) -> tuple[int, str]:
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=os.environ | env, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def documents(name: str) -> list[dict[str, Any]]:
    return [item for item in yaml.safe_load_all((DEPLOY / "kubernetes" / name).read_text()) if item]


def test_the_dockerfile_has_no_finding() -> None:
    assert output(SCRIPTS / "hadolint", "--failure-threshold", "warning", "containers/Dockerfile") == (0, "")


def test_an_image_holds_nothing_that_an_operator_keeps_beside_the_files() -> None:
    """Secrets, ``.env`` and overlays lie in these folders: the image is built without them."""
    lines = (DEPLOY.parent / ".dockerignore").read_text().splitlines()
    assert lines[0] == "*"
    assert {f"deploy/{folder}" for folder in ("containers", "kubernetes", "systemd", "monitoring")} <= set(lines)
    assert not [line for line in lines if line.startswith(("!deploy/", "!."))]


@pytest.mark.skipif(shutil.which("docker-compose") is None, reason="Debian's docker-compose is not installed")
@pytest.mark.parametrize("more", [(), ("-f", "compose.small.yaml")])
def test_compose_reads_the_files(more: tuple[str, ...]) -> None:
    command = ("docker-compose", "-f", "compose.yaml", *more, "config", "-q")
    assert output(*command, cwd=DEPLOY / "containers", SIGAP_HOST="localhost") == (0, "")


def test_the_small_machine_is_not_promised_more_than_it_has() -> None:
    large = yaml.safe_load((DEPLOY / "containers" / "compose.yaml").read_text())["services"]
    small = yaml.safe_load((DEPLOY / "containers" / "compose.small.yaml").read_text())["services"]
    lasting = set(large) - {"migrate", "store-users"}
    assert set(small) == lasting
    assert sum(int(service["mem_limit"].removesuffix("m")) for service in small.values()) <= 4000


def test_every_process_is_in_the_compose_file_with_limits_and_health() -> None:
    services = yaml.safe_load((DEPLOY / "containers" / "compose.yaml").read_text())["services"]
    ours = {*SERVICES, *(f"{name}-worker" for name in SERVICES), "registry-checks", "beat"}
    once = {"migrate", "store-users"}
    assert ours | once | {"backup", "postgres", "redis", "store", "proxy"} == set(services)
    for name, service in services.items():
        assert service["mem_limit"], name
        assert service["logging"]["options"]["max-size"], name
        assert "healthcheck" in service or name in {*once, "backup", "proxy"}, name
        assert "no-new-privileges:true" in service["security_opt"], name
    for name in ours:
        assert services[name]["read_only"], name
        assert "edge" not in services["postgres"]["networks"]


def test_kubernetes_accepts_the_files() -> None:
    files = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    code, said = output(SCRIPTS / "kubernetes-validate", "--strict", *files)
    assert code == 0, said
    unknown = [line for line in said.splitlines() if line.startswith("WARN")]
    assert [line for line in unknown if not any(kind in line for kind in WITHOUT_SCHEMA)] == []


def test_kubernetes_files_name_each_other_rightly() -> None:
    named = set(documents("kustomization.yaml")[0]["resources"])
    assert named == {file.name for file in (DEPLOY / "kubernetes").glob("*.yaml")} - {"kustomization.yaml"}
    workers = {item["metadata"]["name"] for item in documents("workers.yaml")}
    scaled = {
        item["spec"]["scaleTargetRef"]["name"]: item["spec"]["triggers"][0]["metadata"]["listName"]
        for item in documents("scaling.yaml")
        if item["kind"] == "ScaledObject"
    }
    assert scaled == {f"{name}-worker": name for name in SERVICES}  # the queue has the service's name
    assert workers == {*scaled, "registry-checks"}  # one is enough for what strangers may ask
    (asks,) = (item["spec"] for item in documents("scaling.yaml") if item["kind"] == "TriggerAuthentication")
    (user,) = (item["key"] for item in asks["configMapTargetRef"] if item["parameter"] == "username")
    assert documents("setup.yaml")[0]["data"][user] == f"{broker.PREFIX}scaler"
    assert [item["key"] for item in asks["secretTargetRef"]] == [setup.SCALER]
    kept = {item["spec"]["selector"]["matchLabels"]["app"] for item in documents("disruption.yaml")}
    assert kept == set(SERVICES)


def test_what_goes_out_of_kubernetes_is_named_for_whom() -> None:
    ways: dict[str, set[int]] = {}
    for item in documents("network.yaml"):
        selector = item["spec"]["podSelector"]
        found = [("part", {selector.get("matchLabels", {}).get("part")})]
        found += [(one["key"], set(one["values"])) for one in selector.get("matchExpressions", [])]
        for key, values in found:
            for value in values - {None}:
                ports = {port["port"] for way in item["spec"].get("egress", []) for port in way["ports"]}
                ways.setdefault(f"{key} {value}", set()).update(ports)
    assert ways["part beat"] == {6379, 53}
    assert {5432, 6379, 9000} <= ways["part web"] & ways["part worker"] & ways["part administration"]
    assert 443 in ways["part web"]  # identity provider, BSrE
    assert {443, 587} <= ways["part worker"]  # notices
    assert ways["app letters"] == ways["app registry"] == {80}  # time stamps


def test_no_unit_of_a_service_reads_what_is_the_set_ups_own() -> None:
    for name in ("sigap-web@.service", "sigap-worker@.service", "sigap-checks.service", "sigap-beat.service"):
        lines = (DEPLOY / "systemd" / name).read_text().splitlines()
        assert "InaccessiblePaths=-/var/lib/sigap/settings/admin -/var/lib/sigap/secrets" in lines, name


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="Debian's systemd is not installed")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    for unit in (DEPLOY / "systemd").iterdir():
        text = unit.read_text().replace("/opt/sigap/venv/bin/sigap", "/bin/true")  # it is not installed here
        (tmp_path / unit.name).write_text(text)
    code, said = output("systemd-analyze", "verify", *sorted(tmp_path.iterdir()), cwd=tmp_path)
    assert (code, said) == (0, "")

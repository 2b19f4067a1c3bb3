"""The files of containers, Kubernetes and systemd hold together; each by the linter of its own kind."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy import broker, setup
from deploy.names import Names
from services.handoffs.contract import SERVICES
from services.shared.config.processes import PROCESSES

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
    lasting = {name for name, service in large.items() if "profiles" not in service} - {"migrate", "store-users"}
    assert set(small) == lasting
    assert sum(int(service["mem_limit"].removesuffix("m")) for service in small.values()) <= 4000


def test_every_process_is_in_the_compose_file_with_limits_and_health() -> None:
    services = yaml.safe_load((DEPLOY / "containers" / "compose.yaml").read_text())["services"]
    ours = {*SERVICES, "sign-in", *(f"{name}-worker" for name in SERVICES), "registry-checks", "beat"}
    once = {"migrate", "store-users"}
    assert ours | once | {"backup", "doctor", "postgres", "redis", "store", "proxy"} == set(services)
    for name, service in services.items():
        assert service["mem_limit"], name
        assert service["logging"]["options"]["max-size"], name
        assert "healthcheck" in service or name in {*once, "backup", "proxy"}, name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert service["cap_drop"] == ["ALL"], name
        assert not {"SYS_ADMIN", "NET_ADMIN", "ALL"} & set(service.get("cap_add", ())), name
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
    assert kept == {*SERVICES, "sign-in"}


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")
def test_kustomize_takes_the_base_as_cloned_and_the_guides_overlay(tmp_path: Path) -> None:
    code, said = output("kubectl", "kustomize", DEPLOY / "kubernetes")
    assert code == 0, said
    names = {(item["kind"], item["metadata"]["name"]) for item in yaml.safe_load_all(said)}
    assert {("Job", "migrate"), ("Deployment", "intake"), ("PersistentVolumeClaim", "uploads")} <= names
    shutil.copytree(DEPLOY / "kubernetes", tmp_path / "base")
    guide = (DEPLOY.parent / "docs" / "operations" / "install.md").read_text()
    overlay = guide.split("```yaml\n")[1].split("```")[0].replace("../sigap/deploy/kubernetes", "../base")
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "kustomization.yaml").write_text(overlay)
    (tmp_path / "office" / "setup.env").write_text("SIGAP_S3_SECRET_KEY=x\n")
    shutil.copy(DEPLOY / "office.toml", tmp_path / "office")
    code, said = output("kubectl", "kustomize", tmp_path / "office")
    assert code == 0, said
    made = {(item["kind"], item["metadata"]["name"]): item for item in yaml.safe_load_all(said)}
    assert "[office]" in made["ConfigMap", "office-file"]["data"]["office.toml"]
    assert made["ConfigMap", "setup"]["data"]["SIGAP_PUBLIC_URL"] == "https://pengaduan.example.go.id"
    assert ("Secret", "setup") in made


def test_kubernetes_migrates_before_its_pods_and_again_at_the_next_release() -> None:
    (job,) = documents("migrate.yaml")
    assert job["spec"]["ttlSecondsAfterFinished"] <= 60
    deployments = [item for name in ("web", "workers", "beat") for item in documents(f"{name}.yaml")]
    waits = [item for item in deployments if item["kind"] == "Deployment"]
    for item in waits:
        pod = item["spec"]["template"]["spec"]
        (first,) = pod["initContainers"]
        assert first["command"] == ["sigap", "process", "wait", item["metadata"]["name"]]
        assert all(mount["readOnly"] for mount in first["volumeMounts"] if mount["name"] == "office")
    assert {item["metadata"]["name"] for item in waits} == set(PROCESSES)


def test_pods_of_a_service_share_what_is_being_uploaded() -> None:
    """The parts of one film come to any of them: tests/intake/test_uploads.py."""
    (claim,) = (item for item in documents("storage.yaml") if item["metadata"]["name"] == "uploads")
    assert claim["spec"]["accessModes"] == ["ReadWriteMany"]
    for item in [*documents("web.yaml"), *documents("workers.yaml")]:
        if item["kind"] != "Deployment" or item["metadata"]["name"] in {"registry-checks", "sign-in"}:
            continue
        pod = item["spec"]["template"]["spec"]
        (at,) = (m["mountPath"] for m in pod["containers"][0]["volumeMounts"] if m["name"] == "uploads")
        assert at == "/office/spool/uploads"
        assert {"name": "uploads", "persistentVolumeClaim": {"claimName": "uploads"}} in pod["volumes"]


MC = """#!/bin/sh
# Stands for MinIO's client: says what it was asked; two of the five users have their policy already.
echo "$*" >> "$ASKED"
case "$*" in
  *"user add"*) while read -r line; do echo "typed $line" >> "$ASKED"; done ;;
  *"policy create"*) while read -r line; do echo "policy $line" >> "$ASKED"; done < "$6" ;;
  *"info office sigap-intake"|*"info office sigap-review") echo "PolicyName: ${5}" ;;
esac
"""


@pytest.mark.parametrize("slug", ["", "amurang"])
def test_the_stores_users_need_no_program_beside_minios_client(tmp_path: Path, slug: str) -> None:
    """Its image has no grep, no sed: here is nothing but `mc`. With a slug users and buckets are that office's."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "mc").write_text(MC)
    (tmp_path / "bin" / "mc").chmod(0o755)
    for name in ("store", *(f"store-{service}" for service in (*SERVICES, "registry-checks"))):
        (tmp_path / name).write_text(f"secret-of-{name}")  # as new-secrets.sh writes them: no newline
    env = {"PATH": str(tmp_path / "bin"), "SECRETS": str(tmp_path), "ASKED": str(tmp_path / "asked")}
    env |= {"RIGHTS": str(DEPLOY / "rights"), "SIGAP_OFFICE_SLUG": slug, "TMPDIR": str(tmp_path)}
    code, said = output("/bin/sh", "containers/store-users.sh", **env)
    assert (code, said) == (0, "The store knows a user for each service.\n")
    asked = (tmp_path / "asked").read_text().splitlines()
    assert "typed secret-of-store-letters" in asked
    attached = [line.split()[-1] for line in asked if "policy attach" in line]
    names = Names(slug)
    having = () if slug else ("intake", "review")
    assert attached == [names.store_key(user) for user in (*SERVICES, "registry-checks") if user not in having]
    given = "".join(line.removeprefix("policy ") for line in asked if line.startswith("policy "))
    policies = (DEPLOY / "rights").glob("store-*.json")
    wanted = [names.in_policy("".join(line.strip() for line in file.open())) for file in policies]
    assert sorted(given.replace("}{", "}\n{").splitlines()) == sorted(wanted)


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
    assert 9091 in ways["part administration"]  # what the doctor finds
    assert 443 in ways["part web"]  # identity provider, BSrE
    assert {443, 587} <= ways["part worker"]  # notices
    assert ways["app letters"] == ways["app registry"] == {80}  # time stamps


def test_no_unit_of_a_service_reads_what_is_the_set_ups_own() -> None:
    for name in ("sigap-web@.service", "sigap-worker@.service", "sigap-checks.service", "sigap-beat.service"):
        lines = (DEPLOY / "systemd" / name).read_text().splitlines()
        assert "InaccessiblePaths=-/var/lib/sigap/settings/admin -/var/lib/sigap/secrets" in lines, name


def test_the_doctor_may_write_where_uploads_are_tried() -> None:
    """Behind its unit's walls the folder was read-only: the alert of a lost spool rang each quarter of an hour."""
    walls = {name: (DEPLOY / "systemd" / f"sigap-{name}.service").read_text() for name in ("web@", "doctor")}
    spools = {name: re.findall(r"^ReadWritePaths=-?(.*)$", text, re.M) for name, text in walls.items()}
    assert spools["doctor"] == spools["web@"] == ["/var/lib/sigap/spool"]
    assert all("ProtectSystem=strict" in text for text in walls.values())


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="Debian's systemd is not installed")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    for unit in (DEPLOY / "systemd").glob("sigap-*"):
        text = re.sub("/opt/sigap/venv/bin/(sigap|caddy)", "/bin/true", unit.read_text())  # not installed here
        (tmp_path / unit.name).write_text(text)
    code, said = output("systemd-analyze", "verify", *sorted(tmp_path.iterdir()), cwd=tmp_path)
    assert (code, said) == (0, "")


DOCKER = """#!/bin/sh
# Stands for docker: four images have a digest, the one that was built here has none.
case "$*" in
  pull*) echo "$3" >> "$FETCHED" ;;
  *sigap:0.1.0) exit 1 ;;
  *) for name; do :; done; echo "${name%:*}@sha256:$(printf %s "$name" | sha256sum | cut -c1-64)" ;;
esac
"""


def test_images_are_pinned_by_what_they_are_today(tmp_path: Path) -> None:
    (tmp_path / "docker").write_text(DOCKER)
    (tmp_path / "docker").chmod(0o755)
    env = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}", "FETCHED": str(tmp_path / "fetched"),
        "ENV_FILE": str(tmp_path / "env"),
    }  # fmt: skip
    (tmp_path / "env").write_text("SIGAP_HOST=sigap.example\nSIGAP_PROXY_IMAGE=registry.example/caddy:2\n")
    for _ in range(2):  # again it moves on from the tag, and writes nothing twice
        code, said = output("containers/pin-images.sh", **env)
        assert (code, "SIGAP_IMAGE: sigap:0.1.0 has no digest" in said) == (1, True)
        lines = dict(line.split("=", 1) for line in (tmp_path / "env").read_text().splitlines())
        assert lines["SIGAP_PROXY_IMAGE"].startswith("registry.example/caddy@sha256:")
        assert lines["SIGAP_PROXY_IMAGE_TAG"] == "registry.example/caddy:2"
        assert lines["SIGAP_HOST"] == "sigap.example"
        assert [len(lines[f"SIGAP_{name}_IMAGE"].split("@sha256:")[1]) for name in ("POSTGRES", "REDIS", "STORE")] == [
            64
        ] * 3
    fetched = (tmp_path / "fetched").read_text().splitlines()
    assert not [name for name in fetched if "@" in name]
    assert len(fetched) == 10
    used = {**lines, "SIGAP_IMAGE": "registry.example/sigap:1"}
    code, said = output("containers/pin-images.sh", **env | {"ENV_FILE": str(write(tmp_path / "other", used))})
    assert code == 0, said
    assert "digest: sha256:" in said


def write(path: Path, values: dict[str, str]) -> Path:
    path.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    return path


SILENT_DATABASE = """
import sys
from pip_audit import _cli
from pip_audit._service import SkippedDependency
from pip_audit._service.pypi import PyPIService

# An advisory database that knows none of our libraries, as a mirror without it answers: 404 for each.
PyPIService.query = lambda self, spec: (SkippedDependency(name=spec.name, skip_reason="not found"), [])
sys.argv = ["pip-audit", *sys.argv[1:]]
_cli.audit()
"""


def test_an_audit_that_looked_nothing_up_fails(tmp_path: Path) -> None:
    """Where no library could be looked up it said that there are no known vulnerabilities."""
    lines = (DEPLOY.parent / "Makefile").read_text().splitlines()
    (line,) = (line.strip() for line in lines if ".venv/bin/pip-audit" in line)
    options = line.removeprefix("@.venv/bin/pip-audit").split()
    locked = tmp_path / "locked.txt"
    locked.write_text(f"idna==3.7 --hash=sha256:{'0' * 64}\n")
    words = [*options[:-1], locked]
    assert output(sys.executable, "-c", SILENT_DATABASE, *words)[0] == 1
    code, said = output(sys.executable, "-c", SILENT_DATABASE, *(word for word in words if word != "--strict"))
    assert (code, "No known vulnerabilities found" in said) == (0, True)  # what it did before

"""What the doctor finds comes to Prometheus from each kind of installation: by a file, or by a Pushgateway."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.doctor import told
from deploy.doctor.finding import failure, good
from deploy.errors import Told

Given = list[tuple[str, str, str]]  # method, path, text
DEPLOY = Path(__file__).parents[2] / "deploy"
SICK = [failure("broker", "it does not answer", "start it"), good("disk", "room enough")]
WELL = [good("broker", "it answers"), good("disk", "room enough")]
RINGS = 'sigap_doctor_findings{level="FAIL",subject="broker"} 1.0'
SILENT = 'sigap_doctor_findings{level="FAIL",subject="broker"} 0.0'
SOON = 7200  # seconds after which the alert SigapDoctorSilent rings


@pytest.fixture
def gateway() -> Iterator[tuple[str, Given]]:
    """Stands for a Pushgateway: its address, and what it was given."""
    given: Given = []

    class Taking(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            given.append((self.command, self.path, self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Taking) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", given
        server.shutdown()


def test_a_file_holds_what_was_found_last_and_nothing_of_before(tmp_path: Path) -> None:
    file = tmp_path / "sigap.prom"
    told.tell(str(file), SICK)
    assert RINGS in file.read_text()
    told.tell(str(file), WELL)
    assert SILENT in file.read_text()
    assert list(tmp_path.iterdir()) == [file]


def test_a_pushgateway_is_given_all_in_the_place_of_what_it_had(
    gateway: tuple[str, Given],
) -> None:
    address, given = gateway
    for findings in (SICK, WELL):
        told.tell(address, findings)
    told.tell(address, WELL, "amurang")
    (one, _, sick), (again, same, well), (_, other, text) = given
    assert (one, again) == ("PUT", "PUT")  # a POST would leave what is over
    assert same == "/metrics/job/sigap-doctor/instance/sigap"
    assert other == "/metrics/job/sigap-doctor/instance/amurang"
    assert RINGS in sick
    assert SILENT in well
    assert 'sigap_doctor_run_timestamp{office="amurang"}' in text


def test_one_that_is_away_is_told_in_a_sentence() -> None:
    with pytest.raises(Told, match=r"http://127.0.0.1:9 did not take the findings: .*refused"):
        told.tell("http://127.0.0.1:9", SICK)


def test_each_kind_of_installation_has_it_look_before_its_silence_rings() -> None:
    compose = yaml.safe_load((DEPLOY / "containers" / "compose.yaml").read_text())["services"]["doctor"]
    assert compose["profiles"] == ["monitoring"]
    assert "sigap doctor --quiet --metrics /findings/sigap.prom" in compose["command"][-1]
    assert int(compose["command"][-1].split("sleep ")[1].split()[0]) * 2 < SOON
    assert {place.rsplit(":", 1)[-1] for place in compose["volumes"] if "findings" in place} == {"/findings"}
    (job,) = yaml.safe_load_all((DEPLOY / "kubernetes" / "doctor.yaml").read_text())
    assert job["spec"]["schedule"] == "*/15 * * * *"
    (setup,) = yaml.safe_load_all((DEPLOY / "kubernetes" / "setup.yaml").read_text())
    (pod,) = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    assert "$SIGAP_FINDINGS_URL" in pod["command"][-1]
    assert setup["data"]["SIGAP_FINDINGS_URL"].startswith("http://pushgateway.monitoring:9091")
    timer = (DEPLOY / "systemd" / "sigap-doctor.timer").read_text()
    assert "OnUnitActiveSec=15min" in timer
    rules = yaml.safe_load((DEPLOY / "monitoring" / "alerts.yaml").read_text())["groups"][0]["rules"]
    (silent,) = (rule["expr"] for rule in rules if rule["alert"] == "SigapDoctorSilent")
    assert silent == f"time() - sigap_doctor_run_timestamp > {SOON}"

"""Metrics of the web processes: by route template, never by address; the rules use only what there is."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import delete

from services.intake.app import create_app
from services.shared import clock
from services.shared.database import Database
from services.shared.staff import backups
from services.shared.staff.tables import backup_run
from services.shared.web.metrics import web_metrics
from tests.support.office import TestOffice

MONITORING = Path(__file__).parents[2] / "deploy" / "monitoring"
TOKEN = "token-of-prometheus-0123456789"


@pytest.fixture
def scraper(office: TestOffice) -> FlaskClient:
    """Prometheus at an intake of its own that has a token."""
    settings = office.settings["intake"].model_copy(update={"metrics_token": SecretStr(TOKEN)})
    return create_app(settings).test_client()


def scrape(client: FlaskClient) -> str:
    answer = client.get("/intake/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_requests_are_counted_by_template_and_status(scraper: FlaskClient) -> None:
    scraper.get("/intake/complaints/PGD-2026-4711")
    scraper.get("/intake/no-such-page-as-this")
    said = scrape(scraper)
    assert re.search(r'sigap_requests_total\{.*route="/intake/complaints/<case_no>".*status="302"\} 1\.0', said)
    assert re.search(r'sigap_requests_total\{.*route="none".*status="404"\} 1\.0', said)
    assert re.search(r'sigap_request_seconds_count\{.*route="/intake/complaints/<case_no>".*\} 1\.0', said)
    assert "4711" not in said
    assert "no-such-page" not in said


def test_the_newest_good_backup_is_told(scraper: FlaskClient, office: TestOffice) -> None:
    begun = clock.now() + timedelta(minutes=1)
    staff = Database(office.settings["intake"].staff_database_url)
    with staff.transaction() as session:
        backups.record(session, "good", begun, begun, 1)
        backups.record(session, "", begun + timedelta(hours=1), begun, 0, "failed")
    staff.dispose()
    found = re.search(r"^sigap_backup_begun_timestamp (\S+)$", scrape(scraper), re.MULTILINE)
    assert found
    assert float(found[1]) == pytest.approx(begun.timestamp())


def test_the_operations_page_shows_how_old_it_is(office: TestOffice) -> None:
    staff = Database(office.settings["intake"].staff_database_url)
    with staff.transaction() as session:
        session.execute(delete(backup_run))
    page = "/intake/operations"
    assert "Belum ada" in office.person("admin").get(page).get_data(as_text=True)
    for ago, warned in ((timedelta(hours=40), True), (timedelta(hours=1), False)):
        with staff.transaction() as session:
            backups.record(session, "x", clock.now() - ago, clock.now(), 1)
        text = office.person("admin").get(page).get_data(as_text=True)
        assert ("Lebih dari 36 jam" in text) == warned
    staff.dispose()


def test_without_the_token_nothing_is_told(scraper: FlaskClient, office: TestOffice) -> None:
    assert scraper.get("/intake/metrics").status_code in {302, 401}
    wrong = scraper.get("/intake/metrics", headers={"Authorization": "Bearer wrong"})
    assert "sigap_" not in wrong.get_data(as_text=True)


def test_rules_and_dashboard_ask_only_for_what_there_is(scraper: FlaskClient, office: TestOffice) -> None:
    known = set(re.findall(r"^# TYPE (sigap_\w+)", scrape(scraper), re.MULTILINE))
    rules = yaml.safe_load((MONITORING / "alerts.yaml").read_text())["groups"][0]["rules"]
    panels = json.loads((MONITORING / "grafana.json").read_text())["panels"]
    asked = [rule["expr"] for rule in rules] + [target["expr"] for panel in panels for target in panel["targets"]]
    names = {name.removesuffix("_bucket") for text in asked for name in re.findall(r"sigap_\w+", text)}
    assert names
    assert names - known == set()
    assert all(rule["annotations"]["action"] for rule in rules)
    assert web_metrics(office.app("intake"))


@pytest.mark.skipif(shutil.which("promtool") is None, reason="Debian's prometheus is not installed")
def test_promtool_accepts_the_rules() -> None:
    done = subprocess.run(["promtool", "check", "rules", MONITORING / "alerts.yaml"], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

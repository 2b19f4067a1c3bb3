"""Metrics of the web processes: by route template, never by address; the rules use only what there is."""

from __future__ import annotations

import importlib
import json
import re
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import delete, update

from services.handoffs.contract import SERVICES
from services.intake.app import create_app
from services.review.tables import Case
from services.shared.calendar import clock
from services.shared.data.database import Database
from services.shared.jobs.task_counts import TaskCounts
from services.shared.jobs.worker import make_app
from services.shared.staff import backups
from services.shared.staff.tables import backup_run
from services.shared.web.metrics import web_metrics
from tests.support.cases import PlayedCase
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
    staff = Database(office.accounts.url)
    with staff.transaction() as session:
        backups.record(session, "good", begun, begun, 1)
        backups.record(session, "ahead", begun + timedelta(days=30), begun, 1)  # before the clock was put right
        backups.record(session, "", begun + timedelta(hours=1), begun, 0, "failed")
    staff.dispose()
    found = re.search(r"^sigap_backup_begun_timestamp (\S+)$", scrape(scraper), re.MULTILINE)
    assert found
    assert float(found[1]) == pytest.approx(begun.timestamp())


def test_the_operations_page_shows_how_old_it_is(office: TestOffice) -> None:
    staff = Database(office.accounts.url)
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


def told_by(office: TestOffice, service: str) -> str:
    settings = office.settings[service].model_copy(update={"metrics_token": SecretStr(TOKEN)})
    client = importlib.import_module(f"services.{service}.app").create_app(settings).test_client()
    answer = client.get(f"/{service}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def figure(told: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", told, re.MULTILINE)
    assert found, name
    return float(found[1])


def test_open_and_late_cases_are_told(office: TestOffice) -> None:
    names = ('sigap_cases_open{service="review"}', 'sigap_cases_late{service="review"}')
    before = [figure(told_by(office, "review"), name) for name in names]
    case = PlayedCase(office, "Penanda Batas waktu", until="forwarded")
    with office.service("review").database.transaction() as session:
        session.execute(update(Case).where(Case.case_no == case.case_no).values(due=date(2026, 1, 2)))
    after = [figure(told_by(office, "review"), name) for name in names]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1]


def test_tasks_are_counted_where_the_workers_work(office: TestOffice) -> None:
    settings = office.settings["letters"]
    counts = TaskCounts(settings.broker_url, "letters")
    name = 'sigap_tasks_total{outcome="failed",service="letters",task="letters.uji"}'
    app = make_app("letters", settings)

    @app.task(name="letters.uji", shared=False, taken_from="letters")
    def fails() -> None:
        raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            fails()
    assert figure(told_by(office, "letters"), name) == 2
    assert [one.number for one in counts.read() if one.task == "letters.uji"] == [2]
    assert TaskCounts("redis://127.0.0.1:1/0", "letters").read() == []  # a broker that is away stops nothing


def test_the_archive_tells_how_long_it_was_not_read(office: TestOffice) -> None:
    told = told_by(office, "registry")
    assert figure(told, 'sigap_archive_unread_seconds{service="registry"}') >= 0
    assert figure(told, 'sigap_archive_incidents{service="registry"}') >= 0


def test_rules_and_dashboard_ask_only_for_what_there_is(office: TestOffice) -> None:
    told = "".join(told_by(office, service) for service in SERVICES)
    known = set(re.findall(r"^# TYPE (sigap_\w+)", told, re.MULTILINE))
    rules = yaml.safe_load((MONITORING / "alerts.yaml").read_text())["groups"][0]["rules"]
    panels = json.loads((MONITORING / "grafana.json").read_text())["panels"]
    asked = [rule["expr"] for rule in rules] + [target["expr"] for panel in panels for target in panel["targets"]]
    names = {name.removesuffix("_bucket") for text in asked for name in re.findall(r"sigap_\w+", text)}
    assert names
    assert {name for name in names if not name.startswith("sigap_doctor")} - known == set()
    assert all(rule["annotations"]["action"] for rule in rules)
    assert web_metrics(office.app("intake"))


@pytest.mark.skipif(shutil.which("promtool") is None, reason="Debian's prometheus is not installed")
def test_promtool_accepts_the_rules() -> None:
    done = subprocess.run(["promtool", "check", "rules", MONITORING / "alerts.yaml"], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

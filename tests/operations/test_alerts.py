"""Each alert fires for its failure, and falls silent when that is over: the rules, evaluated by Prometheus's own tool.

``promtool`` is in Debian's package ``prometheus``; PyPI has none. Without it the evaluation is skipped, and says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

MONITORING = Path(__file__).parents[2] / "deploy" / "monitoring"
PROMTOOL = os.environ.get("PROMTOOL") or shutil.which("promtool")
SHORT, LONG = (1, 40), (5, 450)  # minutes of a step (Prometheus forgets after 5), and how many: well, ill, well again
Pattern = Callable[[int, int], tuple[str, str, str]]  # of minutes and steps, as promtool writes series


@dataclass(frozen=True)
class Trouble:
    """The series of an alert: well, ill, well again."""

    series: dict[str, Pattern]
    length: tuple[int, int] = SHORT


def level(well: object, ill: object) -> Pattern:
    """A figure that stands at a value."""
    return lambda _, steps: (f"{well}x{steps}", f"{ill}x{steps}", f"{well}x{steps}")


def grows(well: int, ill: int) -> Pattern:
    """A counter, by what it grows each step."""
    return lambda _, steps: (f"0+{well}x{steps}", f"0+{ill}x{steps}", f"0+{well}x{steps}")


def stops(minutes: int, steps: int) -> tuple[str, str, str]:
    """The moment of something that happens each step, then not any more, then again."""
    each, again = 60 * minutes, 2 * (steps + 1)
    return f"0+{each}x{steps}", f"{steps * each}x{steps}", f"{again * each}+{each}x{steps}"


TICK = 'sigap_beat_last_tick_timestamp{service="review"}'
SLOW = 'sigap_request_seconds_bucket{service="review",route="/review/cases",le="%s"}'
SLOWLY = {SLOW % "1": grows(60, 0), SLOW % "5": grows(60, 60), SLOW % "+Inf": grows(60, 60)}
DAY = 86400
TROUBLE = {
    "SigapServiceDown": Trouble({'up{job="sigap",instance="intake:8000"}': level(1, 0)}),
    "SigapErrors": Trouble({'sigap_requests_total{service="review",status="500"}': grows(0, 60)}),
    "SigapSlow": Trouble(SLOWLY),
    "SigapHandoffsLate": Trouble({"sigap_handoffs_oldest_seconds": level(0, 400)}),
    "SigapHandoffsRefused": Trouble({"sigap_handoffs_dead": level(0, 1)}),
    "SigapTasksForged": Trouble({'sigap_tasks_refused_total{queue="review",reason="wrong_signature"}': grows(0, 60)}),
    "SigapWorkerSilent": Trouble({'sigap_worker_seen_seconds{service="review"}': level(1, 90)}),
    "SigapBeatSilent": Trouble({TICK: stops}),
    "SigapJobFails": Trouble({"sigap_job_failures": level(0, 4)}),
    "SigapQueueLong": Trouble({"sigap_queue_length": level(0, 300)}),
    "SigapBackupOld": Trouble({"sigap_backup_begun_timestamp": stops}, LONG),
    "SigapTasksFail": Trouble({'sigap_tasks_total{outcome="failed",service="review"}': grows(0, 60)}),
    "SigapCasesLate": Trouble({"sigap_cases_late": level(0, 9), "sigap_cases_open": level(20, 20)}, LONG),
    "SigapArchiveUnread": Trouble({"sigap_archive_unread_seconds": level(0, 181 * DAY)}, LONG),
    "SigapArchiveDamaged": Trouble({"sigap_archive_incidents": level(0, 1)}),
    "SigapStoreDown": Trouble({'sigap_store_up{service="review"}': level(1, 0)}),
    "SigapBrokerDown": Trouble({'sigap_broker_up{service="review"}': level(1, 0)}),
    "SigapTickInTheFuture": Trouble({TICK: level(0, 99 * DAY)}),
    "SigapNoticesFail": Trouble({'sigap_notices_failed{service="intake",channel="email"}': level(0, 2)}),
    "SigapCamatCannotSign": Trouble({"sigap_camat_can_sign": level(1, 0)}),
    "SigapKeyEnds": Trouble({"sigap_key_ends_seconds": level(400 * DAY, 80 * DAY)}),
    "SigapBackupFailed": Trouble({"sigap_backup_failed": level(0, 1)}),
    "SigapDoctorFails": Trouble({'sigap_doctor_findings{subject="signer",level="FAIL"}': level(0, 1)}),
    "SigapDoctorWarns": Trouble({'sigap_doctor_findings{subject="disk",level="warn"}': level(0, 1)}, LONG),
    "SigapDoctorSilent": Trouble({"sigap_doctor_run_timestamp": stops}, LONG),
}


def evaluated(alert: str, trouble: Trouble, fires: bool) -> dict[str, object]:
    """One test of promtool: silent while all is well, firing at the end of the trouble, silent at the end."""
    minutes, steps = trouble.length
    ends = {steps * minutes: False, (2 * steps + 1) * minutes: fires, (3 * steps + 2) * minutes: False}
    ask = f'count by (alertname) (ALERTS{{alertname="{alert}", alertstate="firing"}}) > 0'
    told = [{"labels": f'{{alertname="{alert}"}}', "value": 1}]
    return {
        "interval": f"{minutes}m",
        "input_series": [
            {"series": name, "values": " ".join(made(minutes, steps))} for name, made in trouble.series.items()
        ],
        "promql_expr_test": [
            {"expr": ask, "eval_time": f"{minute}m", "exp_samples": told if ringing else []}
            for minute, ringing in ends.items()
        ],
    }


def test_every_alert_has_its_trouble() -> None:
    rules = yaml.safe_load((MONITORING / "alerts.yaml").read_text())["groups"][0]["rules"]
    assert [rule["alert"] for rule in rules] == list(TROUBLE)


@pytest.mark.skipif(PROMTOOL is None, reason="ALERTS NOT EVALUATED: promtool (Debian's prometheus) is not installed")
def test_each_fires_for_its_trouble_and_falls_silent_after_it(tmp_path: Path) -> None:
    frozen = Trouble(SLOWLY | {'sigap_store_up{service="review"}': level(1, 0)})  # slow because the store is frozen
    tests = [evaluated(alert, trouble, True) for alert, trouble in TROUBLE.items()]
    tests.append(evaluated("SigapSlow", frozen, False))
    file = tmp_path / "tests.yaml"
    rules = str(MONITORING / "alerts.yaml")
    file.write_text(yaml.safe_dump({"rule_files": [rules], "evaluation_interval": "5m", "tests": tests}))
    done = subprocess.run([str(PROMTOOL), "test", "rules", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

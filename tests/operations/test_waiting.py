"""A pod of a new release waits for settings and tables; it does not wait for a release of before, or after."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy import settings_files
from deploy.cli import app
from deploy.waiting import lacking
from services.shared.config.processes import PROCESSES
from services.shared.data import migration

Processes = dict[str, dict[str, str]]


def test_it_waits_for_the_settings_and_then_for_nothing(tmp_path: Path, processes: Processes) -> None:
    assert {lacking(tmp_path, name) for name in PROCESSES} == {
        f"the set-up has written no settings of {name} yet" for name in PROCESSES
    }
    settings_files.write(tmp_path, processes)
    assert {lacking(tmp_path, name) for name in PROCESSES} == {""}


def test_it_waits_for_the_tables_and_lets_a_release_back_start(
    tmp_path: Path, processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_files.write(tmp_path, processes)
    newest = migration.newest("review")
    monkeypatch.setattr(migration, "newest", lambda _: newest | {"9999"})
    assert lacking(tmp_path, "review-worker") == "the tables of review are not at 9999 yet"
    monkeypatch.setattr(migration, "beyond", lambda *_: {"0099"})  # the tables are of a later release
    assert lacking(tmp_path, "review-worker") == ""


def test_the_command_gives_up_with_a_sentence(tmp_path: Path, processes: Processes) -> None:
    begun = time.monotonic()
    words = ["process", "wait", "intake", "--settings", str(tmp_path), "--patience", "0"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 1
    assert "is the job `migrate` done?" in done.output
    settings_files.write(tmp_path, processes)
    assert CliRunner().invoke(app, words).exit_code == 0
    assert time.monotonic() - begun < 20

"""Backup under load, the machine lost, restore: every table and object is equal, and handoffs in flight go on."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from pathlib import Path

import pytest
import redis
from sqlalchemy import select

from deploy import settings_files
from deploy.backup import manifest
from deploy.demo import steps
from deploy.demo.client import ApiError
from deploy.demo.forms import complaint_form, uploads
from deploy.demo.play import play
from deploy.demo.staff import Staff
from deploy.demo.stories import STORIES
from deploy.local import procfs
from deploy.local.servers import Servers
from deploy.setup import prepare, settings_as, settings_of
from services.handoffs import outbox
from services.handoffs.contract import SERVICES
from services.shared.config.entrance import EntranceSettings
from services.shared.config.processes import SIGN_IN
from services.shared.data.database import Database
from services.shared.staff.tables import backup_run
from tests.support import preloaded
from tests.support.cut import office_in
from tests.support.office import TestOffice

ENVIRON = {name: value for name, value in os.environ.items() if not name.startswith("SIGAP_")}
ELSEWHERE = {"SIGAP_INSTALLATION": "/no/installation"}  # not the one that `make run` may have left in this checkout


def sigap(*words: str | Path, code: int = 0) -> str:
    done = preloaded.run(["sigap", *words], env=ENVIRON | ELSEWHERE)
    assert done.returncode == code, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path | str]:
    """An office that worked, was backed up twice while cases went through it, and whose machine is gone."""
    folder = tmp_path_factory.mktemp("lost")
    run, backup, key = folder / "run", folder / "backups", folder / "key"
    with office_in(run) as (address, processes):
        load = Load(address)
        recipient = sigap("backup", "key", key).strip()
        load.wait_for(2)
        words = ("--to", backup, "--recipient", recipient, "--settings", run / "settings")
        first = sigap("backup", *words)
        load.wait_for(2)
        pages = ("web", SIGN_IN)
        workers = [pid for name, one in processes.items() if not name.endswith(pages) for pid in one.family()]
        _forward_one(Staff(address), workers)
        second = sigap("backup", *words)
        load.stop.set()
    shutil.rmtree(run)
    return {"backup": backup, "key": key, "first": first, "second": second}


def _forward_one(staff: Staff, workers: list[int], tries: int = 10) -> None:
    """Forward a case whose handoff stays in flight: the workers are frozen.

    One that was frozen within a transaction may hold what the desk needs: then it goes on, and all are frozen anew.
    """
    for _ in range(tries):
        procfs.send(workers, signal.SIGSTOP)
        try:
            return _forward(staff)
        except ApiError as error:
            if ": 409 {" not in str(error):
                raise
            procfs.send(workers, signal.SIGCONT)
            time.sleep(0.2)
    raise AssertionError("no moment was found in which the workers hold nothing")


def _forward(staff: Staff) -> None:
    form = complaint_form(STORIES[0])
    case = steps.take_in(staff.clerk, form, uploads(STORIES[0]))
    steps.do(staff.clerk, steps.intake_path(case["case_no"], "forward"), case, items=steps.checklist(form))


class Load:
    """People at work: one story after the other, until told to stop."""

    def __init__(self, address: str) -> None:
        self.stop, self.played = threading.Event(), 0
        self._more = threading.Condition()
        threading.Thread(target=self._play, args=(address,), daemon=True).start()

    def wait_for(self, more: int) -> None:
        goal = self.played + more
        with self._more:
            assert self._more.wait_for(lambda: self.played >= goal, 120)

    def _play(self, address: str) -> None:
        staff = Staff(address)
        while not self.stop.is_set():
            for story in (STORIES[0], STORIES[8], STORIES[9]):
                try:
                    play(staff, story)
                except Exception:
                    if self.stop.is_set():
                        return  # the machine is gone
                    raise
                with self._more:
                    self.played += 1
                    self._more.notify_all()


@pytest.mark.slow
def test_an_office_comes_back_from_its_backup(lost: dict[str, Path], tmp_path: Path) -> None:
    newest = manifest.load(manifest.newest(lost["backup"]))
    assert "0.0 MB of objects are new" not in lost["first"]
    assert len(manifest.sets(lost["backup"])) == 2
    assert f"{len(newest.objects)} objects" in sigap(
        "backup", "verify", "--to", lost["backup"], "--identity", lost["key"]
    )

    run = tmp_path / "run"
    dump = lost["backup"] / newest.database.file
    whole = dump.read_bytes()
    dump.write_bytes(whole[: len(whole) // 2])  # the first try comes to no end, and refuses no second one
    sigap("restore", "--from", lost["backup"], "--identity", lost["key"], "--run-dir", run, code=1)
    dump.write_bytes(whole)
    said = sigap("restore", "--from", lost["backup"], "--identity", lost["key"], "--run-dir", run)
    assert "is restored and equal" in said  # compared by the command itself: each table, each object
    assert "holds an office already" in sigap(
        "restore", "--from", lost["backup"], "--identity", lost["key"], "--run-dir", run, code=1
    )
    with Servers(run, environ={}) as servers:
        env = servers.env() | {"SIGAP_PUBLIC_URL": "http://localhost:8000", "SIGAP_DEMO": "1"}
        processes = prepare(env)
        office = TestOffice(
            {name: settings_of(processes[name]) for name in SERVICES},
            settings_as(EntranceSettings, processes["sign-in"]),
        )
        for name, settings in office.settings.items():  # the new broker knows everybody's user
            assert redis.Redis.from_url(settings.broker_url).llen(name) == 0
        assert office.pump() > 0  # what was under way at the moment of the backup goes on
        for name in SERVICES:
            with office.service(name).reading() as session:
                assert not outbox.claim_due(session, name, 30, 10, [])
        case = office.person("loket1").ask("/intake/api/complaints")["items"][-1]
        assert case["title"]
        evidence = next(item for item in newest.objects if item.bucket == "evidence")
        stored = b"".join(office.service("intake").store.stream("evidence", evidence.key))
        assert len(stored) == evidence.part.size


@pytest.mark.slow
def test_a_damaged_backup_is_found(lost: dict[str, Path], tmp_path: Path) -> None:
    copy = shutil.copytree(lost["backup"], tmp_path / "copy")
    newest = manifest.load(manifest.newest(copy))
    changed, missing = (copy / item.part.file for item in newest.objects[:2])
    data = bytearray(changed.read_bytes())
    data[-1] ^= 1
    changed.write_bytes(data)
    missing.unlink()
    said = sigap("backup", "verify", "--to", copy, code=1)
    assert f"{newest.objects[0].part.file} was changed" in said
    assert f"{newest.objects[1].part.file} is missing" in said


@pytest.mark.release
def test_a_restore_goes_on_without_what_is_damaged_and_names_the_cases(lost: dict[str, Path], tmp_path: Path) -> None:
    copy = shutil.copytree(lost["backup"], tmp_path / "copy")
    newest = manifest.load(manifest.newest(copy))
    spoilt = next(item for item in newest.objects if item.bucket == "evidence" and not item.key.startswith("derived/"))
    (copy / spoilt.part.file).unlink()
    words = ("--from", copy, "--identity", lost["key"], "--run-dir", tmp_path / "run")
    said = sigap("restore", *words, code=3)
    assert "restored, INCOMPLETE" in said
    assert f"missing of {spoilt.key.partition('/')[0]}: 1 files" in said
    assert spoilt.key in (tmp_path / "run" / "restore-missing.txt").read_text()


@pytest.mark.slow
def test_another_key_opens_nothing(lost: dict[str, Path], tmp_path: Path) -> None:
    sigap("backup", "key", tmp_path / "other")
    said = sigap("backup", "verify", "--to", lost["backup"], "--identity", tmp_path / "other", code=1)
    assert "cannot be opened with this key" in said
    words = ("restore", "--from", lost["backup"], "--identity", tmp_path / "other", "--run-dir", tmp_path / "run")
    assert "cannot be opened with this key" in sigap(*words, code=1)
    assert not (tmp_path / "run" / "secrets" / "application.json").exists()


def test_a_backup_without_a_key_is_refused_and_remembered(
    processes: dict[str, dict[str, str]], servers: Servers, office: TestOffice, tmp_path: Path
) -> None:
    root = tmp_path / "settings"
    settings_files.write(root, processes | {"admin": servers.env()})
    said = sigap("backup", "--to", tmp_path / "to", "--settings", root, code=1)
    assert "not an age public key" in said
    assert not manifest.sets(tmp_path / "to")
    staff = Database(office.settings["intake"].staff_database_url)
    with staff.transaction() as session:
        last = session.execute(select(backup_run.c.error).order_by(backup_run.c.id.desc()).limit(1)).scalar_one()
    staff.dispose()
    assert "not an age public key" in last

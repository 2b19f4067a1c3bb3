"""The run folder: whose it is, what it remembers, when it may be deleted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deploy.local import ports
from deploy.local.errors import ServerError
from deploy.local.folder import RunFolder
from tests.local.support import occupied


def test_passwords_are_long_different_and_stay(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.open()
    one, other = folder.secret("one"), folder.secret("other")
    assert one != other
    assert len(one) >= 32
    folder.close()
    assert RunFolder(tmp_path / "run").secret("one") == one


def test_a_port_stays_while_it_is_free_and_is_changed_when_taken(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.open()
    first = folder.port("web")
    assert folder.port("web") == first
    with occupied() as taken:
        (folder.path / "ports.json").write_text(json.dumps({"web": taken}))
        second = folder.port("web")
        assert second != taken
        assert ports.is_free(second)
    assert folder.port("web") == second
    folder.close()


def test_somebody_elses_folder_is_neither_used_nor_deleted(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(ServerError, match="not a run folder"):
        RunFolder(tmp_path).open()
    with pytest.raises(ServerError, match="nothing was deleted"):
        RunFolder(tmp_path).delete()
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_folder_in_use_is_not_deleted(tmp_path: Path) -> None:
    used = RunFolder(tmp_path / "run")
    used.open()
    with pytest.raises(ServerError, match="already runs"):
        RunFolder(tmp_path / "run").delete()
    used.close()
    RunFolder(tmp_path / "run").delete()
    assert not (tmp_path / "run").exists()


def test_damaged_secrets_are_told_and_not_replaced(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.open()
    (folder.path / "secrets.json").write_text("{")
    with pytest.raises(ServerError, match=r"secrets\.json is damaged"):
        folder.secret("one")
    assert (folder.path / "secrets.json").read_text() == "{"
    folder.close()


def test_a_folder_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.path.mkdir(mode=0o755)
    folder.open()
    assert folder.path.stat().st_mode & 0o777 == 0o700
    folder.close()


def test_a_port_that_is_held_for_a_server_is_nobody_elses_and_is_free_afterwards() -> None:
    port = ports.pick(set())
    held = ports.hold(port)
    assert held is not None
    with held:
        assert not ports.is_free(port)
        assert ports.hold(port) is None
    assert ports.is_free(port)

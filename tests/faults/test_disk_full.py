"""The disk is full: it is said, uploads stop first, all else goes on; and with room again everything works at once."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import tempfile
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import urllib3
from minio.error import S3Error, ServerError

from deploy.local.folder import RunFolder
from deploy.local.servers import Servers
from services.shared.storage.room import KEPT, Full
from services.shared.storage.trouble import trouble
from tests.local.support import get, put, store
from tests.support.intake import Desk
from tests.support.letters import LetterUnderTest
from tests.support.office import TestOffice


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10 * KEPT, 9 * KEPT, KEPT + 1000))


def upload(office: TestOffice, size: int = 200_000) -> Any:
    desk = Desk(office)
    headers = {"X-File-Name": "foto.pdf", "Content-Type": "application/pdf"}
    data = b"%PDF-" + b"x" * size
    return office.person("loket1").post(f"{desk.path}/evidence?role=evidence", data=data, headers=headers)


def test_uploads_stop_first_and_the_camat_signs(office: TestOffice, little_room: None) -> None:
    answer = upload(office)
    assert answer.status_code == 503
    assert "penuh" in urllib.parse.unquote(answer.headers.get("X-Message", "")) + answer.get_data(as_text=True)
    assert LetterUnderTest(office).to_state("letter_signed")


def test_a_disk_that_is_full_in_the_middle_is_said(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full:
        full.setattr(tempfile, "TemporaryFile", no_room)
        answer = upload(office)
    assert answer.status_code == 503
    assert "penuh" in urllib.parse.unquote(answer.headers.get("X-Message", "")) + answer.get_data(as_text=True)
    assert upload(office, 1000).status_code != 503


@pytest.mark.parametrize(
    "error",
    [
        S3Error(None, "XMinioStorageFull", "minimum free drive threshold", "", "", ""),  # type: ignore[arg-type]
        ServerError("the store answered a PUT with status 507", 507),
    ],
)
def test_a_store_that_says_so_is_understood(error: Exception) -> None:
    with pytest.raises(Full, match="penuh"), trouble():
        raise error


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 300 MB below a run folder's object store."""
    image, place = tmp_path / "disk", tmp_path / "run" / "objects" / "srv"
    if os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
        pytest.skip("A FULL DISK IS NOT TRIED: mounting one needs root and mkfs.ext4")
    with image.open("wb") as file:
        file.truncate(300 * 1024**2)
    subprocess.run(["mkfs.ext4", "-q", image], check=True)
    folder = RunFolder(tmp_path / "run")
    folder.open()
    folder.close()
    place.mkdir(parents=True)
    if subprocess.run(["mount", "-o", "loop", image, place], check=False).returncode:
        pytest.skip("A FULL DISK IS NOT TRIED: this machine mounts no image")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_the_embedded_store_leaves_room_and_is_used_again_at_once(small_disk: Path) -> None:
    elsewhere = {
        "SIGAP_ADMIN_DATABASE_URL": "postgresql+psycopg://x@127.0.0.1/x",
        "SIGAP_BROKER_URL": "redis://127.0.0.1:1/0",
    }
    with Servers(small_disk.parents[1], environ=elsewhere) as servers:
        client = store(servers.store)
        put(client, "before", b"x" * 1000)
        filler = small_disk / "filler"
        filler.write_bytes(b"x" * 160 * 1024**2)
        with pytest.raises((S3Error, urllib3.exceptions.HTTPError)):
            put(client, "film", b"x" * 10 * 1024**2)
        filler.unlink()
        put(client, "film", b"y" * 1000)
        assert (get(client, "film"), get(client, "before")) == (b"y" * 1000, b"x" * 1000)

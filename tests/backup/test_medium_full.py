"""The medium of the backups is full: it is said, noted and rings, leaves nothing behind, and with room all is well."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.backup import encrypted, manifest, private_key
from tests.backup.test_signature import Kept, made
from tests.support.doctor import sigap
from tests.support.office import TestOffice
from tests.support.registry import CaseUnderTest

__all__ = ["made"]


@pytest.fixture
def medium(tmp_path: Path) -> Iterator[Path]:
    """A medium of a tenth of a megabyte."""
    place = tmp_path / "medium"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=100k", "sigap-test", place]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("A FULL MEDIUM IS NOT TRIED: mounting one needs root")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def scraps(place: Path) -> list[Path]:
    return [file for file in place.rglob("*") if file.name.endswith(".part") or "sets" in file.parts[-3:-1]]


def test_a_full_medium_is_said_and_is_used_again_at_once(made: Kept, office: TestOffice, medium: Path) -> None:
    CaseUnderTest(office)
    public = str(private_key.read(made.settings.parent / "key").to_public())
    words = ("backup", "--to", str(medium), "--recipient", public)
    said = made.sigap(*words, code=1)
    assert "no backup was made: the disk of" in said
    assert "is full: make room there" in said
    assert scraps(medium) == []
    found = sigap("doctor", "--settings", made.settings)[1]
    assert "warn  backup       the last try failed: the disk of" in found
    subprocess.run(["mount", "-o", "remount,size=200m", medium], check=True)
    assert "Signed by the office's seal" in made.sigap(*words)
    assert manifest.sets(medium)
    made.sigap("backup", "verify", "--to", str(medium), "--identity", str(made.settings.parent / "key"))


def test_a_source_that_breaks_off_leaves_no_scrap_and_what_was_there(tmp_path: Path) -> None:
    """As the database's dump or a file of the store may; what an earlier backup wrote there stays."""

    def breaks() -> Iterator[bytes]:
        yield b"x" * 100_000
        raise OSError("broken pipe")

    file, key = tmp_path / "film.age", private_key.new().to_public()
    encrypted.seal([b"whole"], file, key)
    before = file.read_bytes()
    with pytest.raises(encrypted.Unwritable, match="broken pipe"):
        encrypted.seal(breaks(), file, key)
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]

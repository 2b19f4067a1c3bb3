"""The office's own files come out of a backup into the run folder, and nowhere else."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pyrage
import pytest

from deploy.backup import encrypted
from deploy.backup.manifest import Broken, Part
from deploy.backup.office_files import office_files

KEY = pyrage.x25519.Identity.generate()


def backed_up(folder: Path, name: str, kind: bytes = tarfile.REGTYPE) -> Part:
    """A sealed archive with one member."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        member = tarfile.TarInfo(name)
        member.type, member.mode = kind, 0o600
        member.linkname = "/etc/passwd" if kind == tarfile.SYMTYPE else ""
        member.size = 6 if kind == tarfile.REGTYPE else 0
        archive.addfile(member, io.BytesIO(b"secret"))
    packed.seek(0)
    return Part("office.age", *encrypted.seal(packed, folder / "office.age", KEY.to_public()))


def test_a_secret_comes_back_where_it_was_and_closed_to_others(tmp_path: Path) -> None:
    office_files(tmp_path, backed_up(tmp_path, "secrets/application.json"), KEY, tmp_path / "run")
    restored = tmp_path / "run" / "secrets" / "application.json"
    assert restored.read_bytes() == b"secret"
    assert restored.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "kind"),
    [("../beside", tarfile.REGTYPE), ("/tmp/elsewhere", tarfile.REGTYPE), ("secrets", tarfile.SYMTYPE)],
)
def test_what_does_not_belong_there_is_refused_whole(tmp_path: Path, name: str, kind: bytes) -> None:
    with pytest.raises(Broken, match="does not belong"):
        office_files(tmp_path, backed_up(tmp_path, name, kind), KEY, tmp_path / "run")
    assert list((tmp_path / "run").iterdir()) == []

"""A backup is signed by the office's seal: one of somebody else's making, or a changed one, is not taken for ours."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy import settings_files
from deploy.backup import manifest, signature
from deploy.cli import app
from deploy.local.servers import Servers
from services.shared.calendar import clock
from services.shared.signing.authority import create_authority
from services.shared.signing.trust import TrustAnchors
from tests.support.office import TestOffice


@dataclass(frozen=True)
class Kept:
    """An installation whose keys a test may change, and its backup."""

    settings: Path
    run: Path
    target: Path

    def sigap(self, *words: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, [*words, "--settings", str(self.settings)])
        assert done.exit_code == code, done.output
        return done.output

    def verify(self, *words: str, code: int = 0) -> str:
        return self.sigap("backup", "verify", "--to", str(self.target), *words, code=code)

    @property
    def newest(self) -> Path:
        return manifest.newest(self.target)


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory, processes: dict[str, dict[str, str]], servers: Servers, office: TestOffice
) -> Kept:
    folder = tmp_path_factory.mktemp("signed")
    kept = Kept(folder / "settings", folder / "run", folder / "backups")
    shutil.copytree(Path(processes["registry"]["SIGAP_KEYS_DIR"]), kept.run / "keys")
    shutil.copytree(servers.folder.path / "secrets", kept.run / "secrets")
    ours = {name: values | {"SIGAP_KEYS_DIR": str(kept.run / "keys")} for name, values in processes.items()}
    settings_files.write(kept.settings, ours | {"admin": servers.env() | {"SIGAP_RUN_DIR": str(kept.run)}})
    public = CliRunner().invoke(app, ["backup", "key", str(folder / "key")]).output.strip()
    said = kept.sigap("backup", "--to", str(kept.target), "--recipient", public)
    assert f"Signed by the office's seal {signature.seal_of(kept.newest)}" in said
    return kept


@pytest.fixture
def changed(made: Kept) -> Iterator[Path]:
    """The newest set, which is put back as it was."""
    before = {name: (made.newest / name).read_bytes() for name in (manifest.NAME, signature.FILE)}
    yield made.newest
    for name, content in before.items():
        (made.newest / name).write_bytes(content)


def test_a_whole_backup_is_the_offices(made: Kept) -> None:
    assert f"Signed by the office: {signature.seal_of(made.newest)}" in made.verify()


def test_the_container_of_the_backups_knows_the_seal(made: Kept, changed: Path, tmp_path: Path) -> None:
    """It has only some settings (compose.yaml), and the guide's command ended with those that it lacks."""
    for process in ("admin", "sign-in", "intake"):
        shutil.copytree(made.settings / process, tmp_path / "settings" / process)
    (tmp_path / "settings" / "registry").mkdir()
    there = Kept(tmp_path / "settings", made.run, made.target)
    assert f"Signed by the office: {signature.seal_of(made.newest)}" in there.verify()
    _by_another_office(changed, tmp_path)
    assert "which is no seal of this office" in there.verify(code=1)


def test_a_folder_is_opened_by_one_key(made: Kept, tmp_path: Path) -> None:
    """Files of before stayed sealed to the former key: the newest set could be opened by neither alone."""
    before = made.newest
    other = CliRunner().invoke(app, ["backup", "key", str(tmp_path / "key")]).output.strip()
    said = made.sigap("backup", "--to", str(made.target), "--recipient", other, code=1)
    assert "For another key give an empty folder" in said
    assert made.newest == before
    made.sigap("backup", "--to", str(tmp_path / "backups"), "--recipient", other)


def test_a_changed_manifest_is_found(made: Kept, changed: Path) -> None:
    content = json.loads((changed / manifest.NAME).read_text())
    content["tables"]["intake.complaint"] = ["0", "x"]
    (changed / manifest.NAME).write_text(json.dumps(content, indent=1))
    assert "was changed after it was signed" in made.verify(code=1)


def test_a_backup_of_somebody_elses_making_is_not_taken(made: Kept, changed: Path, tmp_path: Path) -> None:
    _by_another_office(changed, tmp_path)
    (foreign,) = TrustAnchors.load(tmp_path / "keys").pins["seal"]
    assert f"signed by {foreign}, which is no seal of this office" in made.verify(code=1)
    words = ("restore", "--from", str(made.target), "--identity", str(made.settings.parent / "key"))
    done = CliRunner().invoke(app, [*words, "--seal", "0" * 64, "--run-dir", str(tmp_path / "new")])
    assert done.exit_code == 1
    assert "no seal of this office" in done.output


def _by_another_office(changed: Path, folder: Path) -> None:
    """The set is signed by a seal whose keys lie in ``folder`` now."""
    create_authority(folder / "keys", "Kantor Lain", "Orang Lain", "1", "a" * 12, "b" * 12, clock.now())
    (folder / "secrets").mkdir()
    (folder / "secrets" / "application.json").write_text(json.dumps({"seal_passphrase": "b" * 12}))
    signature.sign(changed, (changed / manifest.NAME).read_bytes(), folder)


def test_one_without_a_signature_is_refused(made: Kept, changed: Path, tmp_path: Path) -> None:
    (changed / signature.FILE).unlink()
    assert "is not signed" in made.verify(code=1)
    words = ("restore", "--from", str(made.target), "--identity", str(made.settings.parent / "key"))
    done = CliRunner().invoke(app, [*words, "--run-dir", str(tmp_path / "new")])
    assert done.exit_code == 1
    assert "is not signed" in done.output
    assert not (tmp_path / "new").exists()


def test_after_a_change_of_the_seal_the_older_backup_is_still_the_offices(made: Kept) -> None:
    before = signature.seal_of(made.newest)
    said = made.sigap("keys", "seal")
    pins = TrustAnchors.load(made.run / "keys").pins["seal"]
    assert before in pins
    assert len(pins) == 2
    (after,) = pins - {before}
    assert after in said
    assert f"Signed by the office: {before}" in made.verify()
    assert "no seal of this office" in made.verify("--seal", after, code=1)

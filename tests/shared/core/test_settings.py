"""Settings and office file: one message that lists everything missing or wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy import settings_files
from deploy.setup import OFFICE_FILE
from services.handoffs.contract import SERVICES
from services.shared.config import office, settings
from tests.support.office import TestOffice


def test_all_missing_and_wrong_settings_are_listed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGAP_BROKER_URL", "amqp://elsewhere")
    with pytest.raises(settings.SettingsError) as refusal:
        settings.load()
    for name in ("SIGAP_DATABASE_URL", "SIGAP_BROKER_URL", "SIGAP_FIELD_KEYS", "SIGAP_OFFICE_FILE"):
        assert name in str(refusal.value)


def test_settings_cannot_be_changed(office: TestOffice) -> None:
    with pytest.raises(ValueError, match="frozen"):
        office.settings["intake"].demo = False  # type: ignore[misc]


def test_wrong_entries_of_the_office_file_are_listed(tmp_path: Path) -> None:
    file = tmp_path / "office.toml"
    text = OFFICE_FILE.read_text().replace("days = 3\n", "days = 0\n").replace('paper = "f4"', 'paper = "a5"')
    file.write_text(text + "\n[misspelt]\nx = 1\n")
    with pytest.raises(settings.SettingsError) as refusal:
        office.load(file)
    for entry in ("limits.verification.days", "letters.paper", "misspelt"):
        assert entry in str(refusal.value)


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_publishes_its_openapi_document(office: TestOffice, name: str) -> None:
    document = office.app(name).test_client().get(f"/{name}/api/openapi.json").get_json()
    assert document["openapi"] == "3.1.0"
    assert document["paths"]


def test_settings_come_from_files_too(
    processes: dict[str, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_files.write(tmp_path, processes)
    assert settings_files.read(tmp_path, "intake") == {
        name: value for name, value in processes["intake"].items() if name.startswith("SIGAP_")
    }
    assert (tmp_path / "intake" / "sigap_secret_key").stat().st_mode & 0o077 == 0
    monkeypatch.setenv("SIGAP_SETTINGS_DIR", str(tmp_path / "intake"))
    monkeypatch.setenv("SIGAP_RESEND_AFTER", "7")  # the environment goes before the file
    loaded = settings.load()
    assert loaded.secret_key.get_secret_value() == processes["intake"]["SIGAP_SECRET_KEY"]
    assert loaded.resend_after == 7
    monkeypatch.setenv("SIGAP_SETTINGS_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(settings.SettingsError, match="SIGAP_SETTINGS_DIR"):
        settings.load()


def test_an_empty_setting_counts_as_not_given(
    processes: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (processes["letters"] | {"SIGAP_TSA_URL": "", "SIGAP_BSRE_API": ""}).items():
        monkeypatch.setenv(name, value)
    assert (settings.load().tsa_url, settings.load().bsre_api) == (None, "v2")


def test_a_setting_that_is_gone_loses_its_file(tmp_path: Path) -> None:
    settings_files.write(tmp_path, {"beat": {"SIGAP_OLD": "1", "SIGAP_NEW": "1", "PATH": "/"}})
    settings_files.write(tmp_path, {"beat": {"SIGAP_NEW": "2"}})
    assert settings_files.read(tmp_path, "beat") == {"SIGAP_NEW": "2"}
    assert [file.name for file in (tmp_path / "beat").iterdir()] == ["sigap_new"]

"""Settings and office file: one message that lists everything missing or wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.setup import OFFICE_FILE
from services.handoffs.contract import SERVICES
from services.shared import office, settings
from tests.support.office import TestOffice


def test_all_missing_and_wrong_settings_are_listed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGAP_BROKER_URL", "amqp://elsewhere")
    with pytest.raises(settings.SettingsError) as refusal:
        settings.load()
    for name in ("SIGAP_DATABASE_URL", "SIGAP_BROKER_URL", "SIGAP_SECRET_KEY", "SIGAP_OFFICE_FILE"):
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

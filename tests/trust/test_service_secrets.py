"""``sigap keys pages`` and ``sigap keys database``: what a thief had before is worth nothing afterwards."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner

from deploy import database, kept_secrets, keys, settings_files
from deploy.cli import app as sigap
from deploy.installation import Installation
from deploy.local.servers import Servers
from services.handoffs.contract import SERVICES
from services.shared.config.processes import OFFICE, PROCESSES, SIGN_IN
from services.shared.encryption.parts import key_of

URLS = ("SIGAP_DATABASE_URL", "SIGAP_STAFF_DATABASE_URL")


@pytest.fixture
def root(servers: Servers, processes: dict[str, dict[str, str]], tmp_path: Path) -> Iterator[Path]:
    """An installation of its own over the servers of the run, whose roles get their passwords back."""
    run, settings = tmp_path / "run", tmp_path / "settings"
    (run / "secrets").mkdir(parents=True)
    env = servers.env()
    shutil.copy(Path(env["SIGAP_RUN_DIR"]) / "secrets" / "application.json", run / "secrets")
    before = kept_secrets.of_roles(kept(settings))
    settings_files.write(settings, processes | {"admin": env | {"SIGAP_RUN_DIR": str(run)}})
    yield settings
    database.roles(env["SIGAP_ADMIN_DATABASE_URL"], before)


def kept(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root.parent / "run" / "secrets" / "application.json").read_text())
    return found


def run(root: Path, *words: str) -> None:
    done = CliRunner().invoke(sigap, ["keys", *words, "--settings", str(root)])
    assert done.exit_code == 0, done.output


def opens(url: str) -> bool:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return bool(connection.execute(text("select 1")).scalar())
    except OperationalError:
        return False
    finally:
        engine.dispose()


def addresses(root: Path) -> dict[tuple[str, str], str]:
    found = {(name, url): settings_files.read(root, name).get(url, "") for name in PROCESSES for url in URLS}
    return {place: url for place, url in found.items() if url}


def test_new_keys_of_pages_for_each_part_and_none_from_before(root: Path) -> None:
    def now() -> dict[str, str]:
        return {name: settings_files.read(root, name)["SIGAP_SECRET_KEY"] for name in OFFICE}

    before = now()
    run(root, "pages")
    assert not set(before.values()) & set(now().values())
    assert now()[SIGN_IN] == kept(root)["page_key"]
    assert {name: now()[name] for name in SERVICES} == {name: key_of(now()[SIGN_IN], name) for name in SERVICES}
    assert not [
        name for name in PROCESSES if "worker" in name and "SIGAP_SECRET_KEY" in settings_files.read(root, name)
    ]


def test_new_passwords_for_all_roles_of_the_database(root: Path) -> None:
    before = addresses(root)
    assert all(opens(url) for url in set(before.values()))
    run(root, "database")
    assert not any(opens(url) for url in set(before.values()))
    assert all(opens(url) for url in set(addresses(root).values()))
    assert addresses(root).keys() == before.keys()


def test_what_all_services_could_sign_people_in_with_goes_with_the_last_common_key(root: Path) -> None:
    """An office of a release before 0.2: its ``secret_key`` is still kept for going back by one."""
    file = kept_secrets.file_in(root.parent / "run")
    kept_secrets.write(file, kept(root) | {"secret_key": "k" * 64})
    before = addresses(root)
    for _ in keys.rotate(Installation.of(root)):
        pass
    run(root, "drop")
    changed = {place for place, url in addresses(root).items() if url != before[place]}
    assert changed == {(SIGN_IN, "SIGAP_STAFF_DATABASE_URL")}
    assert not opens(before[SIGN_IN, "SIGAP_STAFF_DATABASE_URL"])
    assert all(opens(url) for url in set(addresses(root).values()))
    assert "secret_key" not in kept(root)
    again = addresses(root)
    run(root, "drop")
    assert addresses(root) == again, "once"

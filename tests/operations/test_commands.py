"""The command ``sigap``: what there is stands in the guide, and what is refused ends with a sentence."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from sqlalchemy import make_url
from typer.testing import CliRunner

from deploy import database, settings_files
from deploy.cli import app as sigap
from deploy.local.servers import Servers
from deploy.setup_settings import SET_UP, from_environment, missing

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def root(processes: dict[str, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation whose database nobody answers for."""
    folder = tmp_path_factory.mktemp("installation")
    away = {
        process: {
            name: re.sub(r"@([^/]+)/", "@127.0.0.1:9/", value) if "DATABASE_URL" in name else value
            for name, value in processes[process].items()
        }
        for process in ("intake", "registry", "sign-in")
    }
    settings_files.write(folder, away)
    return folder


def commands(group: typer.core.TyperGroup, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, typer.core.TyperGroup):
            yield from commands(command, f"{before}{name} ")
            if not command.invoke_without_command:
                continue
        if not command.hidden:
            yield f"{before}{name}"


def test_every_command_stands_in_the_guide_and_nothing_else() -> None:
    guide = (ROOT / "docs" / "operations" / "README.md").read_text().partition("| command |")[2]
    told = set(re.findall(r"`([a-z -]+)`", guide.replace("[backup.md]", "").replace("[keys.md]", "")))
    assert told == set(commands(typer.main.get_command(sigap)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ("process web kasir", 2, "there is no service kasir; there are: intake"),
        ("demo --only K99", 1, "there is no story K99; there are: K01"),
        ("backup daily --at mitternacht", 1, "mitternacht is no time of the day"),
        ("archive verify /nowhere.zip", 1, "There is nothing at /nowhere.zip"),
        ("office check /nowhere.toml", 1, "/nowhere.toml"),
        ("doctor --settings /nowhere", 1, "There is no installation in /nowhere"),
        ("restore --from /nowhere --identity /nowhere.key", 1, "/nowhere.key"),
        ("user add", 2, "Missing argument"),
        ("user add olga --name Olga --role kasir", 2, "'kasir' is not one of"),
        ("deadletters replay intake kasir", 2, "Invalid value for 'message'"),
        ("verify-everything", 2, "No such command"),
    ],
)
def test_a_wrong_word_is_told(words: str, code: int, sentence: str) -> None:
    done = CliRunner().invoke(sigap, words.split(), terminal_width=200)
    assert (done.exit_code, sentence in re.sub(r"[│\s]+", " ", done.output)) == (code, True), done.output


@pytest.mark.parametrize("words", ["user list", "deadletters list", "keys status", "audit verify"])
def test_a_database_that_is_away_is_told(root: Path, words: str) -> None:
    done = CliRunner().invoke(sigap, [*words.split(), "--settings", str(root)])
    assert done.exit_code == 1, done.output
    assert re.search(r"sigap: (Basis data|the database|The set-up's own settings)", done.output), done.output


def test_it_can_be_typed_from_anywhere(tmp_path: Path) -> None:
    command = [ROOT / ".venv" / "bin" / "sigap", "archive", "verify", "nowhere"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "sigap: There is nothing at nowhere.\n")


def test_what_the_guide_calls_needed_is_enough() -> None:
    """The broker's password stands in its address, as on a machine without containers."""
    given = {setting.name: "x" for setting in SET_UP if setting.needed}
    env = from_environment(given | {"SIGAP_BROKER_URL": "redis://:rahasia@127.0.0.1:6379/0"})
    assert not missing(env)
    assert env["SIGAP_SESSION_URL"] == "redis://:rahasia@127.0.0.1:6379/1"


def test_the_database_need_not_be_made_first(servers: Servers) -> None:
    database._create_database(
        make_url(servers.postgres.dsn(driver="+psycopg")).set(database="not_there_yet"), "not_there_yet"
    )

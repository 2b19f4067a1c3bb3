"""The guide of settings is what the code says, and names every variable that stands in code, files or guides."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import typer

from deploy.cli import app
from deploy.settings_table import document
from deploy.setup_settings import from_environment
from services.shared.config.processes import EVERY, SIGN_IN
from services.shared.config.settings import Settings, given_to

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "operations" / "settings.md"
# A variable of the surroundings; ``SIGAP_S3_…`` is several of them, ``…_FILE`` another way to give one.
VARIABLE = re.compile(r"\bSIGAP_[A-Z0-9]+(?:_[A-Z0-9]+)*\b(?!_)")
BEGINNINGS = {"SIGAP_ADMIN", "SIGAP_S3", "SIGAP_BSRE", "SIGAP_OIDC", "SIGAP_SMTP", "SIGAP_WEBHOOK"}
OF_TESTS = {
    "SIGAP_FILM_MB", "SIGAP_DOCS_PICTURES", "SIGAP_TEST_BASE", "SIGAP_TEST_DAY", "SIGAP_TEST_IMAGE",
    "SIGAP_TEST_PICTURES",
}  # fmt: skip
INNER = {"SIGAP_INNER_KEY"}  # a header among the embedded store's own servers


def test_the_guide_is_what_the_code_says() -> None:
    assert GUIDE.read_text() == document(typer.main.get_command(app)), (
        "run: .venv/bin/sigap settings > docs/operations/settings.md"
    )


def test_the_guide_names_every_variable() -> None:
    named = set(VARIABLE.findall(GUIDE.read_text()))
    places = ["services", "deploy", "docs", "Makefile", "README.md", ".ci"]
    listed = subprocess.run(["git", "ls-files", "-z", *places], cwd=ROOT, capture_output=True, text=True, check=True)
    missing = {}
    for name in filter(None, listed.stdout.split("\0")):
        file = ROOT / name
        if file == GUIDE or file.suffix in {".png", ".ttf", ".otf", ".woff2", ".xz"} or not file.is_file():
            continue
        found = {one.removesuffix("_FILE") if one.removesuffix("_FILE") in named else one
                 for one in VARIABLE.findall(file.read_text())}  # fmt: skip
        if unknown := found - named - BEGINNINGS - OF_TESTS - INNER:
            missing[name] = sorted(unknown)
    assert missing == {}


def test_every_setting_says_what_it_does_and_who_needs_it() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert set(field.json_schema_extra["by"]) <= {*EVERY, SIGN_IN}, name  # type: ignore[arg-type,call-overload,index]


def test_a_process_is_given_what_it_needs_and_no_more() -> None:
    names = ("SMTP_PASSWORD", "BSRE_NIK", "SEAL_PASSPHRASE", "ADMIN_DATABASE_URL", "DATABASE_URL")
    env = {f"SIGAP_{name}": "x" for name in names} | {"OTEL_TRACES_SAMPLER": "always_on"}
    assert {name: set(given_to(name, env)) - {"OTEL_TRACES_SAMPLER"} for name in EVERY} == {
        "intake": {"SIGAP_DATABASE_URL", "SIGAP_SMTP_PASSWORD"},
        "review": {"SIGAP_DATABASE_URL"},
        "letters": {"SIGAP_DATABASE_URL", "SIGAP_BSRE_NIK"},
        "registry": {"SIGAP_DATABASE_URL", "SIGAP_SEAL_PASSPHRASE"},
        "beat": set(),
    }


@pytest.mark.parametrize("name", ["BSRE_PASSWORD", "SMTP_PASSWORD", "S3_SECRET_KEY_INTAKE", "OIDC_CLIENT_SECRET"])
def test_a_secret_may_come_as_a_file(tmp_path: Path, name: str) -> None:
    file = tmp_path / "secret"
    file.write_text("rahasia\n")
    env = from_environment({f"SIGAP_{name}_FILE": str(file), "SIGAP_OFFICE_FILE": "/etc/office.toml"})
    assert env == {f"SIGAP_{name}": "rahasia", "SIGAP_OFFICE_FILE": "/etc/office.toml"}

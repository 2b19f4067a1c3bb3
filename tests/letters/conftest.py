"""Offices that number and sign in other ways, on the same servers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from tests.support.bsre import LOGIN, NIK, FakeBsre, issue_holder, serving
from tests.support.office import TestOffice
from tests.support.ways import other_office

ACTING_NIK = "7105150303850002"  # of who acts for the Camat in these tests
HEAD_NIK = "7105150505780003"  # of the section head, who signs some kinds on the Camat's behalf


@pytest.fixture(autouse=True)
def _no_tries(office: TestOffice) -> None:
    """Wrong passphrases of one test are not held against the next."""
    with office.service("letters").database.transaction() as session:
        session.execute(text("delete from passphrase_tries"))
        session.execute(text("delete from passphrase_under_way"))


@pytest.fixture(scope="session")
def reserved(office: TestOffice, tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """Numbers are reserved and printed before the signature."""
    return other_office(office, tmp_path_factory.mktemp("reserved"), signing='"reserved"')


@pytest.fixture(scope="session")
def wet(office: TestOffice, tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """Letters are signed and stamped on paper."""
    return other_office(office, tmp_path_factory.mktemp("wet"), signing='"wet"')


@pytest.fixture(scope="session")
def bsre_server() -> Iterator[FakeBsre]:
    """BSrE's service on loopback."""
    others = {ACTING_NIK: issue_holder("Contoh Lumentut"), HEAD_NIK: issue_holder("Contoh Rondonuwu")}
    with serving(FakeBsre(others=others)) as running:
        yield running


@pytest.fixture
def bsre(bsre_server: FakeBsre) -> FakeBsre:
    """The same, well-mannered again for each test."""
    bsre_server.manner, bsre_server.status = "sign", "ISSUE"
    bsre_server.asked.clear()
    bsre_server.code = ""
    bsre_server.release.clear()
    return bsre_server


@pytest.fixture(scope="session")
def by_bsre(office: TestOffice, bsre_server: FakeBsre, tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """The Camat signs at BSrE (v2), numbers are reserved."""
    return _by_bsre(office, bsre_server, tmp_path_factory.mktemp("bsre"), "v2", "reserved")


@pytest.fixture(scope="session")
def by_bsre_v1(office: TestOffice, bsre_server: FakeBsre, tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """The Camat signs at BSrE (v1), numbered after the signature."""
    return _by_bsre(office, bsre_server, tmp_path_factory.mktemp("bsre1"), "v1", "after")


@pytest.fixture(scope="session")
def by_code(office: TestOffice, bsre_server: FakeBsre, tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """The Camat and who acts for the Camat sign at BSrE (v2), each with a code that BSrE sends."""
    others = {"bsre_proof": "totp", "bsre_niks": SecretStr(f"registrasi={ACTING_NIK}")}
    return _by_bsre(office, bsre_server, tmp_path_factory.mktemp("bsre2"), "v2", "reserved", **others)


@pytest.fixture(scope="session")
def heads_too(office: TestOffice, bsre_server: FakeBsre, tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """The section head signs requests to partners at BSrE (v2), each signer with a code."""
    own = {"bsre_proof": "totp", "bsre_niks": SecretStr(f"kasi={HEAD_NIK}")}
    folder = tmp_path_factory.mktemp("bsre3")
    (folder / "kinds").mkdir()
    made = _by_bsre(office, bsre_server, folder, "v2", "reserved", **own)
    text = (folder / "office.toml").read_text()
    changed = text.replace('partner_request = "camat"', 'partner_request = "section_head"')
    assert changed != text
    (folder / "kinds" / "office.toml").write_text(changed)
    file = {"office_file": folder / "kinds" / "office.toml"}
    return TestOffice({name: one.model_copy(update=file) for name, one in made.settings.items()}, office.entrance)


def _by_bsre(office: TestOffice, server: FakeBsre, folder: Path, api: str, signing: str, **more: object) -> TestOffice:
    keys = office.settings["letters"].keys_dir
    assert keys is not None
    (keys / "bsre.pem").write_bytes(server.roots_pem)
    settings = {
        "bsre_url": server.url,
        "bsre_username": LOGIN[0],
        "bsre_password": SecretStr(LOGIN[1]),
        "bsre_nik": SecretStr(NIK),
        "bsre_api": api,
        "bsre_timeout": 2.0,
    }
    return other_office(office, folder, settings | more, signing=f'"{signing}"', signer='"bsre"')

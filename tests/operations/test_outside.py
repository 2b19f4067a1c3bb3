"""``sigap doctor`` tries BSrE, time stamps and malware scan where they are switched on, and says what is missing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.doctor.finding import Level
from deploy.doctor.outside import others
from deploy.installation import Installation
from deploy.setup import OFFICE_FILE, settings_of
from tests.support import bsre as fake_bsre
from tests.support import tsa as fake_tsa
from tests.support.clamd import clamd

Told = list[tuple[Level, str, str]]
Ask = Callable[..., Told]


@pytest.fixture
def ask(processes: dict[str, dict[str, str]], tmp_path: Path) -> Ask:
    """What the doctor says of an office with these settings; its keys lie in ``tmp_path``, its file says who signs."""
    keys = tmp_path / "keys"
    others_left = shutil.ignore_patterns("bsre.pem", "tsa.pem")
    shutil.copytree(processes["letters"]["SIGAP_KEYS_DIR"], keys, ignore=others_left)

    def told(signer: str = "internal", refusal: str = "camat", **settings: str) -> Told:
        file = tmp_path / "office.toml"
        text = OFFICE_FILE.read_text().replace('# signer = "internal"', f'signer = "{signer}"')
        file.write_text(text.replace('refusal = "camat"', f'refusal = "{refusal}"'))
        env = {"SIGAP_KEYS_DIR": str(keys), "SIGAP_OFFICE_FILE": str(file)}
        env |= {f"SIGAP_{name}": value for name, value in settings.items()}
        values = {name: settings_of(processes[name] | env) for name in ("intake", "letters")}
        return [(one.level, one.subject, one.found) for one in others(Installation(tmp_path), values)]

    return told


def test_nothing_is_said_of_what_is_off(ask: Ask) -> None:
    assert ask() == []


def test_the_malware_scan(ask: Ask) -> None:
    with clamd() as scanner:
        assert ask(CLAMD_URL=scanner.url) == [(Level.GOOD, "scan", f"{scanner.url} finds the test file (EICAR)")]
        scanner.away = True
        assert ask(CLAMD_URL=scanner.url) == [(Level.FAILURE, "scan", f"{scanner.url} does not answer")]


def test_time_stamps(ask: Ask, tmp_path: Path) -> None:
    with fake_tsa.serving() as tsa:
        ((level, subject, said),) = ask(TSA_URL=tsa.url)
        assert (level, subject, "self-signed" in said) == (Level.FAILURE, "time stamps", True)  # nobody trusts it
        (tmp_path / "keys" / "tsa.pem").write_bytes(tsa.pem)
        ((level, _, said),) = ask(TSA_URL=tsa.url)
        assert (level, "its certificate is valid until" in said) == (Level.GOOD, True)
        tsa.away = True
        ((level, _, said),) = ask(TSA_URL=tsa.url)
        assert (level, "tidak menjawab" in said) == (Level.FAILURE, True)


def test_bsre(ask: Ask, tmp_path: Path) -> None:
    ((level, subject, said),) = ask("bsre")
    assert (level, subject, "SIGAP_BSRE_URL" in said) == (Level.FAILURE, "bsre", True)
    with fake_bsre.serving(fake_bsre.FakeBsre()) as bsre:
        name, password = fake_bsre.LOGIN
        settings = {"BSRE_URL": bsre.url, "BSRE_USERNAME": name, "BSRE_PASSWORD": password, "BSRE_NIK": fake_bsre.NIK}
        ((level, _, said),) = ask("bsre", **settings)
        assert (level, "bsre.pem" in said) == (Level.FAILURE, True)
        (tmp_path / "keys" / "bsre.pem").write_bytes(bsre.roots_pem)
        assert ask("bsre", **settings)[0][0] is Level.GOOD
        ((level, _, said),) = ask("bsre", **settings, BSRE_NIKS="registrasi=71051503")
        assert (level, "username=NIK" in said) == (Level.FAILURE, True)
        ((level, _, said),) = ask("bsre", "section_head", **settings)
        assert (level, "the section head is to sign refusal" in said) == (Level.WARNING, True)
        assert ask("internal", **settings)[0][0] is Level.WARNING
        ((level, _, said),) = ask("bsre", **settings | {"BSRE_PASSWORD": "salah"})
        assert (level, "menolak akun" in said) == (Level.FAILURE, True)
        bsre.status = "EXPIRED"
        ((level, _, said),) = ask("bsre", **settings)
        assert (level, "status EXPIRED" in said) == (Level.FAILURE, True)
        assert bsre.asked == []  # nothing was sent for signing

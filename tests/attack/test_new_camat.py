"""A new Camat's name in the office's file, the former one's key: such a letter is never called genuine."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select
from typer.testing import CliRunner

from deploy import settings_files, signers
from deploy.cli import app
from deploy.doctor.signers import camat as doctor_of_signers
from deploy.setup import DEMO_PASSPHRASE
from services.shared.calendar import clock
from services.shared.notices.tables import notice
from services.shared.signing.ending import endings
from services.shared.signing.keys import load_signer
from services.shared.signing.signers import Named, Term, same_person
from services.shared.signing.trust import TrustAnchors
from tests.support import letters
from tests.support.letters import LetterUnderTest, person
from tests.support.office import TestOffice

FORMER, NEW, NEW_NIP = "Drs. Contoh Mandey, M.Si.", "Contoh Walandouw, S.STP.", "198102022005011002"
PASSPHRASE = "kunci Camat yang baru"
STEPS = ("record-register", "assign-number", "stamp")


@dataclass
class TwoCamats:
    """The office before the change of its file and after it, on the same servers and with the same keys."""

    before: TestOffice
    after: TestOffice
    keys: Path
    root: Path
    slip: Path

    def sigap(self, *words: str, passphrase: str = PASSPHRASE, code: int = 0) -> str:
        """A command of the operator on the office after the change."""
        file = self.root / "passphrase"
        file.write_text(passphrase)
        more = [] if words[0] == "retire" else ["--passphrase-file", str(file)]
        done = CliRunner().invoke(app, ["signer", *words, *more, "--settings", str(self.root)])
        assert done.exit_code == code, done.output
        return done.output


@pytest.fixture
def camats(office: TestOffice, processes: dict[str, dict[str, str]], tmp_path: Path) -> Iterator[TwoCamats]:
    settings = office.settings["letters"]
    assert settings.keys_dir is not None
    keys = shutil.copytree(settings.keys_dir, tmp_path / "run" / "keys")
    file = tmp_path / "office.toml"
    facts = settings.office_file.read_text(encoding="utf-8")
    file.write_text(facts.replace(FORMER, NEW).replace("197001011995031001", NEW_NIP), encoding="utf-8")
    own = {"SIGAP_KEYS_DIR": str(keys), "SIGAP_OFFICE_FILE": str(file)}
    settings_files.write(tmp_path / "settings", {name: env | own for name, env in processes.items()})
    here = {name: one.model_copy(update={"keys_dir": keys}) for name, one in office.settings.items()}
    there = {name: one.model_copy(update={"office_file": file}) for name, one in here.items()}
    slip = tmp_path / "run" / "secrets" / signers.SLIP
    slip.parent.mkdir()
    slip.write_text(DEMO_PASSPHRASE)
    yield TwoCamats(
        TestOffice(here, office.entrance), TestOffice(there, office.entrance), keys, tmp_path / "settings", slip
    )
    letters._people.clear()


def finished(letter: LetterUnderTest) -> dict:
    letter.exchange()
    return letter.register(*STEPS)


@pytest.mark.turns(3)
def test_the_former_key_signs_nothing_that_names_the_new_camat_and_the_new_one_does(camats: TwoCamats) -> None:
    old = LetterUnderTest(camats.before)
    old.to_state("letter_signed")
    waiting = LetterUnderTest(camats.before)
    waiting.submit()
    letter = LetterUnderTest(camats.after)
    letter.submit()
    answer = letter.sign(409)
    assert NEW in answer["message"]
    assert FORMER in answer["message"]
    assert letter.now()["state"] == "letter_review"
    looked = doctor_of_signers(None, {"letters": camats.after.settings["letters"]})  # type: ignore[arg-type]
    said = [f"{one.found} -> {one.advice}" for one in looked]
    assert any(
        re.match(f"office.toml names {NEW}, .*; the key is {FORMER}'s.*`sigap signer new`", one) for one in said
    ), said

    assert FORMER in camats.sigap("renew", passphrase=DEMO_PASSPHRASE, code=1), "another person's is not renewed"
    assert NEW in camats.sigap("new")
    assert not camats.slip.exists()
    assert letter.sign(passphrase=PASSPHRASE)["state"] == "letter_signed"
    shown = finished(letter)
    assert shown["verdict"]["genuine"], shown["verdict"]
    assert "Surat ini asli" in letter.checked()

    waiting.office = camats.after  # it names the former Camat: the new one's name comes first
    assert "bukan atas nama Anda" in waiting.sign(409, passphrase=PASSPHRASE)["message"]
    assert "Buat versi dengan nama saya" in person(camats.after, "camat").get(waiting.page).get_data(as_text=True)
    waiting.do("camat", "set-signatory", **waiting.reviewed())
    waiting.sign(passphrase=PASSPHRASE)
    assert waiting.posted("letter_signed")[0]["signer"]["name"] == NEW

    old.office = camats.after  # signed in the former Camat's time, finished in the new one's
    assert finished(old)["verdict"]["genuine"]
    assert FORMER in old.checked()


@pytest.mark.turns(3)
def test_what_was_signed_so_before_is_neither_sealed_nor_called_genuine(
    camats: TwoCamats, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an office of before this was looked at has them: signed by the former, with the new one's name."""
    sealed, unsealed = LetterUnderTest(camats.after), LetterUnderTest(camats.after)
    with monkeypatch.context() as blind:
        blind.setattr("services.shared.signing.signer.check", lambda *_: None)
        blind.setattr("services.shared.signing.sealing.signer_checks", lambda *_: [])
        for letter in (sealed, unsealed):
            letter.submit()
            letter.sign()
            letter.exchange()
        verdict = sealed.register(*STEPS)["verdict"]
    assert not verdict["genuine"]
    wrong = [check["explanation"] for check in verdict["checks"] if not check["ok"]]
    assert wrong == ["Surat menyebut pejabat lain daripada pemilik sertifikat yang menandatanganinya."]
    public = sealed.checked()
    assert "Surat ini asli" not in public
    assert wrong[0] in public
    unsealed.register("record-register", "assign-number")
    registrar = person(camats.after, "registrasi")
    shown = registrar.ask(f"/registry/api/letters/{unsealed.id}")
    answer = registrar.do(f"/registry/api/letters/{unsealed.id}/stamp", {"version": shown["version"]}, 409)
    assert wrong[0] in answer["message"]


def test_the_section_head_gets_a_key_where_the_office_lets_them_sign_and_only_there(camats: TwoCamats) -> None:
    values = {"letters": camats.after.settings["letters"]}
    assert "names no kind" in camats.sigap("section-head", "kasi", code=1)
    file = values["letters"].office_file
    facts = file.read_text(encoding="utf-8")
    file.write_text(facts.replace('refusal = "camat"', 'refusal = "section_head"'), encoding="utf-8")
    looked = [one.found for one in doctor_of_signers(None, values)]  # type: ignore[arg-type]
    assert any("is to sign refusal a.n. Camat and has no key" in what for what in looked)
    assert "a.n. Camat Kumelembuai, Kasi Pelayanan Umum" in camats.sigap("section-head", "kasi")
    looked = [one.found for one in doctor_of_signers(None, values)]  # type: ignore[arg-type]
    assert not any("has no key" in what for what in looked)


@pytest.mark.turns(3)
def test_keys_are_renewed_change_their_passphrase_and_are_retired(camats: TwoCamats) -> None:
    camats.sigap("new")
    first = TrustAnchors.load(camats.keys).signers
    assert "five years" in camats.sigap("renew")
    old = camats.root / "old"
    old.write_text(PASSPHRASE)
    camats.sigap("passphrase", "camat", "--old-file", str(old), passphrase="kunci ketiga Camat")
    assert load_signer(camats.keys, "camat", "kunci ketiga Camat").name == NEW
    assert "belum ditandatangani" in camats.sigap("renew", passphrase="bukan ini semua", code=1)
    assert NEW in camats.sigap("retire", "camat")
    terms = TrustAnchors.load(camats.keys).signers
    assert [(term.name, term.title) for term in terms if term.key == "camat"] == [
        (FORMER, "Camat Kumelembuai"), (NEW, "Camat Kumelembuai"), (NEW, "Camat Kumelembuai"),
    ]  # fmt: skip
    assert [term.until for term in terms[:-1] if term.key == "camat"] == [term.since for term in terms[2:]]
    assert not any(term.holds(clock.now()) for term in terms if term.key == "camat")
    assert len(terms) == len(first) + 1
    letter = LetterUnderTest(camats.after)
    letter.submit()
    assert "belum dibuat" in letter.sign(409, passphrase="kunci ketiga Camat")["message"]


def test_camat_and_admin_hear_ninety_days_before_that_a_key_ends_and_once(camats: TwoCamats) -> None:
    service = camats.after.service("letters")
    camats.sigap("new")
    end = min(one.until for one in endings(TrustAnchors.load(camats.keys), clock.now()))
    told = select(notice.c.recipient, notice.c.text).where(notice.c.kind == "certificate_ends")
    for days, count in ((95, 0), (89, 4), (30, 4)):
        camats.after.run_jobs("letters", end - timedelta(days=days))
        with service.reading() as session:
            rows = session.execute(told).all()
        assert len(rows) == count, (days, rows)
    assert {row.recipient for row in rows} == {"role:camat", "role:admin"}
    assert any("sigap signer renew" in row.text for row in rows)
    with service.database.transaction() as session:
        session.execute(delete(notice).where(notice.c.kind == "certificate_ends"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Drs. Contoh Mandey, M.Si.", "CONTOH MANDEY", True),
        ("Dr. Drs. Contoh Mandey, M.Si., Ph.D.", "Drs Contoh Mandey", True),
        ("Contoh Mandey, S.STP.", "Contoh Walandouw, S.STP.", False),
        ("Contoh Mandey", "Contoh Mandey Lumentut", False),
        ("Meidy A. Contoh", "MEIDY A CONTOH", True),
    ],
)
def test_degrees_and_capitals_make_no_other_person(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same


def test_a_line_of_the_table_is_of_one_person_in_one_office_in_its_time() -> None:
    now = clock.now()
    term = Term("camat", "Plh. Camat Contoh", "Contoh Mandey", "1" * 18, "ab", now, now + timedelta(days=3))
    fits = Named("Plh. Camat Contoh", "Contoh Mandey", "1" * 18, now)
    assert term.is_of(fits)
    assert not term.is_of(Named("Camat Contoh", fits.name, fits.nip, now)), "who acts signs as who acts"
    assert not term.is_of(Named(fits.title, fits.name, "2" * 18, now))
    assert (term.holds(now), term.holds(now + timedelta(days=4))) == (True, False)
    assert Term.from_dict(term.as_dict()) == term

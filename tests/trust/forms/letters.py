"""Where the forms of a letter stand, by each way in which an office signs and numbers."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from pydantic import SecretStr

from deploy.demo import media
from tests.support import bsre
from tests.support.forms import verbs_on
from tests.support.letters import LetterUnderTest
from tests.support.office import TestOffice
from tests.support.ways import other_office
from tests.trust.forms.everywhere import appointed


def with_an_attachment(office: TestOffice, _: Path) -> set[str]:
    letter = LetterUnderTest(office)
    data = {"file": (BytesIO(media.make("foto_patok.jpg", "Penanda")[0]), "foto.jpg")}
    assert office.person("tim1").post(f"{letter.path}/attachments", data=data).status_code == 200
    return verbs_on(office, "tim1", [letter.page])


def signed_on_paper(office: TestOffice, folder: Path) -> set[str]:
    wet = other_office(office, folder / "wet", signing='"wet"')
    return verbs_on(wet, "camat", [LetterUnderTest(wet).to_state("letter_review").page])


def before_its_number(office: TestOffice, folder: Path) -> set[str]:
    reserved = other_office(office, folder / "reserved", signing='"reserved"')
    return verbs_on(reserved, "camat", [LetterUnderTest(reserved).to_state("letter_review").page])


def to_be_initialled(office: TestOffice, folder: Path) -> set[str]:
    chained = other_office(office, folder / "initials", initials='["kasi"]')
    letter = LetterUnderTest(chained)
    letter.submit()
    return verbs_on(chained, "kasi", [letter.page])


def of_unknown_outcome(office: TestOffice, folder: Path) -> set[str]:
    """BSrE, which signs with a code, broke off while it did."""
    server = bsre.FakeBsre()
    server.manner = "broken"
    keys = office.settings["letters"].keys_dir
    assert keys is not None
    (keys / "bsre.pem").write_bytes(server.roots_pem)
    with bsre.serving(server):
        login = {"bsre_username": bsre.LOGIN[0], "bsre_password": SecretStr(bsre.LOGIN[1])}
        nik = {"bsre_nik": SecretStr(bsre.NIK), "bsre_api": "v2", "bsre_proof": "totp", "bsre_timeout": 2.0}
        settings, after = {"bsre_url": server.url} | login | nik, '"after"'
        remote = other_office(office, folder / "bsre", settings, signer='"bsre"', signing=after)
        letter = LetterUnderTest(remote).to_state("letter_review")
        offered = verbs_on(remote, "camat", [letter.page])
        letter.sign(503, passphrase=bsre.PASSPHRASE)
        return offered | verbs_on(remote, "camat", [letter.page])


def in_anothers_name(office: TestOffice, _: Path) -> set[str]:
    """Who acts for the Camat makes a version with their own name."""
    with appointed(office):
        return verbs_on(office, "registrasi", [LetterUnderTest(office).to_state("letter_review").page])


def templates(office: TestOffice, _: Path) -> set[str]:
    return verbs_on(office, "admin", ["/letters/templates/tanggapan"])


LOOKS = (
    with_an_attachment,
    signed_on_paper,
    before_its_number,
    to_be_initialled,
    of_unknown_outcome,
    in_anothers_name,
    templates,
)

"""Time stamps: the Camat's signature B-T, the seal B-LTA, and one more archive stamp before the last one runs out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pydantic import SecretStr
from pyhanko.pdf_utils.reader import PdfFileReader

from services.shared.errors import Unavailable
from services.shared.paper.letter import typeset_letter
from services.shared.signing.signer import BuiltInSigner
from services.shared.signing.timestamps import refreshed
from services.shared.signing.trust import TrustAnchors
from services.shared.signing.verdict import Expected
from tests.shared.paper.builders import DATE, NUMBER, letter
from tests.shared.signing.stages import CAMAT_PASSPHRASE, SEAL_PASSPHRASE, attach, changed, make_keys
from tests.support.tsa import FakeTsa, serving


@pytest.fixture(scope="module")
def tsa() -> Iterator[FakeTsa]:
    """A time-stamping authority on loopback."""
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def signer(tsa: FakeTsa, tmp_path_factory: pytest.TempPathFactory) -> BuiltInSigner:
    """An office that trusts it."""
    folder: Path = tmp_path_factory.mktemp("stamped") / "keys"
    make_keys(folder)
    (folder / "tsa.pem").write_bytes(tsa.pem)
    return BuiltInSigner(folder, SecretStr(SEAL_PASSPHRASE), tsa.url)


@pytest.fixture(scope="module")
def sealed(signer: BuiltInSigner) -> tuple[bytes, bytes]:
    """(signed, sealed) with time stamps."""
    now = datetime.now(UTC)
    prepared = signer.prepare(typeset_letter(letter(), created=now))
    signed = signer.sign(prepared, passphrase=CAMAT_PASSPHRASE, now=now)
    assert signed.startswith(prepared)
    return signed, signer.seal(signed, number=NUMBER, date_text=DATE, now=now)


def expected(pdf: bytes) -> Expected:
    return Expected(NUMBER, hashlib.sha256(pdf).hexdigest())


def test_signature_and_seal_carry_stamps_and_the_letter_is_genuine(
    signer: BuiltInSigner, sealed: tuple[bytes, bytes]
) -> None:
    signed, finished = sealed
    assert finished.startswith(signed)
    verdict = signer.verify(finished, expected(finished))
    assert verdict.failed == []
    reader = PdfFileReader(BytesIO(finished))
    unsigned = [s.signer_info["unsigned_attrs"].native for s in reader.embedded_regular_signatures]
    assert [[each["type"] for each in attributes] for attributes in unsigned] == [["signature_time_stamp_token"]] * 2
    assert len(reader.embedded_timestamp_signatures) == 1
    assert len(reader.root["/DSS"]["/Certs"]) >= 3


def test_one_more_archive_stamp_keeps_it_genuine(
    signer: BuiltInSigner, sealed: tuple[bytes, bytes], tsa: FakeTsa
) -> None:
    _, finished = sealed
    longer = refreshed(finished, TrustAnchors.load(signer.folder), tsa.url)
    assert longer.startswith(finished)
    assert len(PdfFileReader(BytesIO(longer)).embedded_timestamp_signatures) == 2
    assert signer.verify(longer, expected(longer)).failed == []


def test_anything_else_after_the_stamp_is_found(signer: BuiltInSigner, sealed: tuple[bytes, bytes]) -> None:
    spoilt = changed(sealed[1], attach)
    assert not signer.verify(spoilt, expected(spoilt)).genuine


def test_an_authority_that_nobody_trusts_proves_nothing(
    signer: BuiltInSigner, sealed: tuple[bytes, bytes], tmp_path: Path
) -> None:
    (tmp_path / "trust.json").write_bytes((signer.folder / "trust.json").read_bytes())
    without = replace(signer, folder=tmp_path)
    assert "camat_valid" in without.verify(sealed[1], expected(sealed[1])).failed


def test_an_authority_that_is_away_signs_nothing(signer: BuiltInSigner, tsa: FakeTsa) -> None:
    now = datetime.now(UTC)
    prepared = signer.prepare(typeset_letter(letter(), created=now))
    tsa.away = True
    try:
        with pytest.raises(Unavailable, match="belum ditandatangani"):
            signer.sign(prepared, passphrase=CAMAT_PASSPHRASE, now=now)
    finally:
        tsa.away = False

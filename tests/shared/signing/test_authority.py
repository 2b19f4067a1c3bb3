"""The office's own keys: who may open them, who may use them, and what they may be used for."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from services.shared.signing.authority import change_camat, create_authority
from services.shared.signing.errors import AuthorityExists, SigningRefused, WrongPassphrase
from services.shared.signing.keys import change_passphrase, load_signer, seal_holder
from services.shared.signing.trust import TrustAnchors
from services.shared.signing.verdict import verify
from tests.shared.paper.builders import NOW
from tests.shared.signing.stages import CAMAT_PASSPHRASE, SEAL_PASSPHRASE, Chain, Keys, make_keys, seal_it


def test_folder_and_files_are_for_their_owner_only(folder: Path) -> None:
    make_keys(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()} == {
        "camat.p12": 0o600,
        "seal.p12": 0o600,
        "trust.json": 0o600,
    }


def test_keys_are_never_overwritten(folder: Path) -> None:
    make_keys(folder)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(AuthorityExists):
        make_keys(folder)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_certificates_are_p256_and_may_only_sign_documents(keys: Keys) -> None:
    for role, passphrase in (("camat", CAMAT_PASSPHRASE), ("seal", SEAL_PASSPHRASE)):
        holder = load_signer(keys.folder, role, passphrase)  # type: ignore[arg-type]
        assert isinstance(holder.key.curve, ec.SECP256R1)
        extensions = holder.certificate.extensions
        usage = extensions.get_extension_for_class(x509.KeyUsage)
        assert (usage.critical, usage.value.content_commitment, usage.value.key_cert_sign) == (True, True, False)
        assert not extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        holder.certificate.verify_directly_issued_by(holder.chain[0])


def test_no_key_of_the_root_and_no_passphrase_is_kept(keys: Keys) -> None:
    content = b"".join(file.read_bytes() for file in keys.folder.iterdir())
    assert CAMAT_PASSPHRASE.encode() not in content
    assert SEAL_PASSPHRASE.encode() not in content
    assert b"PRIVATE KEY" not in content
    assert json.loads((keys.folder / "trust.json").read_text()).keys() == {"roots", "pins", "signers"}


def test_each_passphrase_opens_its_own_key_only(keys: Keys) -> None:
    for role, wrong in (("camat", SEAL_PASSPHRASE), ("seal", CAMAT_PASSPHRASE), ("camat", ""), ("camat", "x" * 500)):
        with pytest.raises(WrongPassphrase):
            load_signer(keys.folder, role, wrong)  # type: ignore[arg-type]


def test_changed_passphrase(folder: Path) -> None:
    keys = make_keys(folder)
    change_passphrase(folder, "camat", CAMAT_PASSPHRASE, "kata baru")
    assert load_signer(folder, "camat", "kata baru").name == "Drs. MEIDY A. CONTOH, M.Si."
    with pytest.raises(WrongPassphrase):
        load_signer(folder, "camat", CAMAT_PASSPHRASE)
    assert TrustAnchors.load(folder) == keys.trust


def test_no_key_broken_key_and_key_out_of_time(folder: Path) -> None:
    with pytest.raises(SigningRefused):
        load_signer(folder, "camat", "x")
    keys = make_keys(folder)
    for when in (NOW - timedelta(days=1), NOW + timedelta(days=6 * 365)):
        with pytest.raises(SigningRefused):
            load_signer(folder, "camat", CAMAT_PASSPHRASE, when)
    (keys.folder / "camat.p12").write_bytes(b"broken")
    with pytest.raises(WrongPassphrase):
        load_signer(folder, "camat", CAMAT_PASSPHRASE)


def test_a_changed_seal_is_opened_anew_and_an_old_one_seals_no_longer(folder: Path, tmp_path: Path) -> None:
    """The sealing process keeps the key open; what happens to its file counts all the same."""
    keys, other = make_keys(folder), make_keys(tmp_path / "other")
    signed = Chain.of(keys).signed
    (other.folder / "seal.p12").replace(folder / "seal.p12")
    assert "seal_known" in verify(seal_it(keys, signed), keys.trust).failed, "sealed with the key of before"
    with pytest.raises(SigningRefused, match="Masa berlaku"):
        seal_holder(folder, SEAL_PASSPHRASE, NOW + timedelta(days=6 * 365))
    change_passphrase(folder, "seal", SEAL_PASSPHRASE, "segel baru")
    with pytest.raises(WrongPassphrase):
        seal_it(keys, signed)
    (folder / "seal.p12").unlink()
    with pytest.raises(SigningRefused, match="belum dibuat"):
        seal_it(keys, signed)


def test_letters_of_a_former_camat_stay_genuine(folder: Path) -> None:
    keys = make_keys(folder)
    old = Chain.of(keys)
    trust = change_camat(folder, "KECAMATAN KUMELEMBUAI", "CAMAT BARU, S.STP.", "1" * 18, "baru", NOW)
    assert verify(old.sealed, trust, old.expected).genuine
    signed = keys.signer.sign(old.prepared, passphrase="baru", now=NOW)
    renewed = Keys(folder, trust)
    sealed = seal_it(renewed, signed)
    verdict = verify(sealed, trust)
    assert (verdict.intact, verdict.signer) == (True, "CAMAT BARU, S.STP.")
    assert not verify(sealed, keys.trust).intact


def test_a_letter_stays_genuine_when_the_certificates_have_run_out(keys: Keys, chain: Chain) -> None:
    """Validation is at the time of signing; nothing in it asks today's date."""
    holder = load_signer(keys.folder, "camat", CAMAT_PASSPHRASE)
    assert holder.certificate.not_valid_after_utc > NOW
    assert verify(chain.sealed, keys.trust, chain.expected).signed_at == NOW


def test_very_long_names_are_cut_to_what_a_certificate_holds(folder: Path) -> None:
    name = "Prof. Dr. " + "NAMA " * 30
    create_authority(folder, "KECAMATAN " * 20, name, "1" * 18, "a", "b", NOW)
    assert load_signer(folder, "camat", "a").name == name[:64]

"""Every way of changing a letter that was measured: each is refused, and by the check that names it."""

from __future__ import annotations

from io import BytesIO

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, append_signature_field

from services.shared.signing.errors import NotGenuine
from services.shared.signing.keys import load_signer
from services.shared.signing.pades import sign_field
from services.shared.signing.stamps import Box, signature_stamp
from services.shared.signing.verdict import Verdict, verify
from tests.shared.paper.builders import NOW, NUMBER
from tests.shared.signing.stages import (
    CAMAT_PASSPHRASE,
    SEAL_PASSPHRASE,
    Chain,
    Keys,
    changed,
    expected,
    paint,
    redraw_seal,
    seal_blindly,
    seal_it,
    sign_otherwise,
    write_number,
)

OTHER_NUMBER = "337/0999/KEC-KMB/XI/2026"


def holds(verdict: Verdict) -> set[str]:
    return {check.name for check in verdict.checks if check.ok}


def refusal(keys: Keys, pdf: bytes) -> list[str]:
    with pytest.raises(NotGenuine) as caught:
        seal_it(keys, pdf)
    return caught.value.reasons


def test_seal_cut_off(keys: Keys, chain: Chain) -> None:
    verdict = verify(chain.signed, keys.trust, chain.expected)
    assert {"camat_signed", "camat_valid", "camat_known"} <= holds(verdict), "alone, the Camat's signature holds"
    assert not verdict.intact
    assert {"seal_signed", "seal_valid", "seal_covers", "number_matches", "hash_matches"} <= set(verdict.failed)


def test_number_forged_into_a_file_without_a_seal(keys: Keys, chain: Chain) -> None:
    forged = changed(chain.signed, write_number(NUMBER))
    verdict = verify(forged, keys.trust, chain.expected)
    assert {"camat_valid", "number_matches"} <= holds(verdict)
    assert not verdict.intact
    assert {"seal_signed", "hash_matches"} <= set(verdict.failed)
    assert refusal(keys, forged) == ["nothing_after", "number_free"]


def test_painted_over_between_signature_and_seal(keys: Keys, chain: Chain) -> None:
    painted = changed(chain.signed, paint)
    verdict = verify(seal_blindly(keys, painted), keys.trust)
    assert "seal_valid" in holds(verdict), "alone, the seal holds"
    assert verdict.failed == ["camat_valid", "sealed_at_once"]
    assert refusal(keys, painted) == ["camat_valid", "nothing_after"]


def test_number_filled_in_between_signature_and_seal_as_the_signature_allows(keys: Keys, chain: Chain) -> None:
    between = changed(chain.signed, write_number(OTHER_NUMBER))
    verdict = verify(seal_blindly(keys, between), keys.trust)
    assert {"camat_valid", "seal_valid"} <= holds(verdict), "both signatures hold"
    assert verdict.failed == ["sealed_at_once"]
    assert refusal(keys, between) == ["nothing_after", "number_free"]


def test_drawn_into_the_empty_seal_field(keys: Keys, chain: Chain) -> None:
    between = changed(chain.signed, redraw_seal)
    assert {"camat_valid", "sealed_at_once"} <= set(verify(seal_blindly(keys, between), keys.trust).failed)
    assert "nothing_after" in refusal(keys, between)


def test_two_seals_of_one_signed_file_with_two_numbers(keys: Keys, chain: Chain) -> None:
    second = seal_it(keys, chain.signed, OTHER_NUMBER)
    assert verify(second, keys.trust).intact, "by itself it is a valid file"
    verdict = verify(second, keys.trust, chain.expected)
    assert verdict.failed == ["number_matches", "hash_matches"]
    again = seal_it(keys, chain.signed)
    assert verify(again, keys.trust, chain.expected).failed == ["hash_matches"]


def test_without_the_register_nothing_is_genuine(keys: Keys, chain: Chain) -> None:
    verdict = verify(chain.sealed, keys.trust)
    assert verdict.intact
    assert not verdict.genuine


def test_certificates_of_a_stranger_with_the_same_names(keys: Keys, stranger: Keys, chain: Chain) -> None:
    foreign = Chain.of(stranger)
    verdict = verify(foreign.sealed, keys.trust, expected(foreign.sealed))
    assert verdict.failed == ["camat_valid", "camat_known", "seal_valid", "seal_known"]
    assert not verdict.ours
    assert refusal(keys, foreign.signed) == ["camat_valid", "camat_known"]
    half = seal_blindly(stranger, chain.signed)
    assert verify(half, keys.trust).failed == ["seal_valid", "seal_known"]


def test_the_seal_may_not_sign_for_the_camat_nor_the_camat_seal(keys: Keys, chain: Chain) -> None:
    holder = load_signer(keys.folder, "seal", SEAL_PASSPHRASE)
    stamp = signature_stamp(Box(180, 50), "CAMAT", NOW)
    writer = IncrementalPdfFileWriter(BytesIO(chain.prepared))
    signed = sign_field(writer, "signature", holder, stamp, NOW, certify=True)
    assert verify(seal_blindly(keys, signed), keys.trust).failed == ["camat_known"]
    assert refusal(keys, signed) == ["camat_known"]
    camat = load_signer(keys.folder, "camat", CAMAT_PASSPHRASE)
    writer = IncrementalPdfFileWriter(BytesIO(chain.signed))
    sealed = sign_field(writer, "seal", camat, stamp, NOW, certify=False)
    assert verify(sealed, keys.trust).failed == ["seal_known"]


@pytest.mark.parametrize("permission", [None, MDPPerm.ANNOTATE])
def test_a_signature_that_locks_too_little(keys: Keys, chain: Chain, permission: MDPPerm | None) -> None:
    """Not the certifying one, or one that allows comments on the page."""
    signed = sign_otherwise(keys, chain.prepared, permission)
    assert "camat_certifies" in refusal(keys, signed)
    assert "camat_certifies" in verify(seal_blindly(keys, signed), keys.trust).failed


def test_a_third_signature(keys: Keys, stranger: Keys, chain: Chain) -> None:
    signed = changed(chain.signed, lambda writer: append_signature_field(writer, SigFieldSpec("third")))
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    holder = load_signer(stranger.folder, "camat", CAMAT_PASSPHRASE)
    third = sign_field(writer, "third", holder, b"", NOW, certify=False)
    assert "no_others" in verify(seal_blindly(keys, third), keys.trust).failed
    assert "only_signature" in refusal(keys, third)


def test_a_signed_file_without_room_for_the_seal(keys: Keys, chain: Chain) -> None:
    bare = changed(
        chain.sheet.pdf,
        lambda writer: append_signature_field(writer, SigFieldSpec("signature", box=(300, 100, 480, 150))),
    )
    signed = keys.signer.sign(bare, passphrase=CAMAT_PASSPHRASE, now=NOW)
    assert refusal(keys, signed) == ["seal_free", "number_free", "date_free"]

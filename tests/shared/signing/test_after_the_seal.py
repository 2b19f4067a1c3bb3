"""Bytes changed or added once a letter is sealed."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from services.shared.signing.errors import NotGenuine
from services.shared.signing.verdict import verify
from tests.shared.paper.builders import NOW
from tests.shared.signing.stages import (
    Chain,
    Keys,
    annotate,
    attach,
    changed,
    expected,
    paint,
    seal_it,
    write_number,
)
from tests.support.sampling import todays

OTHER_NUMBER = "337/0999/KEC-KMB/XI/2026"


@pytest.mark.parametrize("change", [attach, annotate, paint, write_number(OTHER_NUMBER)])
def test_anything_added_after_the_seal(
    keys: Keys, chain: Chain, change: Callable[[IncrementalPdfFileWriter], None]
) -> None:
    verdict = verify(changed(chain.sealed, change), keys.trust, chain.expected)
    assert {"seal_valid", "seal_covers", "hash_matches"} <= set(verdict.failed)


def test_bytes_after_the_end(keys: Keys, chain: Chain) -> None:
    verdict = verify(chain.sealed + b"\n% tambahan\n", keys.trust, chain.expected)
    assert verdict.failed == ["seal_covers", "hash_matches"]
    assert verify(chain.sealed + b"\r\n", keys.trust, chain.expected).failed == ["hash_matches"]  # says nothing


def test_one_byte_flipped_anywhere(keys: Keys, chain: Chain) -> None:
    """Also for somebody who could change the register's hash; only inside the signatures' own containers is room."""
    containers = [
        range(found.start(), found.end()) for found in re.finditer(rb"/Contents <[0-9a-fA-F]+>", chain.sealed)
    ]
    assert len(containers) == 2
    for place in todays(range(0, len(chain.sealed), len(chain.sealed) // 60), 3):
        flipped = bytearray(chain.sealed)
        flipped[place] ^= 1
        assert not verify(bytes(flipped), keys.trust, chain.expected).genuine, place
        if not any(place in container for container in containers):
            assert not verify(bytes(flipped), keys.trust, expected(bytes(flipped))).genuine, place


def test_words_hidden_behind_a_signature(keys: Keys, chain: Chain) -> None:
    container = list(re.finditer(rb"/Contents <[0-9a-fA-F]+>", chain.sealed))[1]
    end = container.end() - 1
    hidden = chain.sealed[: end - 40] + b"rahasia".hex().encode().ljust(40, b"0") + chain.sealed[end:]
    assert len(hidden) == len(chain.sealed)
    assert verify(hidden, keys.trust).failed == ["seal_valid"]


def test_one_byte_flipped_in_the_words_breaks_both_signatures(keys: Keys, chain: Chain) -> None:
    flipped = bytearray(chain.sealed)
    flipped[len(chain.sheet.pdf) // 2] ^= 1
    assert {"camat_valid", "seal_valid"} <= set(verify(bytes(flipped), keys.trust).failed)


def test_rewritten_by_another_program(keys: Keys, chain: Chain) -> None:
    target = BytesIO()
    with pikepdf.open(BytesIO(chain.sealed)) as pdf:
        pdf.save(target)
    assert not verify(target.getvalue(), keys.trust, chain.expected).intact


def test_sealed_twice_or_never_signed(keys: Keys, chain: Chain) -> None:
    for pdf, reason in (
        (chain.sealed, "only_signature"),
        (chain.prepared, "camat_signed"),
        (chain.sheet.pdf, "camat_signed"),
    ):
        with pytest.raises(NotGenuine) as caught:
            seal_it(keys, pdf)
        assert reason in caught.value.reasons


def test_data_for_long_term_validation_may_follow(keys: Keys, chain: Chain) -> None:
    from asn1crypto import x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import add_validation_info
    from pyhanko_certvalidator import ValidationContext

    seal_signature = PdfFileReader(BytesIO(chain.sealed)).embedded_regular_signatures[1]
    context = ValidationContext(trust_roots=[x509.Certificate.load(keys.trust.roots[0])], moment=NOW)
    longer = add_validation_info(seal_signature, context, force_write=True).getvalue()
    assert longer.startswith(chain.sealed)
    assert len(longer) > len(chain.sealed)
    assert verify(longer, keys.trust, expected(longer)).genuine

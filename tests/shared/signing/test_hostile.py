"""Anything may be uploaded to be checked: it gets a verdict, in reasonable time, and never an exception."""

from __future__ import annotations

import random
import time
import zlib
from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from services.shared.signing.errors import NotGenuine
from services.shared.signing.explanations import EXPLANATIONS, FAILURES
from services.shared.signing.verdict import LARGEST, verify
from tests.shared.signing.stages import Chain, Keys, changed, seal_it

BOMB = zlib.compress(b"\0" * 40_000_000, 9)


def _encrypted(pdf: bytes) -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    return target.getvalue()


def _bomb() -> bytes:
    head = b"%PDF-1.7\n1 0 obj\n<</Type/ObjStm/N 1/First 10/Filter/FlateDecode/Length " + str(len(BOMB)).encode()
    return head + b">>\nstream\n" + BOMB + b"\nendstream\nendobj\ntrailer<</Root 1 0 R/Size 2>>\nstartxref\n9\n%%EOF"


def _nested() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n" + b"[" * 50_000 + b"]" * 50_000 + b"\nendobj\nstartxref\n9\n%%EOF"


@pytest.mark.parametrize(
    "pdf",
    [b"", b"\0", b"%PDF-", b"%PDF-1.7\n%%EOF", b"PK\x03\x04" * 100, "surat".encode("utf-16"), _bomb(), _nested()],
    ids=["empty", "zero", "head", "end", "zip", "text", "bomb", "nested"],
)
def test_bytes_that_are_no_letter(keys: Keys, pdf: bytes) -> None:
    verdict = verify(pdf, keys.trust)
    assert (verdict.failed, verdict.ours, verdict.intact) == (["readable"], False, False)


def test_random_bytes_and_encrypted_files(keys: Keys, chain: Chain) -> None:
    noise = b"%PDF-1.7\n" + random.Random(7).randbytes(100_000)
    for pdf in (noise, _encrypted(chain.sealed)):
        assert not verify(pdf, keys.trust).ours


def _grow(writer: IncrementalPdfFileWriter) -> None:
    writer.add_object(StreamObject(stream_data=b"\0" * LARGEST))


def test_a_file_too_large_is_not_even_read(keys: Keys, chain: Chain) -> None:
    large = changed(chain.signed, _grow)
    assert large.startswith(chain.signed)
    assert verify(large, keys.trust).failed == ["readable"]


def test_truncated_at_any_length(keys: Keys, chain: Chain) -> None:
    for length in range(0, len(chain.sealed), len(chain.sealed) // 40):
        part = chain.sealed[:length]
        assert not verify(part, keys.trust).intact, length
        if length < len(chain.signed):
            with pytest.raises(NotGenuine):
                seal_it(keys, part)


def test_many_increments_are_not_compared_one_by_one(keys: Keys, chain: Chain) -> None:
    grown = chain.sealed
    for _ in range(80):
        grown = changed(grown, lambda writer: writer.update_root())
    start = time.monotonic()
    assert not verify(grown, keys.trust).ours
    assert time.monotonic() - start < 5


def test_every_check_is_explained_in_words(keys: Keys, chain: Chain) -> None:
    for pdf in (chain.sealed, chain.signed, b""):
        for check in verify(pdf, keys.trust, chain.expected).checks:
            assert check.explanation.endswith(".")
            assert check.explanation_id == f"{check.name}.{'ok' if check.ok else 'failed'}"
    assert EXPLANATIONS.keys() == FAILURES.keys()

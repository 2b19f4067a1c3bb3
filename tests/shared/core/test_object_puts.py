"""Bytes on their way into the store: signed with their own hash, so that no others can take their place."""

from __future__ import annotations

import hashlib
import io
import os
from unittest.mock import Mock

import pytest

from services.shared.errors import Missing, Unavailable
from services.shared.storage import object_puts
from services.shared.storage.object_store import Damaged, ObjectStore
from tests.support.office import TestOffice

KIND = "application/octet-stream"


@pytest.fixture(scope="module")
def bucket(office: TestOffice) -> str:
    return office.settings["intake"].evidence_bucket


@pytest.fixture(scope="module")
def store(office: TestOffice) -> ObjectStore:
    return office.service("intake").store


@pytest.mark.parametrize("size", [0, 1, object_puts.BLOCK, 3 * object_puts.BLOCK + 7])
def test_what_is_put_is_read_again(store: ObjectStore, bucket: str, size: int) -> None:
    data = os.urandom(size)
    put = store.put_file(bucket, "PGD-puts", io.BytesIO(data), "video/mp4")
    assert (put.sha256, put.size) == (hashlib.sha256(data).hexdigest(), size)
    assert store.read(put) == data
    assert store.about(bucket, put.key) == {"content_type": "video/mp4", "sha256": put.sha256, "size": str(size)}


def test_a_key_with_every_sign_that_a_name_may_have(store: ObjectStore, bucket: str) -> None:
    put = store.put_bytes(bucket, "PGD puts/ñ+%20&=~(1)", b"isi", "text/plain")
    assert put.key in store.keys(bucket, "PGD puts/")
    assert store.read(put) == b"isi"


def test_bytes_that_changed_since_they_were_hashed_are_not_stored(store: ObjectStore, bucket: str) -> None:
    promised = hashlib.sha256(b"yang dulu").hexdigest()
    with pytest.raises(Unavailable):
        store.put_file(bucket, "PGD-changed", io.BytesIO(b"yang lain"), KIND, (promised, 9))
    assert store.keys(bucket, "PGD-changed/") == []


def test_a_bucket_that_is_not_there_is_told(store: ObjectStore) -> None:
    with pytest.raises((Missing, Unavailable)):
        store.put_bytes("tidak-ada", "PGD-puts", b"isi", KIND)


@pytest.mark.parametrize(
    ("endpoint", "host"),
    [
        ("https://store:443/", "store"),
        ("http://store:80", "store"),
        ("http://store:443", "store:443"),
        ("https://store:9000", "store:9000"),
        ("https://[::1]:443", "[::1]"),
    ],
)
def test_the_signed_host_is_the_one_that_clients_send(office: TestOffice, endpoint: str, host: str) -> None:
    settings = office.settings["intake"].model_copy(update={"s3_endpoint": endpoint})
    http = Mock(**{"request.return_value.status": 200})
    object_puts.Puts(settings, Mock(), http).put("kotak", "kunci", io.BytesIO(b"isi"), 3, KIND, "00" * 32)
    (method, address), sent = http.request.call_args
    assert (method, address) == ("PUT", f"{endpoint.split(':', maxsplit=1)[0]}://{host}/kotak/kunci")
    assert sent["headers"]["Host"] == host


def test_larger_than_one_request_goes_in_parts(
    store: ObjectStore, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(object_puts, "LARGEST", 1024)
    data = os.urandom(object_puts.PART + 4096)
    put = store.put_file(bucket, "PGD-puts", io.BytesIO(data), KIND)
    etag = dict(store.listing(bucket))[put.key]
    assert etag.endswith("-2"), "two parts"
    assert store.read(put) == data
    assert store.about(bucket, put.key)["sha256"] == put.sha256


def test_a_copy_has_the_hash_of_its_original(store: ObjectStore, bucket: str) -> None:
    put = store.put_bytes(bucket, "PGD-original", b"surat yang sah", KIND)
    copy = store.copy_checked(put, bucket, "PGD-copy/surat")
    assert (copy.key, copy.sha256) == ("PGD-copy/surat", put.sha256)
    assert store.read(copy) == b"surat yang sah"


@pytest.mark.parametrize("now", [b"surat yang lai", b"surat", b"surat yang panjang sekali"])
def test_a_changed_original_is_not_copied(store: ObjectStore, bucket: str, now: bytes) -> None:
    put = store.put_bytes(bucket, "PGD-original", b"surat yang asl", KIND)
    store._client.put_object(bucket, put.key, io.BytesIO(now), len(now))
    with pytest.raises(Damaged):
        store.copy_checked(put, bucket, "PGD-copy/lain")
    assert "PGD-copy/lain" not in store.keys(bucket, "PGD-copy/")

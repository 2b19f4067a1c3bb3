"""A store with object lock: asked, not assumed; every version is removed, and what the store holds is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask, Response, request
from pydantic import SecretStr

from services.shared.errors import Unavailable
from services.shared.storage.object_lock import HELD, Lock
from services.shared.storage.object_store import ObjectStore
from tests.support.office import TestOffice
from tests.support.serving import served

RULE = "<Rule><DefaultRetention><Mode>GOVERNANCE</Mode><Days>3650</Days></DefaultRetention></Rule>"
LOCK = '<ObjectLockConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{}</ObjectLockConfiguration>'
ERROR = "<Error><Code>{}</Code><Message>no</Message></Error>"
VERSION = (
    "<Version><Key>R-1/letters/a</Key><VersionId>{}</VersionId><IsLatest>false</IsLatest>"
    "<LastModified>2026-11-24T00:00:00.000Z</LastModified><Size>1</Size></Version>"
)


@dataclass
class LockingStore:
    """``lock``: the answer to the question for object lock, with its status; ``held``: versions may not go yet."""

    address: str = ""
    lock: tuple[str, int] = (LOCK.format(RULE), 200)
    held: bool = False
    gone: list[str] = field(default_factory=list)

    def answer(self) -> Response:
        if request.method == "DELETE":
            if self.held:
                return Response(ERROR.format("AccessDenied"), 403, mimetype="application/xml")
            self.gone.append(request.args.get("versionId", ""))
            return Response("", 204)
        if "object-lock" in request.args:
            return Response(self.lock[0], self.lock[1], mimetype="application/xml")
        versions = "".join(VERSION.format(each) for each in ("v1", "v2"))
        listing = (
            f"<ListVersionsResult><Name>archive</Name><IsTruncated>false</IsTruncated>{versions}</ListVersionsResult>"
        )
        return Response(listing, mimetype="application/xml")


@pytest.fixture
def locking() -> Iterator[LockingStore]:
    """A store on loopback that speaks as MinIO does of locks and versions."""
    store, app = LockingStore(), Flask("s3")
    for path in ("/<bucket>", "/<bucket>/", "/<bucket>/<path:key>"):
        app.add_url_rule(path, path, lambda **_: store.answer(), methods=["GET", "DELETE", "HEAD"])
    with served(app) as store.address:
        yield store


@pytest.fixture
def client(office: TestOffice, locking: LockingStore) -> ObjectStore:
    changes = {"s3_endpoint": locking.address, "s3_access_key": "a", "s3_secret_key": SecretStr("b" * 8)}
    return ObjectStore(office.service("registry").settings.model_copy(update=changes))


def test_what_the_store_says_of_its_lock(client: ObjectStore, locking: LockingStore) -> None:
    assert client.lock("archive") == Lock("GOVERNANCE", 3650)
    locking.lock = LOCK.format(RULE.replace("<Days>3650</Days>", "<Years>2</Years>")), 200
    assert client.lock("archive") == Lock("GOVERNANCE", 730)
    locking.lock = LOCK.format(""), 200
    assert client.lock("archive") == Lock(None, None)
    for code, status in (("ObjectLockConfigurationNotFoundError", 404), ("NotImplemented", 501)):
        locking.lock = ERROR.format(code), status
        assert client.lock("archive") is None
    locking.lock = ERROR.format("AccessDenied"), 403
    with pytest.raises(Unavailable):
        client.lock("archive")


def test_the_operations_page_says_in_words_who_keeps_the_archive(
    office: TestOffice, client: ObjectStore, locking: LockingStore
) -> None:
    service, auditor = office.service("registry"), office.person("auditor")
    assert "oleh Sigap sendiri" in auditor.get("/registry/operations").text  # the embedded store has no lock
    assert "Arsip dijaga" not in auditor.get("/letters/operations").text
    answers = {
        (LOCK.format(RULE), 200): "terkunci 3650 hari (object lock); hanya pengelola penyimpanan",
        (LOCK.format(RULE.replace("GOVERNANCE", "COMPLIANCE")), 200): "tidak seorang pun dapat membukanya",
        (LOCK.format(""), 200): "Masa kunci berkas (object lock) belum diatur",
        (ERROR.format("AccessDenied"), 403): "Belum dapat ditanyakan",
    }
    before, service.store = service.store, client
    try:
        for locking.lock, words in answers.items():
            assert words in auditor.get("/registry/operations/panel").text
        locking.lock = LOCK.format(RULE), 200
        said = {"object_lock": True, "mode": "GOVERNANCE", "days": 3650}
        assert auditor.ask("/registry/api/operations")["archive"] == said
    finally:
        service.store = before


def test_a_destruction_removes_every_version_or_says_what_holds_it(client: ObjectStore, locking: LockingStore) -> None:
    assert client.destroy("archive", "R-1/") == 1
    assert locking.gone == ["v1", "v2"]
    locking.held = True
    with pytest.raises(Unavailable, match="object lock") as caught:
        client.destroy("archive", "R-1/")
    assert caught.value.message == HELD


def test_the_embedded_store_has_none(office: TestOffice) -> None:
    settings = office.service("registry").settings
    assert ObjectStore(settings).lock(settings.archive_bucket) is None

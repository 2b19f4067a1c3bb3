"""What the store was seen to hold is remembered; what was not there is looked for again."""

from __future__ import annotations

import uuid

import pytest

from services.shared.errors import Unavailable
from services.shared.storage.object_store import ObjectStore
from services.shared.storage.seen import Seen
from tests.support.office import TestOffice


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The buckets that were asked for a folder."""
    asked, keys = [], ObjectStore.keys

    def watched(self: ObjectStore, bucket: str, prefix: str) -> list[str]:
        asked.append(bucket)
        return keys(self, bucket, prefix)

    monkeypatch.setattr(ObjectStore, "keys", watched)
    return asked


def test_a_folder_is_listed_once_a_minute_and_again_for_what_was_not_there(
    office: TestOffice, listed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    service, seen, folder = office.service("intake"), Seen(), f"uji-{uuid.uuid4().hex}"
    evidence, papers = service.settings.evidence_bucket, service.settings.documents_bucket

    def below(*wanted: str) -> set[str]:
        return {path[0] for path in seen.below(service.store, (evidence, papers), folder, wanted)}

    assert below() == set()
    assert listed == [], "nothing is wanted, so none is asked"
    service.store.put_bytes(evidence, f"{folder}/aa", b"a", "text/plain")
    assert below("aa") == below("aa") == {"aa"}
    assert listed == [evidence]
    assert below("aa", "bb") == {"aa"}
    assert listed == [evidence, evidence, papers], "before it is called lost, every bucket is asked"
    service.store.put_bytes(papers, f"{folder}/bb", b"b", "text/plain")
    assert below("aa", "bb") == {"aa", "bb"}, "it came meanwhile"
    del listed[:]
    assert below("aa", "bb") == {"aa", "bb"}
    assert listed == []
    monkeypatch.setattr("services.shared.storage.seen.FRESH", 0.0)
    assert below("aa") == {"aa"}, "after a minute it is looked for anew"

    def away(*_: str) -> list[str]:
        raise Unavailable("Penyimpanan tidak menjawab.")

    monkeypatch.setattr(ObjectStore, "keys", away)
    with pytest.raises(Unavailable):
        below("aa")

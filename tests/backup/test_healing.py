"""A private key that vanishes, a disk that loses bits, a store that does, a dump in the clear: found on the day."""

from __future__ import annotations

import dataclasses
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select
from typer.testing import CliRunner

from deploy.backup import encrypted, make, manifest, private_key, putting, tried, turns
from deploy.backup.lost import by_case, sentences
from deploy.backup.manifest import Manifest
from deploy.backup.verify import verify
from deploy.cli import app
from deploy.installation import Installation
from services.shared.calendar import clock
from services.shared.staff import backups
from services.shared.staff.tables import backup_run, bell_notice
from tests.backup.test_signature import Kept, made
from tests.support.office import TestOffice
from tests.support.registry import CaseUnderTest, overwrite

__all__ = ["made"]
WEEK = timedelta(days=7)


@pytest.fixture
def key(made: Kept):
    """The private key of the backups that were made."""
    return private_key.read(made.settings.parent / "key")


def sigap(*words: str | Path, typed: str = "", code: int = 0) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words], input=typed)
    assert done.exit_code == code, done.output
    return done.output


def again(made: Kept, key, now: datetime) -> make.Made:
    return make.backup(Installation.of(made.settings).source(), made.target, key.to_public(), now)


def test_the_private_key_is_shown_once_and_can_be_typed_from_the_print() -> None:
    said = sigap("backup", "key")
    lines = [line for line in said.splitlines() if line.startswith("    ")]
    shown = private_key.typed("\n".join(lines))
    assert str(shown.to_public()) in said
    assert str(private_key.typed(str(shown))) == str(shown)
    assert str(private_key.typed(" ".join(line[7:] for line in lines).lower())) == str(shown)
    for at in (20, 40, 70):
        wrong = list(str(shown))
        wrong[at] = "Q" if wrong[at] != "Q" else "P"
        with pytest.raises(encrypted.Unreadable):
            private_key.typed("".join(wrong))


def test_a_key_is_not_put_where_it_vanishes(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    kinds = {"/": "overlay", "/tmp": "tmpfs", "/key": "vfat"}
    mounts.write_text("".join(f"1 0 0:1 / {point} rw - {kind} x rw\n" for point, kind in kinds.items()))
    for place in ("/tmp/key", "/root/key", "/keys/key"):  # of a container
        with pytest.raises(private_key.Vanishes, match="would be gone"):
            private_key.check_lasts(Path(place), mounts)
    private_key.check_lasts(Path("/key/sigap.key"), mounts)


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="no tmpfs here")
def test_the_command_refuses_such_a_place() -> None:
    place = Path("/dev/shm") / f"sigap-{os.getpid()}.key"
    assert "would be gone" in sigap("backup", "key", place, code=1)
    assert not place.exists()


def test_no_backup_counts_before_one_was_opened(made: Kept, key, office: TestOffice) -> None:
    public = str(key.to_public())
    for file in made.target.glob("tried/*"):
        file.unlink()
    with office.accounts.transaction() as session:
        session.execute(delete(backup_run))
    words = ("--to", str(made.target), "--recipient", public)
    assert "It does not count: nobody has opened a backup" in made.sigap("backup", *words)
    with office.accounts.transaction() as session:
        assert backups.newest(session, clock.now()) is None, "doctor, alert and the page of operations say so"
        told = session.scalar(select(func.count()).where(bell_notice.c.text.contains("nobody has opened a backup")))
        assert told, "and the administrators' bells"
    shown = " ".join(line[3:] for line in private_key.grouped(key))
    sigap("backup", "verify", "--to", made.target, "--settings", made.settings, "--identity", "-", typed=f"{shown}\n")
    assert tried.tried(made.target, public)

    shutil.rmtree(made.newest)  # sets are named by the second
    assert "does not count" not in made.sigap("backup", *words)
    with office.accounts.transaction() as session:
        assert backups.newest(session, clock.now())


def _spoil(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def test_a_damaged_file_is_found_within_a_week_and_is_whole_again_in_every_set(
    made: Kept, key, office: TestOffice
) -> None:
    CaseUnderTest(office)
    now = clock.now() + timedelta(days=30)
    again(made, key, now)
    older = manifest.load(manifest.newest(made.target))
    spoilt, gone = older.objects[0].part.file, older.objects[1].part.file
    _spoil(made.target / spoilt)
    (made.target / gone).unlink()
    assert len(verify(made.target, older)) == 2
    found: list[str] = []
    for day in range(1, 8):
        done = again(made, key, now + timedelta(days=day))
        found += done.replaced
        assert done.troubles == []
    assert spoilt in found
    assert verify(made.target, older, key) == [], "the older set is whole, too"
    assert verify(made.target, older, seals=["0" * 64]), "not by the word of a set of somebody else's making"
    assert verify(made.target, manifest.load(manifest.newest(made.target)), key) == []
    read = turns._turns(made.target)
    oldest = (now + timedelta(days=7) - WEEK).isoformat()
    assert {"objects", "sets"} == {part.partition("/")[0] for part in read}
    assert all(at >= oldest for part, at in read.items() if part.startswith("objects/"))


def test_a_dump_that_is_damaged_for_good_is_said(made: Kept, key) -> None:
    now = clock.now() + timedelta(days=60)
    again(made, key, now)
    file = manifest.newest(made.target) / "database.age"
    whole = file.read_bytes()
    _spoil(file)
    done = again(made, key, now + WEEK)
    file.write_bytes(whole)
    assert done.damaged == [str(file.relative_to(made.target))]
    assert "damaged for good" in done.troubles[0]


def test_what_the_store_has_damaged_holds_up_no_backup(made: Kept, key, office: TestOffice) -> None:
    now = clock.now() + timedelta(days=90)
    known, fresh = CaseUnderTest(office), CaseUnderTest(office)
    fresh_photo, photo = fresh.photo, known.photo
    store = office.service("intake").store
    store.remove(fresh_photo["bucket"], fresh_photo["key"])
    again(made, key, now)
    right = b"".join(store.stream(photo["bucket"], photo["key"]))
    _damage(office, photo, right)
    _damage(office, fresh_photo, b"foto")
    done = again(made, key, now + timedelta(days=1))
    places = {f"{p['bucket']}/{p['key']}" for p in (photo, fresh_photo)}
    assert places <= done.manifest.lacking.keys()
    assert "damaged in the store" in done.troubles[0]
    kept = [item for item in done.manifest.objects if item.key == photo["key"]]
    assert [item.part.size for item in kept] == [len(right)], "as the earlier backup has it"
    for place in (photo, fresh_photo):
        store.remove(place["bucket"], place["key"])


def _damage(office: TestOffice, place: dict, right: bytes) -> None:
    """Bytes of another hash under the hash that they were stored with, as a failing disk leaves them."""
    wrong = bytes([right[0] ^ 1]) + right[1:]
    store = office.service("intake").store
    store._client.put_object(
        place["bucket"], place["key"], BytesIO(wrong), len(wrong), metadata={"sha256": place["sha256"]}
    )


def test_what_cannot_be_brought_back_is_told_by_case_and_holds_up_nothing(made: Kept, key, office: TestOffice) -> None:
    case = CaseUnderTest(office)
    done = again(made, key, clock.now() + timedelta(days=120))
    mine = [item for item in done.manifest.objects if case.case_no in item.key]
    assert len(mine) == 2
    store = office.service("intake").store
    _spoil(made.target / mine[0].part.file)
    overwrite(office, mine[1].bucket, mine[1].key, b"lost")
    lost = putting.put_all(_superuser(made), made.target, mine, key)
    assert list(by_case(lost, {})) == [case.case_no]
    (said,) = sentences(by_case(lost, {}))
    assert mine[0].key in said
    back = b"".join(store.stream(mine[1].bucket, mine[1].key))
    assert len(back) == mine[1].part.size, "the others are there"


def test_the_store_is_asked_once_for_each_object_and_again_only_where_it_says_something_else(
    made: Kept, key, office: TestOffice
) -> None:
    """Read again one by one, 10,000 cases took twenty minutes to come back."""
    case = CaseUnderTest(office)
    done = again(made, key, clock.now() + timedelta(days=130))
    mine = [item for item in done.manifest.objects if case.case_no in item.key]
    store = _Watched(_superuser(made))
    assert putting.put_all(store, made.target, mine, key) == []  # type: ignore[arg-type]
    assert store.asked == ["put_back"] * len(mine) + ["listing"] * 3
    store = _Watched(_superuser(made), spoils=mine[1].key)
    (lost,) = putting.put_all(store, made.target, mine, key)  # type: ignore[arg-type]
    assert (lost.item, store.asked[-1]) == (mine[1], "stream")
    odd = dataclasses.replace(mine[0], sha256_meta="0" * 64)  # its bytes were changed in the store of before
    assert putting.put_all(_superuser(made), made.target, [odd], key) == [], (
        "it comes back as it was, for custody to tell"
    )
    assert putting.put_all(_superuser(made), made.target, mine, key) == [], "and it is mended by another try"


class _Watched:
    """The store, with what it was asked; it has other bytes than it was given for the key ``spoils``."""

    def __init__(self, store, spoils: str = "") -> None:
        self.store, self.spoils, self.asked, self.buckets = store, spoils, [], store.buckets

    def put_back(self, bucket: str, key: str, source, size: int, *words: str) -> None:
        self.asked.append("put_back")
        self.store.put_back(bucket, key, source, size, *words)
        if key == self.spoils:
            self.store.put_back(bucket, key, BytesIO(b"x" * size), size, words[0], "")

    def __getattr__(self, name: str):
        self.asked.append(name)
        return getattr(self.store, name)


def _superuser(made: Kept):
    return Installation.of(made.settings).source().store


def test_no_plain_byte_of_the_database_lies_on_the_medium(made: Kept, key) -> None:
    with _watched(made.target) as seen:
        again(made, key, clock.now() + timedelta(days=150))
    assert seen["looks"] > 3
    assert seen["plain"] == set()


@contextmanager
def _watched(target: Path) -> Iterator[dict]:
    """Look at every file below a folder, also at those that have no name any more, for the head of a dump."""
    seen: dict = {"looks": 0, "plain": set()}
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.002):
            seen["looks"] += 1
            files = [*target.rglob("*"), *Path("/proc/self/fd").iterdir()]
            for file in files:
                try:
                    place = os.readlink(file) if file.is_symlink() else str(file)
                    if place.startswith(str(target)) and not Path(file).is_dir():
                        with file.open("rb") as opened:
                            if opened.read(5) == b"PGDMP":
                                seen["plain"].add(place)
                except OSError:
                    continue

    thread = threading.Thread(target=watch)
    thread.start()
    yield seen
    over.set()
    thread.join()


def test_an_older_manifest_is_read_and_a_whole_one_reads_as_before(made: Kept) -> None:
    found = manifest.load(made.newest)
    whole = Manifest(**vars(found) | {"lacking": {}})
    assert b"lacking" not in whole.content(), "the release before knows no such word"
    lacking = Manifest(**vars(found) | {"lacking": {"evidence/x": "rusak"}})
    lacking.write(made.newest)
    assert manifest.load(made.newest) == lacking
    found.write(made.newest)


def test_a_backup_of_a_clock_that_ran_ahead_is_not_the_newest_when_the_clock_is_right(made: Kept, key) -> None:
    newest_yet = datetime.strptime(manifest.newest(made.target).name, manifest.STAMP).replace(tzinfo=UTC)
    ahead = max(clock.now(), newest_yet) + timedelta(days=30)
    again(made, key, ahead)
    first = manifest.newest(made.target)
    done = again(made, key, clock.now())
    assert manifest.newest(made.target).name == done.manifest.name > first.name
    assert verify(made.target, manifest.load(manifest.newest(made.target)), key) == []
    now = clock.now()
    again(made, key, now)
    read = turns._turns(made.target)
    assert [part for part, at in read.items() if at == now.isoformat()], "what was read in the future is read again"


def test_the_administrators_hear_of_a_file_that_was_damaged(made: Kept, key, office: TestOffice) -> None:
    public = str(key.to_public())
    (made.target / turns.STATE).unlink(missing_ok=True)  # every file waits for its turn
    for part in {Path(item.part.file).parent for item in manifest.load(made.newest).objects}:
        _spoil(next(file for file in (made.target / part).iterdir()))
    said = made.sigap("backup", "--to", str(made.target), "--recipient", public)
    assert "damaged files of the backup were replaced" in said
    with office.accounts.transaction() as session:
        rung = session.scalar(select(func.count()).where(bell_notice.c.text.contains("rusak dan sudah diganti")))
    assert rung, "with what to look at"

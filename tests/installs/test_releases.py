"""What runs while install.sh brings the next release finds its own files and libraries; what nobody uses goes."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.installs import release
from tests.installs.place import Place, asked


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.mark.release  # with the stories that begin with it
@pytest.mark.skipif(release.shallow(), reason="this clone has not the whole history")
def test_the_release_before_is_in_this_history() -> None:
    """It was not: the stories of systemd and of containers, which begin with it, were skipped and nobody saw it."""
    assert release.missing() == ""


def test_a_process_reads_its_own_release_while_the_next_is_brought(place: Place) -> None:
    """A desk got 500 for a paper: the release before, still at work, drew it by the next one's template."""
    place.install(place.release("old"))
    with place.running() as old:
        (place.release("new", lock="two") / "services").chmod(0o700)
        place.install(place.sources / "new")
        assert asked(old) == "old paper of old by one"
        assert (place.opt / "code" / "services").stat().st_mode & 0o777 == 0o755, "the office's user reads it"
        with place.running() as new:
            assert asked(new) == "new paper of new by two"


def test_what_nobody_uses_goes_and_the_one_before_stays(place: Place) -> None:
    with _first(place) as first:
        for word, lock in (("b", "two"), ("c", "three"), ("d", "four")):
            place.install(place.release(word, lock))
        assert asked(first) == "a paper of a by one"
        assert place.lying == (3, 3), "what runs, the one before, the newest"
    place.install(place.release("d", "four"))
    assert place.lying == (2, 2)
    with place.running() as process:
        assert asked(process) == "d paper of d by four"


@contextmanager
def _first(place: Place) -> Iterator[subprocess.Popen[str]]:
    place.install(place.release("a"))
    with place.running() as process:
        yield process


def test_libraries_that_cannot_be_had_leave_everything_as_it_is(place: Place) -> None:
    """The environment of what runs had been taken apart before the registry was asked."""
    place.install(place.release("old"))
    with place.running() as old:
        place.install(place.release("new", lock="gone"), code=1)
        assert asked(old) == "old paper of old by one"
    with place.running() as again:
        assert asked(again) == "old paper of old by one"
    place.install(place.release("new", lock="two"))
    with place.running() as new:
        assert asked(new) == "new paper of new by two"


@pytest.mark.parametrize("lock", ["one", "two"])
def test_a_machine_of_before_keeps_its_files_until_nobody_stands_there(place: Place, lock: str) -> None:
    """Libraries of before are taken over where the lock file is the same: a rollback finds them, without a registry."""
    place.as_before(place.release("before"))
    with place.running() as old:
        place.install(place.release("new", lock))
        assert asked(old) == "before paper of before by one"
    place.install(place.release("new", lock))
    assert (place.opt / "app").resolve() == (place.opt / "code").resolve(), "a gateway of then has its pages there"
    with place.running() as new:
        assert asked(new) == f"new paper of new by {lock}"
    assert (place.opt / "venv").is_symlink() is (lock == "two")
    for word in ("c", "d"):
        place.install(place.release(word, "three"))
    assert place.lying == (2, 1)
    assert (place.opt / "venv").resolve() == (place.opt / "code" / "venv").resolve(), "units of then name it"

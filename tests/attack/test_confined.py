"""A child that hostile bytes have taken over: what it can still get at from inside. It tries what it would try."""

from __future__ import annotations

import ctypes
import fcntl
import json
import multiprocessing
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from services.shared import confined
from services.shared.confinement import landlock, walls

SECRET = "rahasia-kunci-kantor"
libc = ctypes.CDLL(None, use_errno=True)
F_SETOWN, F_SETSIG, FIOSETOWN, FIOASYNC = 8, 10, 0x8901, 0x5452
OPEN, FORK, SOCKET, PTRACE, IO_URING = 2, 57, 41, 101, 425  # x86-64


@pytest.fixture(scope="module", autouse=True)
def _machine() -> None:
    """The walls that are tried here are there; what is done without them is another test."""
    assert not walls.missing()


def environment() -> dict[str, Any]:
    """All that its own memory holds of an environment: the variables, and what the kernel put there at the start."""
    found = dict(os.environ)
    try:
        at_start = Path("/proc/self/environ").read_text(errors="replace")
    except OSError:
        at_start = ""
    return {"variables": found, "at_start": at_start}


def open_files() -> list[int]:
    """The numbers of its open files."""
    found = []
    for number in range(walls.OPEN_FILES):
        try:
            os.fstat(number)
        except OSError:
            continue
        found.append(number)
    return found


def read(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")[:100]


def names(path: str) -> list[str]:
    return os.listdir(path)


def write(path: str) -> None:
    Path(path).write_text("x", encoding="utf-8")


def make(path: str) -> None:
    Path(path).touch()


def remove(path: str) -> None:
    Path(path).unlink()


def rename(path: str) -> None:
    Path(path).rename(path + ".gone")


def change_mode(path: str) -> None:
    Path(path).chmod(0o777)


def connect(port: int) -> None:
    socket.create_connection(("127.0.0.1", port), 2)


def send_datagram(port: int) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", port))


def a_pair_that_speaks(path: str) -> None:
    """The only sockets that it may have: could they reach anybody?"""
    ours, _ = socket.socketpair()
    ours.sendto(b"x", path)


def a_datagram_pair() -> None:
    socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)


def look_up() -> None:
    socket.getaddrinfo("example.org", 80)


def local_socket(path: str) -> None:
    socket.socket(socket.AF_UNIX).connect(path)


def fork() -> int:
    if (child := os.fork()) == 0:
        os._exit(0)
    return child


def start() -> None:
    subprocess.run(["/bin/true"], check=True)


def become() -> None:
    os.execv("/bin/true", ["true"])


def send_signal(process: int) -> None:
    os.kill(process, signal.SIGTERM)


def kill_parent() -> None:
    os.kill(os.getppid(), signal.SIGKILL)


def signal_by_file(process: int) -> None:
    """Without any call that signals: a pipe that tells somebody by SIGKILL that something came."""
    ours, theirs = os.pipe()
    fcntl.fcntl(ours, F_SETOWN, process)
    fcntl.fcntl(ours, F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(ours, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    os.write(theirs, b"x")


def signal_by_socket(process: int) -> None:
    """The same by a socket, whose signal (SIGIO) ends whoever does not expect it."""
    ours, theirs = socket.socketpair()
    fcntl.ioctl(ours, FIOSETOWN, struct.pack("i", process))
    fcntl.ioctl(ours, FIOASYNC, struct.pack("i", 1))
    os.write(theirs.fileno(), b"x")


def raw(number: int, *args: int) -> int:
    """A system call without any library's help."""
    result = int(libc.syscall(number, *args))
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def raw_open(path: str) -> int:
    result = int(libc.syscall(OPEN, path.encode(), 0))
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def more_time() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (1000, 1000))


def many_threads() -> int:
    """As many as it may have; each needs a stack of its own memory."""
    over, count = threading.Event(), 0
    try:
        while count < 5000:
            threading.Thread(target=over.wait, args=(20,), daemon=True).start()
            count += 1
    except (RuntimeError, MemoryError):
        pass
    over.set()
    return count


def swell() -> int:
    held, size = [], 0
    while True:
        held.append(bytearray(16 * 1024**2))
        size += len(held[-1])


def spin() -> None:
    while True:
        pass


def well(path: str) -> dict[str, Any]:
    """What a child is for: reading its file, libraries that load later, threads that compute."""
    import colorsys  # noqa: F401 -- nobody has loaded it before
    import zoneinfo
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as pool:
        total = sum(pool.map(len, ["a", "bb"]))
    return {"read": read(path), "zone": str(zoneinfo.ZoneInfo("Asia/Makassar")), "total": total}


def refused(function: Callable[..., Any], *args: Any) -> str:
    """Have a child try; returns the words of its failure."""
    with pytest.raises(confined.TooMuch) as failure:
        confined.run(function, *args)
    return str(failure.value)


def test_it_does_what_it_is_for(tmp_path: Path) -> None:
    file = tmp_path / "surat.pdf"
    file.write_text("isi surat")
    found = confined.run(well, str(file), files=[str(file)])
    assert found == {"read": "isi surat", "zone": "Asia/Makassar", "total": 3}


def test_there_is_no_secret_in_its_environment_nor_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its parent has secrets in its own, as every web process that is given them so."""
    program = (
        "import json; from services.shared import confined; from tests.attack.test_confined import environment; "
        "print(json.dumps(confined.run(environment)))"
    )
    root = Path(__file__).parents[2]
    env = dict(os.environ) | {"SIGAP_SECRET_KEY": SECRET, "SIGAP_DATABASE_URL": f"postgresql+psycopg://a:{SECRET}@x/y"}
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=root, env=env, capture_output=True, text=True, check=True
    ).stdout
    found = json.loads(told)
    assert SECRET not in told
    assert found == {"variables": {"LANG": "C.UTF-8"}, "at_start": ""}


def test_it_has_no_open_file_but_its_own() -> None:
    with socket.socket() as mine:
        mine.set_inheritable(True)
        assert len(confined.run(open_files)) <= 4  # three that lead nowhere, and the line to its caller


def test_it_reads_no_key_nor_anything_else(tmp_path: Path) -> None:
    own, key = tmp_path / "surat.pdf", tmp_path / "keys" / "camat.key"
    key.parent.mkdir()
    for file in (own, key):
        file.write_text(SECRET)
    assert confined.run(read, str(own), files=[str(own)]) == SECRET
    others = [str(key), str(own), "/etc/passwd", "/proc/1/environ", f"/proc/{os.getpid()}/environ", "/proc/self/maps"]
    for path in others:
        assert "PermissionError" in refused(read, path), path
        assert "refused" in refused(raw_open, path), path
    for folder in (str(tmp_path), "/etc", "/proc", "/", "/root", "/tmp"):
        assert "PermissionError" in refused(names, folder), folder


def test_it_changes_no_file(tmp_path: Path) -> None:
    file = tmp_path / "surat.pdf"
    file.write_text("isi")
    for change in (write, remove, rename, change_mode):
        assert refused(change, str(file)), change
    for change in (write, make):
        assert refused(change, str(tmp_path / "new")), change
    own = confined.TooMuch
    with pytest.raises(own):
        confined.run(write, str(file), files=[str(file)])
    assert [(path.name, path.read_text(), path.stat().st_mode & 0o777) for path in tmp_path.iterdir()] == [
        ("surat.pdf", "isi", file.stat().st_mode & 0o777)
    ]
    assert file.stat().st_mode & 0o777 != 0o777


def test_it_opens_no_connection(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as local:
        server.settimeout(0.2)
        local.bind(f"{tmp_path}/line")
        local.listen()
        port = server.getsockname()[1]
        assert refused(connect, port)
        assert refused(send_datagram, port)
        assert refused(look_up)
        assert refused(local_socket, f"{tmp_path}/line")
        assert refused(a_pair_that_speaks, f"{tmp_path}/line")
        assert refused(a_datagram_pair)
        assert "refused" in refused(raw, SOCKET, 2, 1, 0)
        assert "refused" in refused(raw, IO_URING, 8, 0)  # a ring does what a call may not
        with pytest.raises(TimeoutError):
            server.accept()


def test_it_starts_no_process_and_signals_none() -> None:
    bystander = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    try:
        assert "OSError" in refused(fork)
        assert refused(start)
        assert "PermissionError" in refused(become) or "OSError" in refused(become)
        for victim in (bystander.pid, os.getpid()):
            assert "OSError" in refused(send_signal, victim), victim
        assert "OSError" in refused(kill_parent)
        assert "refused" in refused(raw, FORK)
        assert "refused" in refused(raw, PTRACE, 16, bystander.pid, 0, 0)
        assert bystander.poll() is None
    finally:
        assert bystander.stdin
        bystander.stdin.close()
        bystander.wait(10)
    assert confined.run(abs, -3) == 3


def test_memory_and_processor_time_end() -> None:
    assert "MemoryError" in refused(swell)
    begun = time.process_time(), time.monotonic()
    with pytest.raises(confined.TooMuch, match="the child died"):
        confined.run(spin, processor=1.0, seconds=60.0)
    assert time.monotonic() - begun[1] < 20  # by its own time, whatever else the machine does
    assert refused(more_time)
    assert confined.run(many_threads) < 200


def test_an_answer_that_never_ends_holds_nobody() -> None:
    """A child that has been taken over writes to its line by itself: a beginning, and then nothing."""
    begun = time.monotonic()
    with pytest.raises(confined.TooMuch):
        confined.run(half_an_answer, seconds=1.0)
    assert time.monotonic() - begun < 10
    with pytest.raises(confined.TooMuch):
        confined.run(a_huge_answer)


@pytest.mark.parametrize("said", [b"[" * 200_000, b"7", b"null", b"{}", b'{"result": 1, "failed": "x"}', b"\xff"])
def test_whatever_it_answers_its_caller_knows_only_that_it_failed(said: bytes) -> None:
    """What a taken-over child writes is read by the process that holds the keys."""
    with pytest.raises(confined.TooMuch, match="the child died"):
        confined.run(any_answer, said)


def any_answer(said: bytes) -> None:
    line = max(open_files())
    rest = memoryview(struct.pack("!Q", len(said)) + said)
    while rest:
        rest = rest[os.write(line, rest) :]
    threading.Event().wait(60)


@pytest.mark.parametrize("way", [signal_by_file, signal_by_socket])
def test_no_file_of_its_own_signals_for_it(way: Callable[[int], None]) -> None:
    """Also under a kernel whose Landlock knows nothing of signals (before 6.12, as Debian 12 has it)."""
    bystander = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    try:
        assert refused(way, bystander.pid)
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            assert pool.apply(_under_an_old_kernel, (way, bystander.pid)) == "OSError"
        with pytest.raises(subprocess.TimeoutExpired):
            bystander.wait(0.2)
    finally:
        assert bystander.stdin
        bystander.stdin.close()
        bystander.wait(10)


def _under_an_old_kernel(way: Callable[[int], None], process: int) -> str:
    landlock.version = lambda: landlock.SCOPE_SINCE - 1  # type: ignore[assignment]
    child = os.fork()
    if child == 0:
        try:
            walls.raise_around(walls.Limits(2**30, 5.0), [], None, walls.a_filter())
            way(process)
            os._exit(0)
        except OSError:
            os._exit(1)
    return "OSError" if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) else "sent"


def half_an_answer() -> None:
    line = max(open_files())
    os.write(line, b"\0" * 7 + b"\x64" + b"{")
    threading.Event().wait(60)


def a_huge_answer() -> None:
    os.write(max(open_files()), b"\xff" * 8)
    threading.Event().wait(60)


def test_without_a_wall_the_others_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel without Landlock, a machine without libseccomp: told in words, and the rest holds."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        words, opened, key = pool.apply(_poorer_machine)
    assert "Landlock" in words[0]
    assert "seccomp" in words[1]
    assert opened
    assert key == "root:"


def _poorer_machine() -> tuple[list[str], bool, str]:
    from services.shared.confinement import syscalls

    landlock.version = lambda: 0  # type: ignore[assignment]
    syscalls.LIBRARY = "libno.so.0"
    words = walls.missing()
    calls = walls.a_filter()
    walls.raise_around(walls.Limits(2**30, 5.0), [], None, calls)
    socket.socket().close()
    return words, calls is None, Path("/etc/passwd").read_text(encoding="utf-8")[:5]


def test_a_nursery_that_nobody_needs_ends_and_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    resting = "from services.shared.confinement import nursery; nursery.REST = 0.1; nursery.main()"
    monkeypatch.setattr(confined, "_BEGIN", "import sys; sys.path[:] = {path!r}; " + resting)
    kept = confined._Nursery()
    monkeypatch.setattr(confined, "_nursery", kept)
    monkeypatch.setattr(confined, "_preloaded", [])
    try:
        assert confined.run(abs, -1) == 1
        first = kept._process
        assert first
        assert first.wait(60) == 0
        assert confined.run(abs, -2) == 2
        assert kept._process is not first
    finally:
        kept._forget()

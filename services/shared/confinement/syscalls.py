"""seccomp: the system calls that a confined child may make; every other one is not there for it.

By libseccomp, which knows the numbers of each architecture. It is in every Debian (apt needs it) and called by five
functions through ctypes: PyPI's bindings are these same calls.
"""

from __future__ import annotations

import ctypes
import errno
import os

LIBRARY = "libseccomp.so.2"
ALLOW, ABSENT = 0x7FFF0000, 0x00050000 | errno.ENOSYS  # SCMP_ACT_ALLOW, SCMP_ACT_ERRNO: libraries then do without
EQUAL, MASKED_EQUAL = 4, 7  # SCMP_CMP_EQ, SCMP_CMP_MASKED_EQ
CLONE_THREAD = 0x00010000
LOCAL, STREAM, KIND_OF_SOCKET = 1, 1, 0xF  # AF_UNIX, SOCK_STREAM
# Memory, files that are open or may be read, its own threads, clocks, and the end. No socket, no fork or exec, no
# signal to anybody, no other process, no mount, no change of rights, no ring that would do these in its stead.
CALLS = {
    "memory": "brk mmap munmap mprotect mremap madvise membarrier mincore",
    "open files": "read readv pread64 preadv write writev pwrite64 ftruncate close close_range lseek dup "
    "poll ppoll select "
    "pselect6 _newselect epoll_create1 epoll_ctl epoll_wait epoll_pwait eventfd2 pipe2",
    "reading": "open openat stat lstat fstat newfstatat statx fstatfs statfs access faccessat faccessat2 readlink "
    "readlinkat getcwd getdents64 fadvise64",
    "threads": "futex futex_waitv set_robust_list get_robust_list set_tid_address rseq gettid sched_yield "
    "sched_getaffinity sched_getparam sched_getscheduler getcpu arch_prctl",
    "itself": "getpid getppid getuid geteuid getgid getegid rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack "
    "restart_syscall exit exit_group",
    "clocks": "clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times getrusage sysinfo uname "
    "getrandom",
}


# Of the two calls that do many things what is done to one's own files. To make a file tell another process of what
# comes (F_SETOWN and F_SETSIG, FIOSETOWN) is to send it a signal of one's choice, which Landlock stops only since 6.12.
TO_FILES = {
    "fcntl": (0, 1, 2, 3, 4, 1030),  # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC
    "ioctl": (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451),  # whether a terminal, how much waits, blocking, on exec
}


class _Compared(ctypes.Structure):
    _fields_ = (("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64))


class Filter:
    """The filter, made once and laid upon each child.

    Raises:
        OSError: there is no libseccomp here, or it does not do what it should.
    """

    def __init__(self) -> None:
        self._library = ctypes.CDLL(LIBRARY)
        self._library.seccomp_init.restype = ctypes.c_void_p
        self._filter = ctypes.c_void_p(self._library.seccomp_init(ctypes.c_uint32(ABSENT)))
        if not self._filter:
            raise OSError(errno.ENOMEM, "libseccomp made no filter")
        for name in " ".join(CALLS.values()).split():
            self._allow(name)
        for name, done in TO_FILES.items():
            for one in done:
                self._allow(name, _Compared(1, EQUAL, one, 0))
        self._allow("clone", _Compared(0, MASKED_EQUAL, CLONE_THREAD, CLONE_THREAD))  # threads, and no processes
        # A pair of its own, as asyncio has it to wake itself up: both ends stay here, and no word goes to an address.
        self._allow("socketpair", _Compared(0, EQUAL, LOCAL, 0), _Compared(1, MASKED_EQUAL, KIND_OF_SOCKET, STREAM))
        self._allow("sendto", _Compared(4, EQUAL, 0, 0))
        self._allow("recvfrom")

    def lay(self) -> None:
        """Hold this process to the filter, for good."""
        _done(self._library.seccomp_load(self._filter))

    def _allow(self, name: str, *compared: _Compared) -> None:
        number = self._library.seccomp_syscall_resolve_name(name.encode())
        if number < 0:
            return  # this architecture has no such call
        array = (_Compared * len(compared))(*compared)
        _done(self._library.seccomp_rule_add_array(self._filter, ctypes.c_uint32(ALLOW), number, len(compared), array))


def _done(result: int) -> None:
    if result < 0:
        raise OSError(-result, os.strerror(-result))

"""PostgreSQL refuses to work as root: who it runs as instead."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.children import Account
from deploy.local.errors import ServerError

NEITHER = (
    "PostgreSQL does not run as root, and neither the account `nobody` can reach {binaries} and {run} nor is "
    "`unshare --user` allowed here; start Sigap as an ordinary user."
)
NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")


@dataclass(frozen=True)
class Identity:
    """The account, and the words before the command, with which a program is not root."""

    account: Account = field(default_factory=Account)
    prefix: tuple[str, ...] = ()

    def pass_through(self, run: Path) -> None:
        """`nobody` must pass through the run folder; the group may do that and nothing else, all others nothing."""
        os.chown(run, -1, os.getegid() if self.account.gid is None else self.account.gid)
        run.chmod(0o700 if self.account.gid is None else 0o710)

    def own(self, path: Path) -> None:
        """Give a file or a whole folder to the account."""
        uid = os.geteuid() if self.account.uid is None else self.account.uid
        gid = os.getegid() if self.account.gid is None else self.account.gid
        if path.stat().st_uid == uid:
            return
        os.chown(path, uid, gid)
        for root, folders, files in os.walk(path):
            for name in (*folders, *files):
                os.chown(Path(root) / name, uid, gid, follow_symlinks=False)


def choose_identity(binaries: Path, run: Path, home: Path) -> Identity:
    """Who runs PostgreSQL, with its files in ``home`` inside the run folder ``run``; that account gets ``home``.

    An ordinary user: that user. Root: ``nobody``, or where nobody cannot reach the programs or the data (a project
    under /root), root's own account seen from a user namespace in which it is an ordinary one.

    Raises:
        ServerError: root, and neither way is open.
    """
    if os.geteuid() != 0:
        return Identity()
    for identity in (_nobody(), Identity(prefix=NAMESPACE)):
        identity.pass_through(run)
        identity.own(home)
        if _works(identity, binaries, home):
            return identity
    raise ServerError(NEITHER.format(binaries=binaries, run=run))


def _nobody() -> Identity:
    entry = pwd.getpwnam("nobody")
    return Identity(Account(entry.pw_uid, entry.pw_gid))


def _works(identity: Identity, binaries: Path, home: Path) -> bool:
    """Whether the program starts and may write its folder; ``home`` by its full path, as PostgreSQL will use it."""
    script = 'test -w "$1" && "$2" --version'
    probe = [*identity.prefix, "sh", "-c", script, "sh", str(home), str(binaries / "postgres")]
    try:
        done = subprocess.run(probe, cwd="/", capture_output=True, check=False, **identity.account.popen())
    except OSError:
        return False
    return done.returncode == 0

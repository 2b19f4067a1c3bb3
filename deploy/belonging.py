"""Whether data and secrets belong together: a database and the run folder of its office bear one fingerprint.

Without it a set-up that is told the wrong server takes over another office's people, and a lost run folder gets new
keys beside data that only the old ones open. The database bears it as its comment, which no role of a service may
write; the secrets' file beside the rest. What an older version set up is told by the passwords of its roles.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from deploy import kept_secrets
from deploy.backup import database
from deploy.errors import Told
from deploy.names import SETTING, Names

MARK = "sigap office "
LOST = (
    "The database {database} holds an office, and {run} has none of its secrets and keys: new ones would open nothing "
    "of it. Give the folder where they lie as SIGAP_RUN_DIR, or bring them back from the backup (`sigap restore` into "
    "an empty database). If this is to be another office: {another}. If what it holds may go, drop the database."
)
FOREIGN = (
    "The database {database} is another office's ({theirs}) than the secrets in {run} ({ours}). Nothing was changed. "
    "Give the right SIGAP_ADMIN_DATABASE_URL or SIGAP_RUN_DIR; or {another}."
)
RENAMED = (
    "{run} is of the office {known}, and {SETTING} now says {asked}. An office's names are chosen once: "
    "give the former one, or another SIGAP_RUN_DIR for another office."
)
FILLED = (
    "The buckets {buckets} hold files, and the database is new: they are another office's. Give this office "
    "names of its own ({another}), or another store; if the files may go, empty the buckets."
)
ANOTHER = f"give it names of its own by {SETTING}"


class NotTogether(Told):
    """Data and secrets are of different offices; the message says what to do."""


def check(admin_url: str, run: Path, names: Names) -> bool:
    """Before anything is made or changed. Returns whether the database is new; raises NotTogether."""
    kept = kept_secrets.known(run)
    words = {"database": names.database, "run": run, "another": ANOTHER}
    if kept:
        _refuse_renamed(kept.get("slug", ""), names.slug, run)
    if database.is_empty(admin_url):
        return True
    if not kept:
        raise NotTogether(LOST.format(**words))
    theirs, ours = noted(admin_url, names), kept.get("fingerprint")
    if theirs != ours if theirs and ours else not _opens(admin_url, kept, names):
        raise NotTogether(FOREIGN.format(**words, theirs=theirs or "not noted", ours=ours or "not noted"))
    return False


def _refuse_renamed(known: str, asked: str, run: Path) -> None:
    if known != asked:
        here, there = (slug or "without a slug" for slug in (known, asked))
        raise NotTogether(RENAMED.format(run=run, known=here, asked=there, SETTING=SETTING))


def note(admin_url: str, fingerprint: str, names: Names) -> None:
    """Write it into the database, as its comment."""
    comment = sql.SQL("comment on database {} is {}").format(
        sql.Identifier(names.database), sql.Literal(f"{MARK}{fingerprint}")
    )
    with database.connect(admin_url) as connection:
        connection.execute(comment)


def noted(address: str, names: Names | None = None) -> str | None:
    """The fingerprint that a database bears, as any of its roles may read it; None where it bears none."""
    where = "datname = %s" if names else "datname = current_database()"
    query = f"select shobj_description(oid, 'pg_database') from pg_database where {where}"  # noqa: S608 -- ours
    with _server(address) if names else database.connect(address) as connection:
        row = connection.execute(query, [names.database] if names else None).fetchone()
    return row[0].removeprefix(MARK) if row and (row[0] or "").startswith(MARK) else None


def _server(admin_url: str) -> psycopg.Connection[tuple[str, ...]]:
    return database.connect(make_url(admin_url).set(database="postgres").render_as_string(hide_password=False))


def _opens(admin_url: str, kept: Mapping[str, Any], names: Names) -> bool:
    """Whether the secrets' passwords are those of the roles; of a role that is not there, or hides its own: yes."""
    role = names.role("intake")
    try:
        with _server(admin_url) as connection:
            row = connection.execute("select rolpassword from pg_authid where rolname = %s", [role]).fetchone()
    except psycopg.errors.InsufficientPrivilege:
        return True
    return not row or not row[0] or _is_of(row[0], role, kept["database"]["intake"])


def _is_of(verifier: str, role: str, password: str) -> bool:
    """Whether PostgreSQL's note of a password (RFC 5803, or md5) is this one's."""
    if verifier.startswith("md5"):
        made = hashlib.md5(f"{password}{role}".encode()).hexdigest()  # noqa: S324 -- PostgreSQL's own
        return hmac.compare_digest(verifier[3:], made)
    _, how, keys = verifier.split("$")
    rounds, salt = how.split(":")
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(salt), int(rounds))
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    return hmac.compare_digest(base64.b64decode(keys.split(":")[0]), stored)

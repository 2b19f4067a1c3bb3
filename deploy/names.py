"""What an office's things are called on servers that several offices share: all from one short name, its slug.

Without a slug they have the names of always (database ``sigap``, role ``sigap_intake``, queue ``intake``, bucket
``evidence``), so an office that stands alone, or was there first, never renames anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from deploy.errors import Told
from services.shared.config.processes import PROCESSES, SCHEMAS, SERVICES

SETTING = "SIGAP_OFFICE_SLUG"
SLUG = re.compile(r"[a-z][a-z0-9]{1,19}")  # a piece of names at PostgreSQL, Redis, S3, systemd, and in Swift's keys
BUCKETS = ("evidence", "documents", "archive")
# Parts of names that are there already: `sigap_staff`, `sigap-web@intake`.
RESERVED = {*SERVICES, *PROCESSES, *SCHEMAS, *BUCKETS, "sigap", "web", "worker", "checks", "migrate"}
RESERVED |= {"backup", "gateway", "doctor", "store", "wal", "scaler", "app", "probe", "admin", "postgres"}


class WrongSlug(Told):
    """The slug cannot be part of a name everywhere; the message says what can."""


@dataclass(frozen=True)
class Names:
    """The names of one office's things; ``slug`` is empty for the office with the names of always."""

    slug: str = ""

    @classmethod
    def of(cls, env: Mapping[str, str]) -> Names:
        """The names that a set-up's environment asks for; raises WrongSlug."""
        slug = env.get(SETTING, "")
        if slug and (slug in RESERVED or not SLUG.fullmatch(slug)):
            taken = "is taken" if slug in RESERVED else "cannot be a name"
            raise WrongSlug(f"{SETTING}={slug} {taken}: 2 to 20 of a-z and 0-9, a letter first, such as `kumelembuai`.")
        return cls(slug)

    @property
    def database(self) -> str:
        """The office's database."""
        return f"sigap_{self.slug}" if self.slug else "sigap"

    def role(self, schema: str) -> str:
        """The login role of a schema, or of a process that may less."""
        return f"{self.database}_{schema}"

    def broker_user(self, process: str) -> str:
        """The user of a process at the broker."""
        return f"sigap-{self.slug}-{process}" if self.slug else f"sigap-{process}"

    @property
    def broker_prefix(self) -> str:
        """What all keys of the office at the broker begin with."""
        return f"{self.slug}:" if self.slug else ""

    def bucket(self, kind: str) -> str:
        """The office's bucket of a kind of BUCKETS."""
        return f"{self.slug}-{kind}" if self.slug else kind

    def store_key(self, service: str) -> str:
        """The access key of a service at the store, where its operator gives no other."""
        return self.broker_user(service)

    def in_rights(self, sql: str) -> str:
        """A file of ``deploy/rights``, written for the names of always, with this office's database and roles."""
        return re.sub(r'"sigap(_\w+)?"', lambda found: f'"{self.database}{found[1] or ""}"', sql)

    def in_policy(self, policy: str) -> str:
        """The same of a policy of the object store: this office's buckets."""
        return re.sub(rf":::({'|'.join(BUCKETS)})\b", lambda found: f":::{self.bucket(found[1])}", policy)


def placed(env: Mapping[str, str]) -> dict[str, str]:
    """A set-up's environment with the office's own database, queues and buckets in it; repeatable. Raises WrongSlug."""
    names, found = Names.of(env), dict(env)
    if address := found.get("SIGAP_ADMIN_DATABASE_URL"):
        found["SIGAP_ADMIN_DATABASE_URL"] = urlsplit(address)._replace(path=f"/{names.database}").geturl()
    if names.slug:
        found["SIGAP_BROKER_PREFIX"] = names.broker_prefix
        for kind in BUCKETS:
            found.setdefault(f"SIGAP_{kind.upper()}_BUCKET", names.bucket(kind))
    return found

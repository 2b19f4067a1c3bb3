"""Settings of one process, from the environment (prefix ``SIGAP_``) or from files, typed and frozen.

``SIGAP_SETTINGS_DIR`` names a folder with a file per setting (``sigap_secret_key`` …), as containers get their secrets;
what stands in the environment goes before it. All of them as a table: ``docs/operations/settings.md``.

The office's own facts (names, officials, limits) are not here but in ``office.toml``: see ``shared/config/office.py``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.shared.config.channels import ChannelSettings
from services.shared.config.outside import ScanSettings, SigningSettings, SignInSettings
from services.shared.config.processes import CLOCK, EVERY, OFFICE, PAGES, WORKER
from services.shared.config.setting import HTTP, LETTERS, REGISTRY, is_given, setting

PREFIX = "SIGAP_"
Kind = TypeVar("Kind", bound=BaseSettings)
POSTGRES = r"^postgresql\+psycopg://"


class SettingsError(Exception):
    """One message that lists every missing or wrong setting."""


class BrokerSettings(BaseSettings):
    """Broker. All that the clock of the timed work (`beat`) is given; each process has a user and a key of its own."""

    broker_url: str = setting(what="Redis: the queues", by=EVERY, pattern=r"^(rediss?|sentinel)://")
    broker_prefix: str = setting("", what="what all keys of this office at the broker begin with", by=EVERY)
    task_key: SecretStr | None = setting(
        None, what="signs what this process sends by the broker", by=EVERY, kinds=(PAGES, WORKER, CLOCK)
    )
    task_keys: str = setting(what="the public parts of all senders' keys, `name=key`, comma separated", by=EVERY)
    unsigned_tasks: Literal["accept", "refuse"] = setting(
        "refuse", what="tasks of processes of before the signatures; `accept` ends by itself with release 0.3"
    )


class BeatSettings(BrokerSettings):
    """What the beat reads: it knows no database, no store and no key of the office's."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore")


class PlaceSettings(BaseSettings):
    """Database, object store. `sigap migrate` gives each service its own users of them."""

    database_url: str = setting(what="the service's own schema", pattern=POSTGRES)
    staff_database_url: str = setting(what="accounts, sessions, looks", by=OFFICE, pattern=POSTGRES)
    limits_url: str = setting(what="Redis: the throttles' counts", by=OFFICE, pattern=r"^(rediss?|memory)://")
    s3_endpoint: str = setting(what="the object store", pattern=HTTP)
    s3_access_key: str = setting(what="its key")
    s3_secret_key: SecretStr = setting(what="the secret of that key")
    s3_region: str = setting("us-east-1", what="its region")
    evidence_bucket: str = setting("evidence", what="what people bring")
    documents_bucket: str = setting("documents", what="what the office writes")
    archive_bucket: str = setting("archive", what="what is archived, and the anchors of the trails")


class KeySettings(BaseSettings):
    """Keys of the office. Made by `sigap migrate`; how they are changed: [keys.md](keys.md)."""

    secret_key: SecretStr | None = setting(
        None,
        what="signs cookies and forms, each service its own; all are made of the sign-in part's",
        by=OFFICE,
        kinds=(PAGES,),
        min_length=32,
    )
    field_keys: SecretStr = setting(
        what="Fernet keys of personal data, each service its own; comma separated, the first one encrypts",
        by=OFFICE,
        min_length=44,
    )
    index_key: SecretStr = setting(
        what="keys of the blind index, each service its own; comma separated, the first one is written",
        by=OFFICE,
        min_length=32,
    )
    names_key: SecretStr | None = setting(
        None,
        what="keys of the fingerprints of hidden names, by which letters finds a name that it does not know",
        by=("review", *LETTERS),
        min_length=32,
    )
    keys_dir: Path | None = setting(
        None, what="folder of signing keys, `trust.json`, and the roots of others (PEM)", by=(*LETTERS, *REGISTRY)
    )
    seal_passphrase: SecretStr | None = setting(
        None, what="opens the office seal's key", by=REGISTRY, kinds=(PAGES, WORKER)
    )


class Settings(
    BrokerSettings, PlaceSettings, KeySettings, SigningSettings, ScanSettings, SignInSettings, ChannelSettings
):
    """The office and its processes. Addresses, limits, and what the processes tell of themselves."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore")

    office_file: Path = setting(what="the office's own facts, `office.toml`", by=OFFICE)
    public_url: str = setting(
        what="the address that people type; `https://` turns secure cookies and HSTS on", by=OFFICE, pattern=HTTP
    )
    spool_dir: Path = setting(  # the runner and the containers set their own
        Path("/tmp"),  # noqa: S108
        what="folder for what is being uploaded; room for the largest file",
        by=OFFICE,
    )
    max_upload: int = setting(2 * 1024**3, what="bytes of the largest file", by=OFFICE)
    resend_after: int = setting(30, what="seconds after which a handoff not acknowledged is sent again", ge=1)
    metrics_token: SecretStr | None = setting(
        None, what="lets Prometheus ask for `/metrics`; none: nobody may", by=OFFICE, kinds=(PAGES,)
    )
    otlp_endpoint: str = setting(
        "",
        what="a collector of traces, see [monitoring.md](monitoring.md); none: off",
        by=OFFICE,
        pattern=r"^(https?://.+)?$",
    )
    demo: bool = setting(False, what="the demonstration: known passwords, no second factor", by=OFFICE)

    @property
    def secure(self) -> bool:
        """Whether people reach us by TLS, and cookies may be marked Secure."""
        return self.public_url.startswith("https://")


def given_to(process: str, env: dict[str, str]) -> dict[str, str]:
    """Of an environment what one of PROCESSES needs: no password of the mail server for the registry."""
    fields = Settings.model_fields.items()
    needed = {f"{PREFIX}{name.upper()}" for name, field in fields if is_given(field, process)}
    return {name: value for name, value in env.items() if name in needed or not name.startswith(PREFIX)}


def load() -> Settings:
    """What a service reads from the environment, and from the folder that ``SIGAP_SETTINGS_DIR`` names.

    Raises:
        SettingsError: one message naming every variable that is missing or wrong.
    """
    return load_as(Settings)


def load_as(kind: type[Kind]) -> Kind:
    """The same of another kind of process.

    Raises:
        SettingsError: one message naming every variable that is missing or wrong.
    """
    folder = os.environ.get("SIGAP_SETTINGS_DIR")
    if folder and not os.access(folder, os.R_OK | os.X_OK):
        raise SettingsError(f"SIGAP_SETTINGS_DIR: the folder {folder} is not there or cannot be read.")
    try:
        return kind(_secrets_dir=folder)  # the values come from outside
    except ValidationError as error:
        lines = [f"  {_variable(item['loc'])}: {item['msg']}" for item in error.errors()]
        raise SettingsError("These settings are missing or wrong:\n" + "\n".join(lines)) from None


def _variable(place: tuple[int | str, ...]) -> str:
    return f"SIGAP_{'_'.join(map(str, place)).upper()}"

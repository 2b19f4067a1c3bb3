"""What the set-up itself is told (``sigap migrate``, ``restore``), beside the settings that it hands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import SecretStr

from services.shared.config.processes import CHECKER, SERVICES
from services.shared.config.settings import PREFIX, Settings

STORE_USERS = (*SERVICES, CHECKER)  # who has a key of its own to the object store


def suffix_of(process: str) -> str:
    """A process's name as the end of a variable's."""
    return process.upper().replace("-", "_")


@dataclass(frozen=True)
class SetUpSetting:
    """A variable of the set-up's environment; a ``secret`` may come as a file that ``…_FILE`` names."""

    name: str
    what: str
    needed: bool = False
    secret: bool = False


SET_UP = (
    SetUpSetting("SIGAP_RUN_DIR", "folder of the office's secrets and keys", needed=True),
    SetUpSetting("SIGAP_OFFICE_SLUG", "short name of an office that shares its servers with others; chosen once"),
    SetUpSetting("SIGAP_ADMIN_DATABASE_URL", "PostgreSQL, as a superuser", needed=True),
    SetUpSetting("SIGAP_ADMIN_DATABASE_PASSWORD", "is put into that address", secret=True),
    SetUpSetting("SIGAP_BROKER_URL", "Redis, as an account that may make users", needed=True),
    SetUpSetting("SIGAP_BROKER_PASSWORD", "is put into that address", secret=True),
    SetUpSetting("SIGAP_BROKER_SHARED", "`1`: all processes share that account"),
    SetUpSetting("SIGAP_BROKER_SCALER_PASSWORD", "of KEDA's user, which only counts the queues", secret=True),
    SetUpSetting("SIGAP_SESSION_URL", "Redis for the throttles' counts; the broker's database 1 by itself"),
    SetUpSetting("SIGAP_S3_ENDPOINT", "the object store", needed=True),
    SetUpSetting("SIGAP_S3_ACCESS_KEY", "a key of it that may make buckets", needed=True),
    SetUpSetting("SIGAP_S3_SECRET_KEY", "the secret of that key", needed=True, secret=True),
    *(
        SetUpSetting(f"SIGAP_S3_ACCESS_KEY_{suffix_of(name)}", f"the key of {name}; `sigap-{name}` by itself")
        for name in STORE_USERS
    ),
    *(
        SetUpSetting(
            f"SIGAP_S3_SECRET_KEY_{suffix_of(name)}", "its secret; without it the set-up's key is shared", secret=True
        )
        for name in SERVICES
    ),
    SetUpSetting(
        f"SIGAP_S3_SECRET_KEY_{suffix_of(CHECKER)}", "its secret; without it registry's key is shared", secret=True
    ),
    SetUpSetting("SIGAP_PUBLIC_URL", "the address that people type", needed=True),
)


def missing(env: Mapping[str, str]) -> list[str]:
    """The names of the settings without which nothing can be set up."""
    return [setting.name for setting in SET_UP if setting.needed and not env.get(setting.name)]


def secret_names() -> Iterator[str]:
    """The settings that may come as files: the set-up's own secrets, and those of the processes."""
    yield from (setting.name for setting in SET_UP if setting.secret)
    for name, field in Settings.model_fields.items():
        if field.annotation in (SecretStr, SecretStr | None):
            yield f"{PREFIX}{name.upper()}"


def from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The set-up's environment from ours: secrets read from their files, passwords put into the addresses.

    Raises:
        OSError: a file that is named cannot be read.
    """
    env = _given(environ)
    if password := env.pop("SIGAP_ADMIN_DATABASE_PASSWORD", ""):
        env["SIGAP_ADMIN_DATABASE_URL"] = _with(env["SIGAP_ADMIN_DATABASE_URL"], password)
    if password := env.pop("SIGAP_BROKER_PASSWORD", ""):
        env["SIGAP_BROKER_URL"] = _with(env["SIGAP_BROKER_URL"], password)
    if broker := env.get("SIGAP_BROKER_URL"):
        env.setdefault("SIGAP_SESSION_URL", urlunsplit(urlsplit(broker)._replace(path="/1")))
    return env


def _given(environ: Mapping[str, str]) -> dict[str, str]:
    """Our variables; secrets that came as files are read."""
    env = {name: value for name, value in environ.items() if name.startswith(PREFIX)}
    for name in secret_names():
        if file := env.pop(f"{name}_FILE", ""):
            env[name] = Path(file).read_text().strip()
    return env


def _with(address: str, password: str) -> str:
    """An address with a password in it: ``redis://host/0`` → ``redis://:secret@host/0``."""
    parts = urlsplit(address)
    user = parts.username or ""
    place = f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    return urlunsplit(parts._replace(netloc=f"{user}:{quote(password, safe='')}@{place}"))

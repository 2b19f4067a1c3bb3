"""Prepares everything the services need around them: secrets, database, buckets, office keys, first accounts."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

from deploy import broker, database, kept_secrets
from deploy.destroyed_again import destroy_again
from deploy.kind import DEMO_PASSWORD, Kind, settle
from deploy.office_keys import keep_secrets, known_task_keys, make_signing_keys
from services.shared.calendar import clock
from services.shared.config import office, settings
from services.shared.config.setting import CHECKS, EVERY, PAGES, PROCESSES, SERVICES
from services.shared.config.settings import given_to
from services.shared.errors import RuleBroken
from services.shared.rights.people import ROLE_LABELS, Role
from services.shared.staff import passwords
from services.shared.staff.administration import OPERATOR
from services.shared.staff.directory import Directory
from services.shared.storage.object_store import ObjectStore

OFFICE_FILE = Path(__file__).parent / "office.toml"
STORE_KEY = ("SIGAP_S3_ACCESS_KEY", "SIGAP_S3_SECRET_KEY")
SCALER = "SIGAP_BROKER_SCALER_PASSWORD"  # KEDA's, which is no process of ours: its operator chooses it
DEMO_PASSPHRASE = "tanda-tangan-camat"  # noqa: S105 -- the demonstration Camat's signing passphrase

DEMO_ACCOUNTS = (
    ("loket1", "Rina Wulandari", Role.CLERK),
    ("loket2", "Deasy Sondakh", Role.CLERK),
    ("kasi", "Contoh Rondonuwu, S.Sos.", Role.SECTION_HEAD),
    ("camat", "Drs. Contoh Mandey, M.Si.", Role.CAMAT),
    ("tim1", "Jemmy Kalalo", Role.TEAM),
    ("tim2", "Vonny Supit", Role.TEAM),
    ("tim3", "Ferry Tiwa", Role.TEAM),
    ("registrasi", "Contoh Lumentut", Role.REGISTRAR),
    ("admin", "Olga Pontoh", Role.ADMIN),
    ("auditor", "Hengky Lasut", Role.AUDITOR),
)


def prepare(env: dict[str, str]) -> dict[str, dict[str, str]]:
    """Prepare an installation; repeating it changes nothing that is there.

    ``env`` holds what ``setup_settings`` names. Returns the environment of each of PROCESSES: what it needs and no
    more, with its service's own user of database, broker and (where SIGAP_S3_SECRET_KEY_INTAKE … are given) object
    store. Raises BrokerRefuses, OtherKind.
    """
    run = Path(env["SIGAP_RUN_DIR"])
    kept = keep_secrets(run)
    addresses = database.prepare(env["SIGAP_ADMIN_DATABASE_URL"], kept_secrets.of_roles(kept))
    settle(run, env["SIGAP_ADMIN_DATABASE_URL"], Kind.DEMONSTRATION if env.get("SIGAP_DEMO") == "1" else Kind.OFFICE)
    (run / "spool").mkdir(mode=0o700, exist_ok=True)
    common = _common(env, run, kept)
    own = _brokers(env, kept["broker"])
    for name in EVERY:
        own[name] |= {"SIGAP_TASK_KEY": kept["task_keys"][name]}
    for name in SERVICES:
        own[name] |= {"SIGAP_DATABASE_URL": addresses[name]} | _store_key(env, name)
    processes = {
        name: given_to(name, common | own[owner] | _of_kind(kind, addresses))
        for name, (owner, kind) in PROCESSES.items()
    }
    values = settings_of(processes["intake"] | {name: env[name] for name in STORE_KEY})
    ObjectStore(values).ensure_buckets()
    passphrase = DEMO_PASSPHRASE if values.demo else ""
    make_signing_keys(run, office.load(values.office_file), kept["seal_passphrase"], passphrase)
    if values.demo:
        _demo_accounts(values)
    destroy_again({name: settings_of(processes[name]) for name in SERVICES})
    return processes


def _of_kind(kind: str, addresses: dict[str, str]) -> dict[str, str]:
    """What differs between the processes of one service: who signs people in, and who only looks up and rings.

    The process for strangers' files gets keys of personal data that fit nothing, as it has to start with some.
    """
    if kind == PAGES:
        return {"SIGAP_STAFF_DATABASE_URL": addresses["staff"]}
    if kind != CHECKS:
        return {"SIGAP_STAFF_DATABASE_URL": addresses[database.STAFF_WORKER]}
    own = addresses[database.REGISTRY_CHECKS]
    places = {"SIGAP_DATABASE_URL": own, "SIGAP_STAFF_DATABASE_URL": own}
    return places | {"SIGAP_FIELD_KEYS": Fernet.generate_key().decode(), "SIGAP_INDEX_KEY": secrets.token_urlsafe(48)}


def _common(env: dict[str, str], run: Path, kept: dict[str, str]) -> dict[str, str]:
    """What the operator told, with what the set-up keeps itself."""
    return (
        {"SIGAP_OFFICE_FILE": str(OFFICE_FILE), "SIGAP_UNSIGNED_TASKS": kept["unsigned_tasks"]}
        | env
        | {
            "SIGAP_SECRET_KEY": kept["secret_key"],
            "SIGAP_FIELD_KEYS": kept["field_keys"],
            "SIGAP_INDEX_KEY": kept["index_key"],
            "SIGAP_SEAL_PASSPHRASE": kept["seal_passphrase"],
            "SIGAP_TASK_KEYS": known_task_keys(kept),
            "SIGAP_KEYS_DIR": str(run / "keys"),
            "SIGAP_SPOOL_DIR": str(run / "spool"),
        }
    )


def _brokers(env: dict[str, str], passwords: dict[str, str]) -> dict[str, dict[str, str]]:
    """Each process's addresses of the queues and of the throttles' counts, as its own user; raises BrokerRefuses."""
    address, counts = env["SIGAP_BROKER_URL"], env.get("SIGAP_LIMITS_URL") or env["SIGAP_SESSION_URL"]
    own, throttles = dict.fromkeys(passwords, address), dict.fromkeys(passwords, counts)
    if env.get("SIGAP_BROKER_SHARED") != "1":
        own = broker.prepare(address, passwords | ({"scaler": env[SCALER]} if env.get(SCALER) else {}))
        if broker.same_server(address, counts) and own["intake"] != address:
            throttles = {name: broker.as_user(counts, name, password) for name, password in passwords.items()}
    return {name: {"SIGAP_BROKER_URL": own[name], "SIGAP_LIMITS_URL": throttles[name]} for name in passwords}


def _store_key(env: dict[str, str], process: str) -> dict[str, str]:
    """A service's own key to the object store; the set-up's where the operator gave none for each service."""
    secret = env.get(f"SIGAP_S3_SECRET_KEY_{process.upper()}")
    if not secret:
        return {name: env[name] for name in STORE_KEY}
    key = env.get(f"SIGAP_S3_ACCESS_KEY_{process.upper()}") or f"sigap-{process}"
    return {"SIGAP_S3_ACCESS_KEY": key, "SIGAP_S3_SECRET_KEY": secret}


def settings_of(process: dict[str, str]) -> settings.Settings:
    """The settings that a service's process with this environment would load."""
    return settings_as(settings.Settings, process)


def settings_as(kind: type[settings.Kind], process: dict[str, str]) -> settings.Kind:
    """The settings that a process of another kind would load."""
    before = dict(os.environ)
    try:
        os.environ.update(process)
        return settings.load_as(kind)
    finally:
        os.environ.clear()
        os.environ.update(before)


def accounts(env: dict[str, str]) -> list[tuple[str, str, str]]:
    """(username, password, role) of the demonstration accounts, for the screen."""
    if env.get("SIGAP_DEMO") != "1":
        return []
    signing = {Role.CAMAT: f" (signs with the passphrase {DEMO_PASSPHRASE})"}
    return [(name, DEMO_PASSWORD, ROLE_LABELS[role] + signing.get(role, "")) for name, _, role in DEMO_ACCOUNTS]


def _demo_accounts(values: settings.Settings) -> None:
    directory = Directory(values)
    hashed = passwords.hash_of(DEMO_PASSWORD)  # once: ten times would be two seconds of every start
    for username, name, role in DEMO_ACCOUNTS:
        try:
            directory.accounts.add(
                OPERATOR, username, name, [role], DEMO_PASSWORD, clock.now(), must_change=False, hashed=hashed
            )
        except RuleBroken:
            continue  # it is there already
    directory.database.dispose()

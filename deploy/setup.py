"""Prepares everything the services need around them: secrets, database, buckets, office keys, first accounts."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

from deploy import broker, database, kept_secrets
from services.handoffs.contract import SERVICES
from services.shared.calendar import clock
from services.shared.config import office, settings
from services.shared.errors import RuleBroken
from services.shared.rights.people import ROLE_LABELS, Role
from services.shared.staff.administration import OPERATOR
from services.shared.staff.directory import Directory
from services.shared.storage.object_store import ObjectStore

OFFICE_FILE = Path(__file__).parent / "office.toml"
NO_STORE = {"SIGAP_S3_ACCESS_KEY": "none", "SIGAP_S3_SECRET_KEY": "none"}  # the beat's: it has no business there
BROKER_USERS = (*SERVICES, "beat")
SCALER = "SIGAP_BROKER_SCALER_PASSWORD"  # KEDA's, which is no process of ours: its operator chooses it
DEMO_PASSWORD = "peragaan-sigap"  # noqa: S105 -- of the demonstration only, shown on every page of it
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

    ``env`` holds SIGAP_RUN_DIR, SIGAP_ADMIN_DATABASE_URL, SIGAP_BROKER_URL, SIGAP_LIMITS_URL, SIGAP_S3_* and
    SIGAP_PUBLIC_URL; SIGAP_BROKER_SCALER_PASSWORD where KEDA counts the queues. Returns the environment of each
    process: the four services and ``beat``; each with its own user of database, broker and (where
    SIGAP_S3_SECRET_KEY_INTAKE … are given) object store. Raises BrokerRefuses.
    """
    run = Path(env["SIGAP_RUN_DIR"])
    kept = _secrets(kept_secrets.file_in(run))
    addresses = database.prepare(env["SIGAP_ADMIN_DATABASE_URL"], kept["database"])
    office_file = Path(env.get("SIGAP_OFFICE_FILE", OFFICE_FILE))
    spool = run / "spool"
    spool.mkdir(mode=0o700, exist_ok=True)
    common = {name: value for name, value in env.items() if not _only_ours(name)} | {
        "SIGAP_STAFF_DATABASE_URL": addresses["staff"],
        "SIGAP_SECRET_KEY": kept["secret_key"],
        "SIGAP_FIELD_KEYS": kept["field_keys"],
        "SIGAP_INDEX_KEY": kept["index_key"],
        "SIGAP_OFFICE_FILE": str(office_file),
        "SIGAP_KEYS_DIR": str(run / "keys"),
        "SIGAP_SPOOL_DIR": str(spool),
    }
    scaler = {"scaler": env[SCALER]} if env.get(SCALER) else {}
    brokers = _brokers(env, kept["broker"] | scaler)
    processes = {
        name: common | brokers[name] | _store_key(env, name) | {"SIGAP_DATABASE_URL": addresses[name]}
        for name in SERVICES
    }
    processes["registry"]["SIGAP_SEAL_PASSPHRASE"] = kept["seal_passphrase"]
    processes["beat"] = common | brokers["beat"] | NO_STORE | {"SIGAP_DATABASE_URL": addresses["staff"]}
    values = settings_of(processes["intake"] | {name: env[name] for name in NO_STORE})
    ObjectStore(values).ensure_buckets()
    _office_keys(
        run / "keys", office.load(office_file), kept["seal_passphrase"], _camat_passphrase(run, demo=values.demo)
    )
    if values.demo:
        _demo_accounts(values)
    return processes


def _only_ours(name: str) -> bool:
    """Whether a setting is the set-up's alone: addresses and keys that may more than any process of the product."""
    alone = ("SIGAP_ADMIN_", "SIGAP_S3_ACCESS_KEY", "SIGAP_S3_SECRET_KEY", "SIGAP_BROKER_SCALER_")
    return name.startswith(alone) or name in {
        "SIGAP_SESSION_URL",
        "SIGAP_BROKER_URL",
        "SIGAP_BROKER_SHARED",
    }


def _brokers(env: dict[str, str], passwords: dict[str, str]) -> dict[str, dict[str, str]]:
    """Each process's addresses of the queues and of the throttles' counts, as its own user; raises BrokerRefuses."""
    address, counts = env["SIGAP_BROKER_URL"], env.get("SIGAP_LIMITS_URL") or env["SIGAP_SESSION_URL"]
    if env.get("SIGAP_BROKER_SHARED") == "1":
        return {name: {"SIGAP_BROKER_URL": address, "SIGAP_LIMITS_URL": counts} for name in passwords}
    own = broker.prepare(address, passwords)
    ours = broker.same_server(address, counts) and own["intake"] != address
    return {
        name: {
            "SIGAP_BROKER_URL": own[name],
            "SIGAP_LIMITS_URL": broker.as_user(counts, name, passwords[name]) if ours else counts,
        }
        for name in passwords
    }


def _store_key(env: dict[str, str], service: str) -> dict[str, str]:
    """A service's own key to the object store; the set-up's where the operator gave none for each service."""
    suffix = service.upper()
    secret = env.get(f"SIGAP_S3_SECRET_KEY_{suffix}")
    if not secret:
        return {name: env[name] for name in NO_STORE}
    key = env.get(f"SIGAP_S3_ACCESS_KEY_{suffix}") or f"sigap-{service}"
    return {"SIGAP_S3_ACCESS_KEY": key, "SIGAP_S3_SECRET_KEY": secret}


def settings_of(process: dict[str, str]) -> settings.Settings:
    """The settings that a process with this environment would load."""
    before = dict(os.environ)
    try:
        os.environ.update(process)
        return settings.load()
    finally:
        os.environ.clear()
        os.environ.update(before)


def accounts(env: dict[str, str]) -> list[tuple[str, str, str]]:
    """(username, password, role) of the demonstration accounts, for the screen."""
    if env.get("SIGAP_DEMO") != "1":
        return []
    signing = {Role.CAMAT: f" (signs with the passphrase {DEMO_PASSPHRASE})"}
    return [(name, DEMO_PASSWORD, ROLE_LABELS[role] + signing.get(role, "")) for name, _, role in DEMO_ACCOUNTS]


def _secrets(file: Path) -> dict:
    """The installation's own secrets: each made once, kept in a file that only its owner reads."""
    known = kept_secrets.read(file) if file.exists() else {}
    made = {
        "database": {schema: secrets.token_urlsafe(24) for schema in ("staff", *SERVICES)},
        "broker": {name: secrets.token_urlsafe(24) for name in BROKER_USERS},
        "secret_key": secrets.token_urlsafe(48),
        "field_keys": Fernet.generate_key().decode(),
        "index_key": secrets.token_urlsafe(48),
        "seal_passphrase": secrets.token_urlsafe(24),
    } | known
    if made != known:  # the first time, or an older version knew fewer of them
        kept_secrets.write(file, made)
    return made


def _camat_passphrase(run: Path, *, demo: bool) -> str:
    """The passphrase that the Camat's key is made with: a random one outside the demonstration.

    It is written down once, for whoever sets the office up, who hands it over and deletes the file.
    """
    if demo:
        return DEMO_PASSPHRASE
    made = secrets.token_urlsafe(18)
    if not (run / "keys" / "trust.json").exists():
        slip = run / "secrets" / "camat-passphrase"
        slip.touch(mode=0o600)
        slip.write_text(f"{made}\n")
    return made


def _office_keys(folder: Path, facts: office.Office, seal_passphrase: str, camat_passphrase: str) -> None:
    """The office's own authority, the Camat's and the seal's certificates; made once."""
    if (folder / "trust.json").exists():
        return
    from services.shared.signing.authority import create_authority

    camat = facts.official("camat")
    create_authority(
        folder,
        office_name=facts.name,
        camat_name=camat.name,
        camat_nip=camat.nip,
        camat_passphrase=camat_passphrase,
        seal_passphrase=seal_passphrase,
        now=clock.now(),
    )


def _demo_accounts(values: settings.Settings) -> None:
    directory = Directory(values)
    for username, name, role in DEMO_ACCOUNTS:
        try:
            directory.accounts.add(OPERATOR, username, name, [role], DEMO_PASSWORD, clock.now(), must_change=False)
        except RuleBroken:
            continue  # it is there already
    directory.database.dispose()

"""Prepares everything the services need around them: secrets, database, buckets, office keys, first accounts."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

from deploy import database
from services.handoffs.contract import SERVICES
from services.shared import clock, office, settings
from services.shared.errors import RuleBroken
from services.shared.object_store import ObjectStore
from services.shared.people import ROLE_LABELS, Role
from services.shared.staff.administration import OPERATOR
from services.shared.staff.directory import Directory

OFFICE_FILE = Path(__file__).parent / "office.toml"
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
    SIGAP_PUBLIC_URL. Returns the environment of each process: the four services and ``beat``.
    """
    run = Path(env["SIGAP_RUN_DIR"])
    kept = _secrets(run / "secrets" / "application.json")
    addresses = database.prepare(env["SIGAP_ADMIN_DATABASE_URL"], kept["database"])
    office_file = Path(env.get("SIGAP_OFFICE_FILE", OFFICE_FILE))
    spool = run / "spool"
    spool.mkdir(mode=0o700, exist_ok=True)
    common = {key: value for key, value in env.items() if not key.startswith("SIGAP_ADMIN_")} | {
        "SIGAP_LIMITS_URL": env.get("SIGAP_LIMITS_URL") or env["SIGAP_SESSION_URL"],
        "SIGAP_STAFF_DATABASE_URL": addresses["staff"],
        "SIGAP_SECRET_KEY": kept["secret_key"],
        "SIGAP_FIELD_KEYS": kept["field_keys"],
        "SIGAP_INDEX_KEY": kept["index_key"],
        "SIGAP_OFFICE_FILE": str(office_file),
        "SIGAP_KEYS_DIR": str(run / "keys"),
        "SIGAP_SPOOL_DIR": str(spool),
    }
    processes = {name: common | {"SIGAP_DATABASE_URL": addresses[name]} for name in SERVICES}
    processes["registry"]["SIGAP_SEAL_PASSPHRASE"] = kept["seal_passphrase"]
    processes["beat"] = common | {"SIGAP_DATABASE_URL": addresses["staff"]}
    values = settings_of(processes["intake"])
    ObjectStore(values).ensure_buckets()
    _office_keys(
        run / "keys", office.load(office_file), kept["seal_passphrase"], _camat_passphrase(run, demo=values.demo)
    )
    if values.demo:
        _demo_accounts(values)
    return processes


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
    """The installation's own secrets: made once, kept in a file that only its owner reads."""
    if file.exists():
        return dict(json.loads(file.read_text()))
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = {
        "database": {schema: secrets.token_urlsafe(24) for schema in ("staff", *SERVICES)},
        "secret_key": secrets.token_urlsafe(48),
        "field_keys": Fernet.generate_key().decode(),
        "index_key": secrets.token_urlsafe(48),
        "seal_passphrase": secrets.token_urlsafe(24),
    }
    partial = file.with_suffix(".part")
    partial.touch(mode=0o600)
    partial.write_text(json.dumps(made, indent=1))
    partial.rename(file)
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

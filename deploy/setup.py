"""Prepares everything the services need around them: secrets, database, buckets, office keys, first accounts."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

from deploy import belonging, broker, database, kept_secrets
from deploy.destroyed_again import destroy_again
from deploy.kind import DEMO_PASSWORD, Kind, settle
from deploy.names import Names, placed
from deploy.office_keys import INDEX, NAMES, keep_secrets, known_task_keys, make_signing_keys
from deploy.setup_settings import suffix_of
from services.shared.calendar import clock
from services.shared.config import office, settings
from services.shared.config.entrance import EntranceSettings
from services.shared.config.processes import CHECKER, CHECKS, EVERY, OFFICE, PAGES, PROCESSES, SERVICES, SIGN_IN
from services.shared.config.settings import given_to
from services.shared.encryption import parts
from services.shared.errors import RuleBroken
from services.shared.rights.people import ROLE_LABELS, Role
from services.shared.staff import passwords
from services.shared.staff.administration import FACTS, OPERATOR
from services.shared.staff.directory import Directory
from services.shared.storage.object_store import ObjectStore

OFFICE_FILE = Path(__file__).parent / "office.toml"
STORE_KEY = ("SIGAP_S3_ACCESS_KEY", "SIGAP_S3_SECRET_KEY")
SHARING_NAMES = ("review", "letters")
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
DEMO_FACTS = {  # position, rank and NIP of those whom the office's file does not name
    "loket1": ("Pengadministrasi Pelayanan", "Pengatur (II/c)", "199103122015032004"),
    "loket2": ("Pengadministrasi Pelayanan", "Pengatur Muda (II/a)", "199506202019032007"),
    "tim1": ("Kasi Ketenteraman dan Ketertiban", "Penata (III/c)", "198107142006041005"),
    "tim2": ("Kasi Pemerintahan", "Penata Muda Tingkat I (III/b)", "198411022009042003"),
    "tim3": ("Pengelola Ketertiban Umum", "Pengatur Tingkat I (II/d)", "198809262012121002"),
    "admin": ("Pranata Komputer", "Penata Muda (III/a)", "199001082014032006"),
    "auditor": ("Sekretaris Kecamatan", "Penata Tingkat I (III/d)", "197609182003121004"),
}


def prepare(env: dict[str, str]) -> dict[str, dict[str, str]]:
    """Prepare an installation; repeating it changes nothing that is there.

    ``env`` holds what ``setup_settings`` names. Returns the environment of each of PROCESSES: what it needs and no
    more, with its service's own user of database, broker and (where SIGAP_S3_SECRET_KEY_INTAKE … are given) object
    store. Raises WrongSlug, NotTogether, BrokerRefuses, OtherKind.
    """
    env, names = placed(env), Names.of(env)
    run, admin_url = Path(env["SIGAP_RUN_DIR"]), env["SIGAP_ADMIN_DATABASE_URL"]
    is_new = belonging.check(admin_url, run, names)
    kept = keep_secrets(run, names.slug)
    addresses = database.prepare(admin_url, kept_secrets.of_roles(kept), names)
    belonging.note(admin_url, kept["fingerprint"], names)
    settle(run, admin_url, Kind.DEMONSTRATION if env.get("SIGAP_DEMO") == "1" else Kind.OFFICE)
    (run / "spool").mkdir(mode=0o700, exist_ok=True)
    common = _common(env, run, kept)
    own = _brokers(env, kept["broker"], names)
    for name in EVERY:
        own[name] |= {"SIGAP_TASK_KEY": kept["task_keys"][name]}
    for name in OFFICE:
        own[name] |= settings_of_keys(kept["keys"], name) | {"SIGAP_SECRET_KEY": key_of_pages(kept["page_key"], name)}
    for name in SERVICES:
        own[name] |= {"SIGAP_DATABASE_URL": addresses[name]} | _store_key(env, name, names)
    own[CHECKER] |= _store_key(env, CHECKER, names, own["registry"])
    processes = {
        name: given_to(name, common | own[owner] | _of_kind(name, addresses, own))
        for name, (owner, _) in PROCESSES.items()
    }
    values = settings_of(processes["intake"] | {name: env[name] for name in STORE_KEY})
    _buckets(ObjectStore(values), is_new)
    passphrase = DEMO_PASSPHRASE if values.demo else ""
    make_signing_keys(run, office.load(values.office_file), kept["seal_passphrase"], passphrase)
    if values.demo:
        _demo_accounts(settings_as(EntranceSettings, processes[SIGN_IN]))
    destroy_again({name: settings_of(processes[name]) for name in SERVICES})
    return processes


def _of_kind(process: str, addresses: dict[str, str], own: dict[str, dict[str, str]]) -> dict[str, str]:
    """What differs between the processes of one owner: who signs in, who asks whose session it is, who rings.

    The process for strangers' files has users of its own everywhere, and keys of personal data that fit nothing, as it
    has to start with some.
    """
    owner, kind = PROCESSES[process]
    if kind == PAGES:
        return {"SIGAP_STAFF_DATABASE_URL": addresses["staff" if owner == SIGN_IN else database.STAFF_PAGES]}
    if kind != CHECKS:
        return {"SIGAP_STAFF_DATABASE_URL": addresses[database.STAFF_WORKER]}
    place = addresses[database.REGISTRY_CHECKS]
    places = own[CHECKER] | {"SIGAP_DATABASE_URL": place, "SIGAP_STAFF_DATABASE_URL": place}
    return places | {"SIGAP_FIELD_KEYS": Fernet.generate_key().decode(), "SIGAP_INDEX_KEY": secrets.token_urlsafe(48)}


def settings_of_keys(keys: dict[str, dict[str, str]], owner: str) -> dict[str, str]:
    """The keys of personal data of one owner, as its settings; review and letters have one in common."""
    names = {"SIGAP_NAMES_KEY": keys[NAMES][INDEX]} if owner in SHARING_NAMES else {}
    return {f"SIGAP_{name.upper()}": value for name, value in keys[owner].items()} | names


def key_of_pages(page_key: str, owner: str) -> str:
    """What signs the cookies and forms of one owner's pages: the sign-in part has the key that all are made of."""
    return page_key if owner == SIGN_IN else parts.key_of(page_key, owner)


def _common(env: dict[str, str], run: Path, kept: dict[str, str]) -> dict[str, str]:
    """What the operator told, with what the set-up keeps itself."""
    return (
        {"SIGAP_OFFICE_FILE": str(OFFICE_FILE), "SIGAP_UNSIGNED_TASKS": kept["unsigned_tasks"]}
        | env
        | {
            "SIGAP_SEAL_PASSPHRASE": kept["seal_passphrase"],
            "SIGAP_TASK_KEYS": known_task_keys(kept),
            "SIGAP_KEYS_DIR": str(run / "keys"),
            "SIGAP_SPOOL_DIR": str(run / "spool"),
        }
    )


def _brokers(env: dict[str, str], passwords: dict[str, str], names: Names) -> dict[str, dict[str, str]]:
    """Each process's addresses of the queues and of the throttles' counts, as its own user; raises BrokerRefuses."""
    address, counts = env["SIGAP_BROKER_URL"], env.get("SIGAP_LIMITS_URL") or env["SIGAP_SESSION_URL"]
    own, throttles = dict.fromkeys(passwords, address), dict.fromkeys(passwords, counts)
    if env.get("SIGAP_BROKER_SHARED") != "1":
        own = broker.prepare(address, passwords | ({"scaler": env[SCALER]} if env.get(SCALER) else {}), names)
        if broker.same_server(address, counts) and own["intake"] != address:
            throttles = {
                name: broker.as_user(counts, names.broker_user(name), word) for name, word in passwords.items()
            }
    return {name: {"SIGAP_BROKER_URL": own[name], "SIGAP_LIMITS_URL": throttles[name]} for name in passwords}


def _buckets(store: ObjectStore, is_new: bool) -> None:
    """Make those that are missing. Raises NotTogether: the office is new, and they are full."""
    store.ensure_buckets()
    if is_new and (filled := [bucket for bucket in store.buckets if store.holds_anything(bucket)]):
        words = {"buckets": ", ".join(filled), "another": belonging.ANOTHER}
        raise belonging.NotTogether(belonging.FILLED.format(**words))


def _store_key(
    env: dict[str, str], process: str, names: Names, instead: dict[str, str] | None = None
) -> dict[str, str]:
    """A process's own key to the object store; where the operator gave none, the set-up's, or one ``instead``."""
    suffix = suffix_of(process)
    secret = env.get(f"SIGAP_S3_SECRET_KEY_{suffix}")
    if not secret:
        return {name: (instead or env)[name] for name in STORE_KEY}
    key = env.get(f"SIGAP_S3_ACCESS_KEY_{suffix}") or names.store_key(process)
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
    named = {one.role: (one.title, one.rank, one.nip) for one in office.load(values.office_file).officials}
    for username, name, role in DEMO_ACCOUNTS:
        facts = dict(zip(FACTS, DEMO_FACTS.get(username) or named[role], strict=True))
        try:
            directory.accounts.add(
                OPERATOR, username, name, [role], DEMO_PASSWORD, clock.now(),
                must_change=False, hashed=hashed, facts=facts,
            )  # fmt: skip
        except RuleBroken:
            continue  # it is there already
    directory.database.dispose()

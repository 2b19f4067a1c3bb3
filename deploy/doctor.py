"""``sigap doctor``: looks at everything an installation needs; each finding says what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import psycopg
import redis
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12
from redis.exceptions import RedisError
from sqlalchemy import make_url

from deploy.installation import Installation, NotSetUp
from services.shared.calendar import clock
from services.shared.config import office
from services.shared.config.settings import Settings, SettingsError
from services.shared.data import migration
from services.shared.errors import Missing, Unavailable
from services.shared.signing.trust import TRUST_FILE, TrustAnchors
from services.shared.staff.backups import TOO_OLD
from services.shared.storage.object_store import ObjectStore

SKEW = timedelta(seconds=5)
SILENT = timedelta(seconds=60)
EXPIRES_SOON = timedelta(days=30)
LITTLE_SPACE = 2 * 1024**3  # bytes: one large film
FEW = 0.1  # of a disk


class Level(StrEnum):
    """How bad a finding is: a warning will become trouble, a failure is."""

    GOOD = "ok"
    WARNING = "warn"
    FAILURE = "FAIL"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor: what was looked at, what was found, what to do."""

    level: Level
    subject: str
    found: str
    advice: str = ""


Findings = Iterator[Finding]


def examine(installation: Installation) -> Findings:
    """Every finding, in the order in which one would repair them."""
    try:
        values = {name: installation.settings(name) for name in installation.services}
        office.load(values["intake"].office_file)
    except SettingsError as error:
        advice = "Correct them in the environment or office.toml, then `sigap migrate`."
        yield Finding(Level.FAILURE, "settings", str(error), advice)
        return
    yield Finding(Level.GOOD, "settings", f"of {len(values)} services, and {values['intake'].office_file}")
    for look in (_databases, _migrations, _workers, _handoffs, _backup):
        yield from _guarded(look, values)
    yield from _broker(installation, values)
    yield from _buckets(values)
    yield from _certificates(values["registry"])
    yield from _space(installation, values["intake"])


def _guarded(look: Callable[[dict[str, Settings]], Findings], values: dict[str, Settings]) -> Findings:
    try:
        yield from look(values)
    except psycopg.Error as error:
        advice = "Is PostgreSQL running, and in reach from here? Then the other lines follow."
        yield Finding(Level.FAILURE, look.__name__.strip("_"), str(error).strip().splitlines()[0], advice)


def _databases(values: dict[str, Settings]) -> Findings:
    for name, value in values.items():
        with _connect(value.database_url) as connection:
            before = clock.now()
            row = connection.execute("select clock_timestamp()").fetchone()
            assert row is not None
            skew = abs(row[0] - before)
        if skew > SKEW:
            advice = (
                "Set the machines' clocks by NTP (timedatectl set-ntp true): deadlines and signatures depend on it."
            )
            yield Finding(
                Level.FAILURE, "clock", f"{skew.total_seconds():.0f} s away from the database of {name}", advice
            )
            return
    yield Finding(Level.GOOD, "databases", f"{len(values)} answer; clocks agree to {SKEW.total_seconds():.0f} s")


def _migrations(values: dict[str, Settings]) -> Findings:
    addresses = {"staff": values["intake"].staff_database_url} | {n: v.database_url for n, v in values.items()}
    pending = []
    for schema, address in addresses.items():
        with _connect(address) as connection:
            found = {row[0] for row in connection.execute("select version_num from alembic_version")}
        if found != (newest := migration.newest(schema)):
            there, wanted = (", ".join(sorted(some)) for some in (found - newest, newest - found))
            pending.append(f"{schema} is at {there or 'nothing'}, the code at {wanted or 'less'}")
    if pending:
        advice = "Run `sigap migrate`; staff can go on working."
        yield Finding(Level.FAILURE, "migrations", "; ".join(pending), advice)
    else:
        yield Finding(Level.GOOD, "migrations", "every schema is at the code's version")


def _workers(values: dict[str, Settings]) -> Findings:
    for name, value in values.items():
        with _connect(value.database_url) as connection:
            row = connection.execute(
                "select max(seen_at) filter (where worker <> 'beat'), max(seen_at) filter (where worker = 'beat')"
                " from heartbeat"
            ).fetchone()
        assert row is not None
        seen, tick = row
        if seen is None or clock.now() - seen > SILENT:
            when = f"last seen {clock.date_time(seen)}" if seen else "never seen"
            advice = f"Start `{name}-worker`, look at its log; nothing is lost, handoffs wait."
            yield Finding(Level.FAILURE, "worker", f"{name}: {when}", advice)
        elif tick is None or clock.now() - tick > SILENT:
            advice = "Start `beat` (exactly one), look at its log; until then deadlines and reminders wait."
            yield Finding(Level.FAILURE, "beat", f"no tick reaches {name}", advice)
        else:
            yield Finding(Level.GOOD, "worker", f"{name} and the beat show signs of life")


def _handoffs(values: dict[str, Settings]) -> Findings:
    for name, value in values.items():
        with _connect(value.database_url) as connection:
            row = connection.execute(
                "select count(*) filter (where dead_at is not null),"
                " count(*) filter (where acked_at is null and dead_at is null"
                "  and created_at < now() - interval '5 min') from outbox"
            ).fetchone()
        assert row is not None
        if row[0]:
            advice = f"Read the reason: `sigap deadletters list`; mend it, then `sigap deadletters replay {name} ID`."
            yield Finding(Level.FAILURE, "handoffs", f"{row[0]} of {name} were refused by their receiver", advice)
        if row[1]:
            advice = "Is the receiver's worker running? Is the broker full? They are sent again by themselves."
            yield Finding(Level.WARNING, "handoffs", f"{row[1]} of {name} wait for more than 5 minutes", advice)


def _backup(values: dict[str, Settings]) -> Findings:
    with _connect(values["intake"].staff_database_url) as connection:
        row = connection.execute("select max(begun_at) from backup_run where error is null").fetchone()
        failed = connection.execute("select error from backup_run order by id desc limit 1").fetchone()
    advice = "Make one: `sigap backup`; then daily (docs/operations/backup.md)."
    if row is None or row[0] is None:
        yield Finding(Level.WARNING, "backup", "there is none yet", advice)
    elif clock.now() - row[0] > TOO_OLD:
        yield Finding(Level.FAILURE, "backup", f"the newest is of {clock.date_time(row[0])}", advice)
    else:
        yield Finding(Level.GOOD, "backup", f"the newest is of {clock.date_time(row[0])}")
    if failed and failed[0]:
        yield Finding(Level.WARNING, "backup", f"the last try failed: {failed[0]}", "Mend it and run `sigap backup`.")


def _broker(installation: Installation, values: dict[str, Settings]) -> Findings:
    try:
        address = installation.admin["SIGAP_BROKER_URL"]
    except NotSetUp:
        address = values["intake"].broker_url
    client = redis.Redis.from_url(address, socket_timeout=2, socket_connect_timeout=2)
    try:
        memory = client.info("memory")
        policy = str(client.config_get("maxmemory-policy").get("maxmemory-policy"))  # type: ignore[union-attr]
    except RedisError as error:
        yield Finding(Level.FAILURE, "broker", str(error), "Start Redis; until then handoffs wait in the outboxes.")
        return
    finally:
        client.close()
    if policy != "noeviction":
        advice = "Set `maxmemory-policy noeviction`: sessions' limits and queues must not be thrown away."
        yield Finding(Level.WARNING, "broker", f"may throw away keys ({policy})", advice)
    used = memory["used_memory_human"]  # type: ignore[index]
    yield Finding(Level.GOOD, "broker", f"answers; {used} in use")
    yield from _broker_users(values)


def _broker_users(values: dict[str, Settings]) -> Findings:
    if len({value.broker_url for value in values.values()}) < len(values):
        advice = "Give it an account that may make users, without SIGAP_BROKER_SHARED; then `sigap migrate`."
        yield Finding(Level.WARNING, "broker", "all services share one account", advice)
        return
    for name, value in values.items():
        client = redis.Redis.from_url(value.broker_url, socket_timeout=2, socket_connect_timeout=2)
        try:
            client.ping()
        except RedisError as error:
            advice = "Run `sigap migrate`; a broker without `aclfile` forgets its users when it starts again."
            yield Finding(Level.FAILURE, "broker", f"{name} cannot sign in: {error}", advice)
            return
        finally:
            client.close()
    yield Finding(Level.GOOD, "broker", "each service has a user of its own")


def _buckets(values: dict[str, Settings]) -> Findings:
    """With the registry's key, which reads all three."""
    store = ObjectStore(values["registry"])
    for bucket in store.buckets:
        try:
            store.about(bucket, "sigap-doctor")
        except Missing as error:
            code = getattr(error.__cause__, "code", "")
            if code == "NoSuchBucket":
                yield Finding(Level.FAILURE, "bucket", f"{bucket} is not there", "Run `sigap migrate`; was it deleted?")
                continue
        except Unavailable as error:
            advice = "Start the object store, or correct its address and keys (SIGAP_S3_…)."
            yield Finding(Level.FAILURE, "store", str(error.__cause__)[:200], advice)
            return
        yield Finding(Level.GOOD, "bucket", bucket)
    yield _retention(store, values["registry"].archive_bucket)
    if len({value.s3_access_key for value in values.values()}) < len(values):
        advice = "Make a key for each (deploy/rights, docs/operations/install.md), then `sigap migrate`."
        yield Finding(Level.WARNING, "store", "all services share one key", advice)


def _retention(store: ObjectStore, bucket: str) -> Finding:
    """Who keeps the archive's bytes from being removed: the store where it has object lock, else only Sigap itself."""
    lock = store.lock(bucket)
    if lock is None:
        what = f"{bucket} has no object lock; Sigap itself removes nothing from it but by an approved destruction"
        return Finding(Level.GOOD, "retention", what)
    if lock.mode is None or lock.days is None:
        advice = "Set a default retention on the bucket, or accept that only Sigap itself keeps what is new."
        return Finding(Level.WARNING, "retention", f"{bucket} has object lock without a default retention", advice)
    what = f"{bucket}: the store keeps each new object for {lock.days} days ({lock.mode.lower()})"
    return Finding(Level.GOOD, "retention", what)


def _certificates(value: Settings) -> Findings:
    """The seal's certificate, and the newest root; the Camat's own lies under a passphrase that nobody else has."""
    if value.keys_dir is None or value.seal_passphrase is None or not (value.keys_dir / TRUST_FILE).exists():
        yield Finding(Level.FAILURE, "certificate", "the office has no keys", "Run `sigap migrate`.")
        return
    roots = [x509.load_der_x509_certificate(root) for root in TrustAnchors.load(value.keys_dir).roots]
    found = {"the newest root": max(roots, key=lambda root: root.not_valid_after_utc)}
    try:
        sealed = (value.keys_dir / "seal.p12").read_bytes()
        seal = pkcs12.load_key_and_certificates(sealed, value.seal_passphrase.get_secret_value().encode())[1]
        assert seal is not None
        found["the seal"] = seal
    except (OSError, ValueError) as error:
        yield Finding(
            Level.FAILURE, "certificate", f"seal.p12 cannot be opened: {error}", "Restore it from the backup."
        )
    for name, certificate in found.items():
        yield _validity(name, certificate)


def _validity(name: str, certificate: x509.Certificate) -> Finding:
    end = certificate.not_valid_after_utc
    found = f"{name} is valid until {clock.long_date(end)}"
    if end < clock.now():
        advice = "Letters can no longer be sealed with it: renew the keys, then start again."
        return Finding(Level.FAILURE, "certificate", found, advice)
    if end < clock.now() + EXPIRES_SOON:
        return Finding(Level.WARNING, "certificate", found, "Renew it before that day.")
    return Finding(Level.GOOD, "certificate", found)


def _space(installation: Installation, value: Settings) -> Findings:
    for folder in dict.fromkeys((installation.root, value.spool_dir)):
        if not folder.exists():
            continue
        usage = shutil.disk_usage(folder)
        found = f"{usage.free / 1e9:.1f} GB of {usage.total / 1e9:.0f} GB are free at {folder}"
        if usage.free < LITTLE_SPACE:
            yield Finding(
                Level.FAILURE, "disk", found, "Make room now: uploads fail, PostgreSQL stops when it is full."
            )
        elif usage.free < usage.total * FEW:
            yield Finding(Level.WARNING, "disk", found, "Order a larger disk, or move old backups away.")
        else:
            yield Finding(Level.GOOD, "disk", found)


def _connect(address: str) -> psycopg.Connection[tuple]:
    plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, connect_timeout=3)

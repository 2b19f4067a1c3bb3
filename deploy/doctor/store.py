"""Where files lie: the object store's buckets and who keeps them, and room on the disks."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from deploy.doctor.finding import Finding, Findings, failure, good, warning
from deploy.installation import Installation
from services.shared.config.settings import Settings
from services.shared.errors import Missing, Unavailable
from services.shared.storage.object_store import ObjectStore

LITTLE_SPACE = 2 * 1024**3  # bytes: one large film
FEW = 0.1  # of a disk


def buckets(_: Installation, values: dict[str, Settings]) -> Findings:
    """With the registry's key, which reads all three."""
    store = ObjectStore(values["registry"])
    try:
        for bucket in store.buckets:
            yield _bucket(store, bucket)
    except Unavailable as error:
        advice = "Start the object store, or correct its address and keys (SIGAP_S3_…)."
        yield failure("store", str(error.__cause__)[:200], advice)
        return
    yield _retention(store, values["registry"].archive_bucket)
    if len({value.s3_access_key for value in values.values()}) < len(values):
        advice = "Make a key for each (deploy/rights, docs/operations/install.md), then `sigap migrate`."
        yield warning("store", "all services share one key", advice)


def _bucket(store: ObjectStore, bucket: str) -> Finding:
    try:
        store.about(bucket, "sigap-doctor")
    except Missing as error:
        if getattr(error.__cause__, "code", "") == "NoSuchBucket":
            return failure("bucket", f"{bucket} is not there", "Run `sigap migrate`; was it deleted?")
    return good("bucket", bucket)


def _retention(store: ObjectStore, bucket: str) -> Finding:
    """Who keeps the archive's bytes from being removed: the store where it has object lock, else only Sigap itself."""
    lock = store.lock(bucket)
    if lock is None:
        what = f"{bucket} has no object lock; Sigap itself removes nothing from it but by an approved destruction"
        return good("retention", what)
    if lock.mode is None or lock.days is None:
        advice = "Set a default retention on the bucket, or accept that only Sigap itself keeps what is new."
        return warning("retention", f"{bucket} has object lock without a default retention", advice)
    return good("retention", f"{bucket}: the store keeps each new object for {lock.days} days ({lock.mode.lower()})")


def disks(installation: Installation, values: dict[str, Settings]) -> Findings:
    """Room where the installation lies and where uploads are spooled."""
    spool = values["intake"].spool_dir
    if not spool.is_dir() or not os.access(spool, os.W_OK | os.X_OK):
        advice = f"Make it, for the services' user only (mkdir -m 700 {spool}), or run `sigap migrate`: uploads fail."
        yield failure("spool", f"the folder for uploads, {spool}, is not there or cannot be written", advice)
    for folder in dict.fromkeys((installation.root, spool)):
        if folder.exists():
            yield _room(folder)


def _room(folder: Path) -> Finding:
    usage = shutil.disk_usage(folder)
    found = f"{usage.free / 1e9:.1f} GB of {usage.total / 1e9:.0f} GB are free at {folder}"
    if usage.free < LITTLE_SPACE:
        return failure("disk", found, "Make room now: uploads fail, PostgreSQL stops when it is full.")
    if usage.free < usage.total * FEW:
        return warning("disk", found, "Order a larger disk, or move old backups away.")
    return good("disk", found)

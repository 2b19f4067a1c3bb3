"""The trails are anchored daily under the office's seal; ``sigap audit verify`` finds every way to falsify one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from deploy import settings_files
from deploy.cli import app as sigap
from deploy.local.servers import Servers
from services.handoffs.contract import SERVICES
from services.shared.audit import anchors, trail
from services.shared.calendar import clock
from services.shared.rights.people import SYSTEM
from services.shared.signing.authority import change_seal
from services.shared.signing.trust import TrustAnchors
from tests.support.office import TestOffice

CHAINS = ("staff", *SERVICES)
WHOLE = "All audit trails are whole, and so are register, agenda and the archive's packages."


@pytest.fixture(scope="module")
def anchored(office: TestOffice) -> TestOffice:
    """Every trail has lines, and the daily jobs have run."""
    office.person("auditor").get("/intake/api/me")
    for name in SERVICES:
        with office.service(name).work(SYSTEM) as work:
            for number in range(3):
                work.audit("try", "UJI-TAMBAT", f"baris {number}")
        office.run_jobs(name, clock.now() + timedelta(days=400))
    office.set_aside()  # what is open of other tests' cases, and what the jobs did to them
    office.pump()
    return office


@pytest.fixture
def owner(servers: Servers) -> Iterator[Connection]:
    """The database's owner, who can do what no service may; everything is rolled back."""
    engine = create_engine(make_url(servers.env()["SIGAP_ADMIN_DATABASE_URL"]).set(database="sigap"))
    with engine.connect() as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()
    engine.dispose()


def signed(office: TestOffice, chain: str) -> list[anchors.Anchor]:
    service = office.service("registry")
    assert service.settings.keys_dir
    trust = TrustAnchors.load(service.settings.keys_dir)
    found = [
        anchors.opened(data, trust) for data in anchors.kept(service.store, service.settings.archive_bucket, chain)
    ]
    return [anchor for anchor in found if anchor]


@pytest.mark.parametrize("chain", CHAINS)
def test_every_trail_is_anchored_under_the_seal(anchored: TestOffice, chain: str) -> None:
    assert signed(anchored, chain)


def test_the_command_says_that_all_is_whole(
    anchored: TestOffice, processes: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    settings_files.write(tmp_path, processes)
    done = CliRunner().invoke(sigap, ["audit", "verify", "--settings", str(tmp_path)])
    assert (done.exit_code, done.output.strip()) == (0, WHOLE), done.output


def test_a_tail_that_is_cut_off_is_found_by_the_anchors_alone(anchored: TestOffice, owner: Connection) -> None:
    owner.execute(text("set search_path to letters"))
    session = Session(owner)
    last = max(anchor.position for anchor in signed(anchored, "letters"))
    session.execute(text("delete from audit where position >= :last"), {"last": last})
    assert trail.verify(session) == []  # the rest of the chain is in itself sound
    assert [a.position for a in anchors.missed(session, trail.audit, signed(anchored, "letters"))][-1:] == [last]


def test_a_chain_written_anew_with_hashes_that_fit_is_found(anchored: TestOffice, owner: Connection) -> None:
    owner.execute(text("set search_path to letters"))
    session = Session(owner)
    rows = [dict(row._mapping) for row in session.execute(trail.audit.select().order_by(trail.audit.c.position))]
    previous = trail.chain.GENESIS
    for row in rows:
        row |= {"note": f"{row['note']} (diubah)", "previous_hash": previous}
        row["hash"] = previous = trail.digest(row)
    session.execute(trail.audit.delete())
    session.execute(trail.audit.insert(), rows)
    assert trail.verify(session) == []
    assert anchors.missed(session, trail.audit, signed(anchored, "letters"))


def test_anchors_of_a_former_seal_still_count(anchored: TestOffice, tmp_path: Path) -> None:
    service = anchored.service("registry")
    assert service.settings.keys_dir
    assert service.settings.seal_passphrase
    folder, passphrase = tmp_path / "keys", service.settings.seal_passphrase.get_secret_value()
    shutil.copytree(service.settings.keys_dir, folder)
    trust = change_seal(folder, service.office.name, passphrase, clock.now())
    bucket = service.settings.archive_bucket
    for data in anchors.kept(service.store, bucket, "letters"):
        assert anchors.opened(data, trust)
    anchor = anchors.Anchor("uji-segel", 1, "0" * 64, "2026-11-25T00:00:00+00:00")
    anchors.keep(service.store, bucket, anchor, folder, passphrase, clock.now())
    (data,) = anchors.kept(service.store, bucket, "uji-segel")
    assert anchors.opened(data, trust) == anchor
    assert anchors.opened(data, TrustAnchors.load(service.settings.keys_dir)) is None  # who does not know the new one


@pytest.mark.parametrize("change", [{"position": 1}, {"hash": "0" * 64}, {"chain": "intake"}, {"taken_at": "x"}])
def test_an_anchor_that_the_seal_did_not_sign_counts_for_nothing(anchored: TestOffice, change: dict[str, Any]) -> None:
    import json

    service = anchored.service("registry")
    assert service.settings.keys_dir
    trust = TrustAnchors.load(service.settings.keys_dir)
    stored = json.loads(next(iter(anchors.kept(service.store, service.settings.archive_bucket, "letters"))))
    assert anchors.opened(json.dumps(stored).encode(), trust)
    stored["anchor"] |= change
    assert anchors.opened(json.dumps(stored).encode(), trust) is None
    assert anchors.opened(b"not json", trust) is None
